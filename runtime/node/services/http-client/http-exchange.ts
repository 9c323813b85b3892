/** One HTTP request of a process over the network, with the defaults of reqwest, which Hyperdrive uses. */

import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { type Headers, incomingHeaders, isToken, outgoingHeaders } from "./headers.js";
import type { HttpClientError, OutgoingRequest } from "./messages.js";
import { followRedirect, type Step } from "./redirects.js";

export type HttpResult =
  /** Any status that came; headers as processes get them. */
  | { readonly kind: "answer"; readonly status: number; readonly headers: Headers; readonly body: Uint8Array }
  | { readonly kind: "error"; readonly error: HttpClientError };

/** Never rejects. `signal` ends it. */
export type HttpExchange = (request: OutgoingRequest, body: Uint8Array, signal: AbortSignal) => Promise<HttpResult>;

const versions: readonly string[] = ["HTTP/0.9", "HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/3.0"];

/** Hyperdrive has no limit; a process is to survive a server that sends for ever. */
const maxBodyBytes = 64 * 1024 * 1024;
const maxRedirectCount = 10;

/** The length is ours to say: another one would be the border of a request that the process has not written. */
const ownHeaders: readonly string[] = ["content-length", "transfer-encoding"];

/** What is spoken is HTTP/1.1, whatever version the request names. */
export const exchangeHttp: HttpExchange = async (request, body, signal) => {
  const first = toFirstStep(request, body);
  if ("error" in first) return { kind: "error", error: first.error };
  try {
    let step = first;
    for (let count = 0; ; count++) {
      const response = await send(step, signal);
      const next = followRedirect(step, response.statusCode ?? 0, response.headers.location);
      if (!next) return await readAnswer(response);
      response.destroy();
      if (count === maxRedirectCount) throw new Error("too many redirects");
      step = next;
    }
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
};

/** In the order in which Hyperdrive looks at them. */
function toFirstStep(
  { method, version, url: written, headers }: OutgoingRequest,
  body: Uint8Array,
): Step | { readonly error: HttpClientError } {
  if (!isToken(method)) return { error: { BadMethod: { method } } };
  if (!URL.canParse(written)) return { error: { BadUrl: { url: written } } };
  if (version !== undefined && !versions.includes(version)) return { error: { BadVersion: { version } } };
  const url = new URL(written);
  if (url.host === "") return { error: { BuildRequestFailed: `${written} names no host` } };
  const given = Object.entries(outgoingHeaders(headers)).filter(([name]) => !ownHeaders.includes(name));
  return { method, url, headers: { accept: "*/*", ...Object.fromEntries(given) }, body };
}

function send({ method, url, headers, body }: Step, signal: AbortSignal): Promise<IncomingMessage> {
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new Error(`${url.protocol} is no scheme of HTTP`);
  const length = body.length > 0 || !["GET", "HEAD"].includes(method) ? { "content-length": String(body.length) } : {};
  // A connection of its own: one that the server has closed meanwhile would fail the request.
  const options: RequestOptions = { method, headers: { ...headers, ...length }, signal, agent: false };
  return new Promise((resolve, reject) => {
    const outgoing = (url.protocol === "https:" ? requestHttps : requestHttp)(url, options, resolve);
    outgoing.on("error", reject);
    // A server that changes the protocol without being asked to.
    outgoing.on("upgrade", (_, socket) => {
      socket.destroy();
      reject(new Error("the server has switched to another protocol"));
    });
    outgoing.end(body);
  });
}

async function readAnswer(response: IncomingMessage): Promise<HttpResult> {
  const chunks: Buffer[] = [];
  let byteCount = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    // The loop destroys the response.
    if (byteCount > maxBodyBytes) return failed(`the body has more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  const headers = incomingHeaders(response.rawHeaders);
  return { kind: "answer", status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
}

function failed(reason: string): HttpResult {
  return { kind: "error", error: { ExecuteRequestFailed: reason } };
}
