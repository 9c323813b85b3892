/** Arguments of a handler as an HTTP request, each where the process looks for it. */

import type { ParameterTable, Problem, ScalarCodec } from "../contract/index.js";
import { EncodeError, joinPath } from "../contract/index.js";
import type { HttpCallTable } from "./client-table.js";

export type WrittenRequest =
  | {
      readonly kind: "request";
      /** Behind the URL of the process, with the query. */
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | Uint8Array<ArrayBuffer> | undefined;
    }
  | { readonly kind: "problems"; readonly problems: readonly Problem[] };

/** `path` is the table's, or the caller's for a catch-all. `values` are in the order of the parameters. */
export function writeRequest(table: HttpCallTable, path: string, values: readonly unknown[]): WrittenRequest {
  const problems: Problem[] = [];
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let filled = path;
  table.parameters.forEach((parameter, index) => {
    if (parameter.from === "body") return;
    const value = values[index];
    // The process has the default.
    if (value === undefined && parameter.fallback) return;
    attempt(joinPath(parameter.from, parameter.key), problems, () => {
      switch (parameter.from) {
        case "path":
          filled = fill(filled, parameter.key, parameter.text.encodeText(value));
          break;
        case "header":
          headers[parameter.key] = headerText(parameter.text.encodeText(value));
          break;
        case "query":
          writeQuery(query, parameter, value);
      }
    });
  });
  const body = writeBody(table, values, problems);
  if (problems.length > 0) return { kind: "problems", problems };
  if (body !== undefined) headers["content-type"] = typeof body === "string" ? "application/json" : "application/octet-stream";
  const search = query.toString();
  return { kind: "request", path: search === "" ? filled : `${filled}?${search}`, headers, body };
}

/** Runs `write` and records what does not fit under `place`; other errors go on. */
function attempt<T>(place: string, problems: Problem[], write: () => T): T | undefined {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    const { path, expected, found } = error;
    problems.push({ path: joinPath(place, path), expected, found });
    return undefined;
  }
}

/** A URL drops segments of dots, also encoded ones, and the node drops a slash at the end. */
function fill(path: string, key: string, text: string): string {
  if (text === "" || text === "." || text === "..") {
    throw new EncodeError("", "text that a path can carry", JSON.stringify(text));
  }
  return path.replace(`{${key}}`, () => encodeURIComponent(text));
}

/** What a header can carry, without white space at its ends, which is dropped on the way. */
function headerText(text: string): string {
  if (/^[\t\x20-\x7e]*$/.test(text) && text.trim() === text) return text;
  throw new EncodeError("", "visible ASCII, which a header can carry", "other characters");
}

function writeQuery(
  query: URLSearchParams,
  { codec, key, text, many }: ParameterTable & { readonly from: "query" },
  value: unknown,
): void {
  if (!many) return query.set(key, text.encodeText(value));
  // What holds for the list as a whole.
  codec.encode(value);
  writeQueryList(query, key, text, value as Iterable<unknown>);
}

/**
 * `tags=a,b`, and `tags[0]=a,b&tags[1]=c` where an element has a comma in it; `tags=` is the empty list, so a list of
 * one empty text has an index too. A repeated key would be one value for the node.
 */
function writeQueryList(
  query: URLSearchParams,
  key: string,
  element: ScalarCodec<unknown>,
  values: Iterable<unknown>,
): void {
  const texts = Array.from(values, (value) => element.encodeText(value));
  const isPlain = !texts.some((text) => text.includes(",")) && !(texts.length === 1 && texts[0] === "");
  if (isPlain) query.set(key, texts.join(","));
  else texts.forEach((text, index) => query.set(`${key}[${index}]`, text));
}

/**
 * The envelope `{"CreateTask": value}`: a bare value may look like the envelope of its handler. Bytes go as they are,
 * except for none, which would be no body at all.
 */
function writeBody(
  { body, wireName, parameters }: HttpCallTable,
  values: readonly unknown[],
  problems: Problem[],
): string | Uint8Array<ArrayBuffer> | undefined {
  if (body === "none") return undefined;
  const inBody = parameters
    .map((parameter, index) => ({ ...parameter, value: values[index] }))
    .filter(({ from }) => from === "body");
  // What is left out at the end is the default of the process.
  while (inBody.length > 0 && inBody.at(-1)?.value === undefined && inBody.at(-1)?.fallback) inBody.pop();
  const [only] = inBody;
  if (body === "bytes" && only?.value instanceof Uint8Array && only.value.length > 0) return ownBuffer(only.value);
  const parts = inBody.map(({ name, codec, fallback, value }) =>
    attempt(`body.${name}`, problems, () => codec.encode(value === undefined && fallback ? fallback() : value)),
  );
  const isList = parameters.filter(({ from }) => from === "body").length > 1;
  const key = JSON.stringify(wireName);
  if (isList) return `{${key}:[${parts.join(",")}]}`;
  // Without an argument, the name alone: the parameter that there may be is absent.
  return parts.length === 0 ? key : `{${key}:${parts[0]}}`;
}

/** `fetch` takes no memory that is shared with other threads. */
function ownBuffer(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : bytes.slice();
}
