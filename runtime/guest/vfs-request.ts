/** One request to the vfs of the own node that no handler waits for, and its answer or what became of it instead. */

import type { Address } from "../contract/index.js";
import { isJsonObject, type JsonObject } from "../contract/index.js";
import type { Exchanges } from "./exchanges.js";
import { askService, type ServiceReply } from "./services/service-request.js";

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

export function askVfs(
  { exchanges, vfs, path, action, timeoutSeconds, blob }: VfsRequest,
  onReply: (reply: VfsReply | { readonly kind: "failure"; readonly reason: string }) => void,
): void {
  const body = JSON.stringify({ path, action });
  askService({ exchanges, target: vfs, body, timeoutSeconds, blob }, (reply) => onReply(readReply(reply)));
}

function readReply(reply: ServiceReply): VfsReply | { readonly kind: "failure"; readonly reason: string } {
  switch (reply.kind) {
    case "silence":
      return { kind: "failure", reason: `vfs did not answer (${reply.failure})` };
    case "error":
      return { kind: "failure", reason: reply.text };
    case "answer":
      return { kind: "answer", json: isJsonObject(reply.json) ? reply.json : {}, bytes: reply.bytes };
  }
}
