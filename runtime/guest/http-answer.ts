/** An HTTP answer as `http-server:distro:sys` takes it: status and headers in the body, the content in the blob. */

import { encodeUtf8 } from "../contract/index.js";
import type { Answer } from "./exchange.js";
import type { Failure } from "./failure.js";

export interface HttpHead {
  readonly status: number;
  readonly bytes: Uint8Array;
}

/**
 * The server ignores the blob's `mime` for dynamic answers, so the content type must be among `headers`
 * (hyperdrive/src/http/server.rs, `send_response`). Header names are lower-case.
 */
export function httpHead(status: number, headers: Readonly<Record<string, string>>): HttpHead {
  return { status, bytes: encodeUtf8(JSON.stringify({ status, headers })) };
}

export function httpAnswer({ status, bytes }: HttpHead, content: Uint8Array, failure?: Failure): Answer {
  return { body: bytes, metadata: undefined, blob: { mime: undefined, bytes: content }, status, failure };
}
