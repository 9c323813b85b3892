/** An HTTP answer as the outcome of a call: an error is never taken for a result. */

import { isJsonObject, parseJson, Problems } from "../contract/index.js";
import type { HttpCallTable } from "./client-table.js";
import { readFailure } from "./failure-body.js";
import type { HttpOutcome, Rejected } from "./http-call.js";

/** Reads the whole answer, except where the caller gets the platform's `Response`. Rejects when it breaks off. */
export async function readAnswer(table: HttpCallTable, response: Response): Promise<HttpOutcome<unknown>> {
  if (!table.returns) return readRawAnswer(table, response);
  const text = await response.text();
  const { status } = response;
  // http-server gives up so; a process says why.
  if (status === 408 && text === "") return { tag: "timeout" };
  if (isPage(text)) return rejectPage(table, status);
  const parsed = parseJson(text);
  if (response.ok) return decodeResult(table.returns, parsed);
  const value = parsed.kind === "value" ? parsed.value : undefined;
  const failure = readFailure(value);
  if (failure) return { tag: "rejected", status, ...failure };
  // The error of a `result`, by `@status` or by what the handler has set.
  if (table.isResult && isJsonObject(value) && Object.hasOwn(value, "Err")) return decodeResult(table.returns, parsed);
  return rejectAnswer(status, text);
}

/** Whatever the status is, the handler has chosen it, except where the process or the node speaks instead. */
async function readRawAnswer(table: HttpCallTable, response: Response): Promise<HttpOutcome<Response>> {
  const { status, headers } = response;
  const type = headers.get("content-type");
  // The only answer without a type is the node's login page.
  if (table.authenticated && type === null && status === 200) return rejectPage(table, status);
  if (status >= 400 && (type === null || /^application\/(json|octet-stream)\b/.test(type))) {
    const text = await response.clone().text();
    if (status === 408 && text === "") return { tag: "timeout" };
    const parsed = parseJson(text);
    const failure = parsed.kind === "value" ? readFailure(parsed.value) : undefined;
    if (failure) return { tag: "rejected", status, ...failure };
  }
  return { tag: "ok", val: response };
}

function decodeResult(
  codec: NonNullable<HttpCallTable["returns"]>,
  parsed: ReturnType<typeof parseJson>,
): HttpOutcome<unknown> {
  const problems = new Problems();
  if (parsed.kind === "problem") {
    return { tag: "decode", problems: [{ path: "", expected: codec.expected, found: `no JSON: ${parsed.message}` }] };
  }
  const val = codec.decode(parsed.value, problems);
  return problems.count === 0 ? { tag: "ok", val } : { tag: "decode", problems: problems.list };
}

/** No JSON starts like HTML. */
function isPage(text: string): boolean {
  return /^\s*</.test(text);
}

/** The login page comes in place of the answer, with status 200 and no content type. */
function rejectPage({ authenticated }: HttpCallTable, status: number): Rejected {
  const isLogin = authenticated && status === 200;
  return {
    tag: "rejected",
    status,
    code: isLogin ? "client/login-needed" : "client/unexpected-answer",
    message: isLogin
      ? "the node asks for a login: open a page of the node and log in"
      : `a page came instead of the handler's answer, with status ${status}`,
    problems: [],
    id: undefined,
  };
}

/** What the node answers by itself, and what it means. */
const nodeAnswers: Readonly<Record<number, string>> = {
  401: "the node asks for the host name of the package's subdomain",
  403: "the node takes this only from its own machine, or from its own subdomain",
  404: "the node has no process at this URL",
};

function rejectAnswer(status: number, text: string): Rejected {
  const known = text === "" ? nodeAnswers[status] : undefined;
  return {
    tag: "rejected",
    status,
    code: "client/unexpected-answer",
    message: known ?? `neither the handler nor its process answered: status ${status}`,
    problems: [],
    id: undefined,
  };
}
