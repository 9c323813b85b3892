/** What a handler returned, as the answer to its caller. */

import type { HandlerTable, HttpResponse } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { ResponseSettings } from "./context.js";
import type { Answer } from "./exchange.js";
import { httpAnswer, type HttpHead, httpHead } from "./http-answer.js";
import { checkHeaders } from "./http-header.js";

const noContent = new Uint8Array(0);

/** The bare value as JSON. Throws `EncodeError` when it does not fit its declared type. */
export function encodeCallAnswer(handler: HandlerTable, value: unknown): Answer {
  const body = encodeUtf8(handler.returns.codec.encode(value));
  return { body, metadata: undefined, blob: undefined, status: undefined, failure: undefined };
}

/**
 * `settings` are undefined where the handler has set nothing. Throws `EncodeError` when the value does not fit its declared
 * type. `HEAD` gets everything but the content.
 */
export function encodeHttpAnswer(
  handler: HandlerTable,
  value: unknown,
  settings: ResponseSettings | undefined,
  method: string,
): Answer {
  const { returns } = handler;
  if (returns.kind === "http-response") {
    const { head, content } = fromHttpResponse(value as HttpResponse, settings);
    return httpAnswer(head, method === "HEAD" ? noContent : content);
  }
  const head = jsonHead(settings?.status ?? returns.status?.(value) ?? 200, settings?.headers);
  const content = encodeUtf8(returns.codec.encode(value));
  return httpAnswer(head, method === "HEAD" ? noContent : content);
}

/** The head of most answers, made once. */
const plainHead = httpHead(200, { "content-type": "application/json" });

function jsonHead(status: number, headers: ReadonlyMap<string, string> | undefined): HttpHead {
  if (status === 200 && (headers === undefined || headers.size === 0)) return plainHead;
  return checkedHead(status, { "content-type": "application/json", ...Object.fromEntries(headers ?? []) });
}

/** Throws `RangeError` for a header that is none. */
function checkedHead(status: number, headers: Readonly<Record<string, string>>): HttpHead {
  checkHeaders(headers);
  return httpHead(status, headers);
}

function fromHttpResponse(response: HttpResponse, settings: ResponseSettings | undefined) {
  const { status, headers: ownHeaders = {}, body = noContent } = response;
  if (!Number.isInteger(status) || status < 100 || status > 999) {
    throw new RangeError(`HttpResponse.status: expected a whole number from 100 to 999, found ${String(status)}`);
  }
  const contentType = typeof body === "string" ? "text/plain; charset=utf-8" : "application/octet-stream";
  const headers: Record<string, string> = { "content-type": contentType, ...Object.fromEntries(settings?.headers ?? []) };
  for (const [name, value] of Object.entries(ownHeaders)) headers[name.toLowerCase()] = value;
  return { head: checkedHead(status, headers), content: typeof body === "string" ? encodeUtf8(body) : body };
}
