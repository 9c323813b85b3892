/** Static files: read from the package's drive at start and handed to the http-server, which then answers them alone. */

import type { LazyLoadBlob, UiTable } from "../contract/index.js";
import { bind, bindAction, type BindOptions } from "./bindings.js";
import { systemProcess } from "./system-process.js";
import { askVfs, type VfsReply } from "./vfs-request.js";

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
  askForUi(options, folder, "ReadDir", (answer) => {
    for (const { path, file_type: kind } of readEntries(answer)) {
      // Entries come without the leading slash.
      const absolute = path.startsWith("/") ? path : `/${path}`;
      if (kind === "Directory") serveFolder(ui, options, root, absolute);
      else if (kind === "File") serveFile(ui, options, root, absolute);
    }
  });
}

function serveFile(ui: UiTable, options: BindOptions, root: string, file: string): void {
  askForUi(options, file, "Read", ({ bytes }) => {
    const path = encodeURI(file.slice(root.length));
    const mime = mediaTypes[path.slice(path.lastIndexOf(".") + 1).toLowerCase()] ?? "application/octet-stream";
    bindFile(ui, options, path, { mime, bytes });
    if (path === "/index.html") bindFile(ui, options, "/", { mime, bytes });
  });
}

function bindFile(ui: UiTable, options: BindOptions, path: string, blob: LazyLoadBlob): void {
  bind(path, bindAction(path, ui, true), options, blob);
}

function askForUi(
  { our, exchanges, log }: BindOptions,
  path: string,
  action: string,
  onAnswer: (answer: VfsReply) => void,
): void {
  askVfs({ exchanges, vfs: systemProcess(our, "vfs"), path, action, timeoutSeconds }, (reply) => {
    if (reply.kind === "answer") onAnswer(reply);
    else log.error(`the user interface cannot read ${path}: ${reply.reason}`);
  });
}

interface DirectoryEntry {
  readonly path: string;
  readonly file_type: string;
}

/** vfs is part of the node: its answers are taken at their word. */
function readEntries({ json }: VfsReply): readonly DirectoryEntry[] {
  return Array.isArray(json["ReadDir"]) ? (json["ReadDir"] as readonly DirectoryEntry[]) : [];
}
