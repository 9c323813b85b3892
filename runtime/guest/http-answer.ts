/** An HTTP answer as `http-server:distro:sys` takes it: status and headers in the body, the content in the blob. */

import { encodeUtf8 } from "../contract/index.js";
import type { Answer } from "./exchange.js";

/**
 * The server ignores the blob's `mime` for dynamic answers, so the content type must be among `headers`
 * (hyperdrive/src/http/server.rs, `send_response`). Header names are lower-case.
 */
export function httpHead(status: number, headers: Readonly<Record<string, string>>): Uint8Array {
  return encodeUtf8(JSON.stringify({ status, headers }));
}

/** `head` is what `httpHead` makes. */
export function httpAnswer(head: Uint8Array, content: Uint8Array): Answer {
  return { body: head, metadata: undefined, blob: { mime: undefined, bytes: content } };
}
