/** Static files: read from the package's drive at start and handed to the http-server, which then answers them alone. */

import type { LazyLoadBlob, UiTable } from "../contract/index.js";
import { decodeUtf8, encodeUtf8, parseJson } from "../contract/index.js";
import { bind, bindAction, type BindOptions } from "./bindings.js";
import type { Reply } from "./exchanges.js";
import { systemProcess } from "./system-process.js";

const timeoutSeconds = 5;

/** Media types by file extension; anything else is sent as bytes. */
const mediaTypes: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  gif: "image/gif",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  map: "application/json",
  mjs: "text/javascript; charset=utf-8",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
  wasm: "application/wasm",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
};

/**
 * Binds every file below the folder at its path, and `index.html` at `/` too. A file that cannot be read or bound is
 * an error in the log; the process goes on without it.
 */
export function serveUi(ui: UiTable, options: BindOptions): void {
  const { packageName, publisherNode } = options.our.process;
  const root = `/${packageName}:${publisherNode}/pkg/${ui.folder.replace(/^(\.?\/)+|\/+$/g, "")}`;
  serveFolder(ui, options, root, root);
}

function serveFolder(ui: UiTable, options: BindOptions, root: string, folder: string): void {
  askVfs(options, folder, "ReadDir", (answer) => {
    for (const { path, file_type: kind } of answer.ReadDir ?? []) {
      // Entries come without the leading slash.
      const absolute = path.startsWith("/") ? path : `/${path}`;
      if (kind === "Directory") serveFolder(ui, options, root, absolute);
      else if (kind === "File") serveFile(ui, options, root, absolute);
    }
  });
}

function serveFile(ui: UiTable, options: BindOptions, root: string, file: string): void {
  askVfs(options, file, "Read", (_, bytes) => {
    const path = encodeURI(file.slice(root.length));
    const mime = mediaTypes[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";
    bindFile(ui, options, path, { mime, bytes });
    if (path === "/index.html") bindFile(ui, options, "/", { mime, bytes });
  });
}

function bindFile(ui: UiTable, options: BindOptions, path: string, blob: LazyLoadBlob): void {
  bind(path, bindAction(path, ui, true), options, blob);
}

interface VfsAnswer {
  readonly ReadDir?: readonly { readonly path: string; readonly file_type: string }[];
}

function askVfs(
  { our, exchanges, log }: BindOptions,
  path: string,
  action: string,
  onAnswer: (answer: VfsAnswer, blob: Uint8Array) => void,
): void {
  const body = encodeUtf8(JSON.stringify({ path, action }));
  exchanges.send({ target: systemProcess(our, "vfs"), body, timeoutSeconds }, (reply) => {
    const failure = vfsFailure(reply);
    if (failure !== undefined) log.error(`the user interface cannot read ${path}: ${failure}`);
    else if (reply.kind === "response") onAnswer(readAnswer(reply), reply.blob?.bytes ?? new Uint8Array(0));
  });
}

function vfsFailure(reply: Reply): string | undefined {
  if (reply.kind === "failure") return `vfs did not answer (${reply.failure})`;
  const text = decodeUtf8(reply.response.body) ?? "";
  return text.startsWith('{"Err"') ? text : undefined;
}

function readAnswer(reply: Reply & { kind: "response" }): VfsAnswer {
  const parsed = parseJson(decodeUtf8(reply.response.body) ?? "null");
  // vfs is part of the node: its answers are taken at their word.
  return parsed.kind === "value" && typeof parsed.value === "object" && parsed.value !== null ? (parsed.value as VfsAnswer) : {};
}
