/** A vfs in memory, for what processes of a test write to their drives: first of all their logs. */

import { encodeUtf8 } from "../contract/index.js";
import { decodeJson, encodeJson, isRecord, readVariant } from "../node/json-body.js";
import type { KernelMessage } from "../node/kernel-message.js";
import type { ModulePort } from "../node/module-port.js";
import type { FakeKernel } from "./fake-kernel.js";

/** By their paths, `/todo:template.os/log/todo.log`. */
export type MemoryFiles = Map<string, Uint8Array>;

interface FileRequest {
  readonly files: MemoryFiles;
  readonly path: string;
  readonly blob: Uint8Array;
}

interface FileAnswer {
  readonly json: unknown;
  readonly bytes?: Uint8Array;
}

const ok: FileAnswer = { json: "Ok" };
const noFile: FileAnswer = { json: { Err: { IOError: "No such file or directory (os error 2)" } } };
const notImplemented: FileAnswer = { json: { Err: { IOError: "Function not implemented (os error 38)" } } };

/** Drives need not be made here, and folders are empty: a user interface is for a browser, and would only delay a start. */
const actions: Readonly<Record<string, (request: FileRequest) => FileAnswer>> = {
  CreateDrive: () => ok,
  CloseFile: () => ok,
  ReadDir: () => ({ json: { ReadDir: [] } }),
  OpenFile: ({ files, path }) => (files.has(path) ? ok : set(files, path, new Uint8Array(0))),
  CreateFile: ({ files, path }) => set(files, path, new Uint8Array(0)),
  Write: ({ files, path, blob }) => set(files, path, blob),
  Append({ files, path, blob }) {
    const before = files.get(path);
    return before ? set(files, path, Buffer.concat([before, blob])) : noFile;
  },
  Read({ files, path }) {
    const bytes = files.get(path);
    return bytes ? { json: "Read", bytes } : noFile;
  },
  Metadata({ files, path }) {
    const bytes = files.get(path);
    return bytes ? { json: { Metadata: { file_type: "File", len: bytes.length } } } : noFile;
  },
};

/** Adds `vfs:distro:sys` to the node and returns its files. */
export function addMemoryFiles(node: FakeKernel): MemoryFiles {
  const files: MemoryFiles = new Map();
  const handle = (message: KernelMessage, port: ModulePort): void => {
    if (message.message.tag !== "request") return;
    const request = decodeJson(message.message.val.body);
    const action = isRecord(request) ? readVariant(request["action"]) : undefined;
    if (!isRecord(request) || typeof request["path"] !== "string" || !action) {
      return port.respond(message, encodeUtf8('{"Err":"MalformedRequest"}'));
    }
    const perform = Object.hasOwn(actions, action.name) ? actions[action.name] : undefined;
    const blob = message.blob?.bytes ?? new Uint8Array(0);
    const { json, bytes } = perform?.({ files, path: request["path"], blob }) ?? notImplemented;
    port.respond(message, encodeJson(json), { blob: bytes && { mime: "application/octet-stream", bytes } });
  };
  node.module("vfs:distro:sys", handle, { isRecorded: false });
  return files;
}

function set(files: MemoryFiles, path: string, bytes: Uint8Array): FileAnswer {
  files.set(path, bytes);
  return ok;
}
