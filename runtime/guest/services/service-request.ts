/** One request to a system process of the own node, and its answer or what became of it instead. */

import type { Address, JsonValue } from "../../contract/index.js";
import { decodeUtf8, encodeUtf8, isJsonObject, parseJson } from "../../contract/index.js";
import type { Exchanges, Origin, Reply } from "../exchanges.js";

export interface ServiceRequest {
  readonly exchanges: Pick<Exchanges, "send">;
  readonly target: Address;
  /** JSON. */
  readonly body: string;
  readonly blob?: Uint8Array | undefined;
  readonly timeoutSeconds: number;
  readonly origin?: Origin | undefined;
}

export interface ServiceAnswer {
  readonly kind: "answer";
  readonly json: JsonValue;
  /** Empty without a blob. */
  readonly bytes: Uint8Array;
}

export type ServiceReply =
  | ServiceAnswer
  /** `{"Err": error}`; `text` is all of it. */
  | { readonly kind: "error"; readonly error: JsonValue; readonly text: string }
  /** The host had nothing to deliver. */
  | { readonly kind: "silence"; readonly failure: "timeout" | "offline" };

const noBytes = new Uint8Array(0);

/** `onReply` is called once, in the tick that the reply starts. */
export function askService(request: ServiceRequest, onReply: (reply: ServiceReply) => void): void {
  const { exchanges, target, body, blob, timeoutSeconds, origin } = request;
  const content = blob && { mime: undefined, bytes: blob };
  exchanges.send({ target, body: encodeUtf8(body), timeoutSeconds, blob: content, origin }, (reply) => onReply(readReply(reply)));
}

function readReply(reply: Reply): ServiceReply {
  if (reply.kind === "failure") return { kind: "silence", failure: reply.failure };
  const text = decodeUtf8(reply.response.body) ?? "";
  const parsed = parseJson(text);
  const json = parsed.kind === "value" ? parsed.value : null;
  if (isJsonObject(json) && json["Err"] !== undefined) return { kind: "error", error: json["Err"], text };
  return { kind: "answer", json, bytes: reply.blob?.bytes ?? noBytes };
}
