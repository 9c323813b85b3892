/** One request to the vfs of the own node, and its answer or what became of it instead. */

import type { Address } from "../contract/index.js";
import { decodeUtf8, encodeUtf8, isJsonObject, parseJson, type JsonObject } from "../contract/index.js";
import type { Exchanges, Reply } from "./exchanges.js";

export interface VfsRequest {
  readonly exchanges: Pick<Exchanges, "send">;
  /** `vfs:distro:sys` of the own node. */
  readonly vfs: Address;
  /** `/todo:template.os/pkg/ui`. */
  readonly path: string;
  /** As its JSON is: `"Read"`, `{ OpenFile: { create: true } }`. */
  readonly action: unknown;
  readonly timeoutSeconds: number;
  readonly blob?: Uint8Array | undefined;
}

export interface VfsReply {
  readonly kind: "answer";
  /** Empty for `"Ok"` and the like. */
  readonly json: JsonObject;
  readonly bytes: Uint8Array;
}

const noBytes = new Uint8Array(0);

export function askVfs(
  { exchanges, vfs, path, action, timeoutSeconds, blob }: VfsRequest,
  onReply: (reply: VfsReply | { readonly kind: "failure"; readonly reason: string }) => void,
): void {
  const body = encodeUtf8(JSON.stringify({ path, action }));
  const content = blob && { mime: undefined, bytes: blob };
  exchanges.send({ target: vfs, body, timeoutSeconds, blob: content }, (reply) => onReply(readReply(reply)));
}

function readReply(reply: Reply): VfsReply | { readonly kind: "failure"; readonly reason: string } {
  if (reply.kind === "failure") return { kind: "failure", reason: `vfs did not answer (${reply.failure})` };
  const text = decodeUtf8(reply.response.body) ?? "";
  if (text.startsWith('{"Err"')) return { kind: "failure", reason: text };
  const parsed = parseJson(text);
  const json = parsed.kind === "value" && isJsonObject(parsed.value) ? parsed.value : {};
  return { kind: "answer", json, bytes: reply.blob?.bytes ?? noBytes };
}
