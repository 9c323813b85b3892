/** Requests as one line, and answers as one text: what the cases compare. */

import * as assert from "uvu/assert";
import type { CaseHost, HttpCall } from "../case-host.js";

/** `GET /api/items`, or `POST /api/items` with a body, which is JSON unless told otherwise. */
export function parseLine(line: string, body?: string | Uint8Array, contentType = "application/json"): HttpCall {
  const [method = "", path = ""] = line.split(" ");
  return { method, path, ...(body === undefined ? {} : { body, headers: { "content-type": contentType } }) };
}

/** Status and body of an answer. */
export async function ask(host: CaseHost, line: string, body?: string | Uint8Array, contentType?: string): Promise<string> {
  const result = await host.http(parseLine(line, body, contentType));
  return `${result.status} ${result.body}`;
}

/** Status, code and problems of an error answer. */
export async function askError(
  host: CaseHost,
  line: string,
  body?: string | Uint8Array,
  contentType?: string,
): Promise<readonly string[]> {
  const result = await host.http(parseLine(line, body, contentType));
  assert.is(result.headers["content-type"], "application/json");
  const { error } = JSON.parse(result.body) as { error: ErrorBody };
  const problems = error.problems?.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`);
  return [`${result.status} ${error.code}`, ...(problems ?? [])];
}

/** What a call was answered: the body, or the code of the refusal. */
export async function callProcess(host: CaseHost, body: string | Uint8Array, from?: string): Promise<string> {
  const result = await host.call({ body, ...(from === undefined ? {} : { from }) });
  if (result.tag !== "response") return result.tag;
  if (result.metadata !== '"hproc:failure"') return result.body;
  return (JSON.parse(result.body) as { error: ErrorBody }).error.code;
}

export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly id?: string;
  readonly problems?: readonly { readonly path: string; readonly expected: string; readonly found: string }[];
  readonly handlers?: readonly { readonly handler: string; readonly body: string }[];
}
