/** One POST of JSON. Not by `fetch`, which gives up after five minutes whatever it is told. */

import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

export interface PostRequest {
  readonly json: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Until it rejects with the code `ETIMEDOUT`. */
  readonly timeoutSeconds: number;
}

export interface HttpReply {
  readonly status: number;
  readonly text: string;
}

/** Rejects with what the system says, when there is no reply. */
export function postJson(url: string, { json, headers, timeoutSeconds }: PostRequest): Promise<HttpReply> {
  const body = Buffer.from(json);
  return new Promise((resolve, reject) => {
    const start = url.startsWith("https:") ? requestHttps : requestHttp;
    const request = start(url, {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": body.length, ...headers },
      // No connection outlives its message, and none keeps the program from ending.
      agent: false,
    });
    const timer = setTimeout(() => {
      request.destroy(Object.assign(new Error("no reply in time"), { code: "ETIMEDOUT" }));
    }, timeoutSeconds * 1000);
    request.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") });
      });
    });
    request.end(body);
  });
}
