/** A request's content as the arguments of one handler. */

import type { HandlerTable, ParameterTable } from "../contract/index.js";
import { decodeUtf8, parseJson, Problems } from "../contract/index.js";
import type { Failure } from "./failure.js";

export type Arguments =
  | { readonly kind: "values"; readonly values: readonly unknown[] }
  | { readonly kind: "failure"; readonly failure: Failure };

/** The content of a request: nothing, or one JSON value. */
export type Content = { readonly kind: "empty" } | { readonly kind: "json"; readonly value: unknown };

/** Undefined argument of an envelope that carries none, such as `"Reset"` or `{"Reset":null}`. */
export interface Envelope {
  readonly name: string;
  /** Undefined for the bare form `"Reset"`. */
  readonly argument: unknown;
}

/** A larger body is refused before it is read as text: what JSON makes of it takes several times its size. */
export const maxBodyBytes = 16 * 1024 * 1024;

/** Reads a body as JSON; an empty one is no error. */
export function readContent(
  bytes: Uint8Array,
): { readonly kind: "content"; readonly content: Content } | { readonly kind: "failure"; readonly failure: Failure } {
  if (bytes.length === 0) return { kind: "content", content: { kind: "empty" } };
  if (bytes.length > maxBodyBytes) {
    const message = `the body has ${bytes.length} bytes; at most ${maxBodyBytes} are taken`;
    return { kind: "failure", failure: { code: "request/too-large", message } };
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    return { kind: "failure", failure: { code: "request/not-json", message: "the body is not UTF-8 text" } };
  }
  const parsed = parseJson(text);
  return parsed.kind === "value"
    ? { kind: "content", content: { kind: "json", value: parsed.value } }
    : { kind: "failure", failure: { code: "request/not-json", message: `the body is not JSON: ${parsed.message}` } };
}

/** An object with one key, or a string: what an envelope looks like. */
export function readEnvelope(content: Content): Envelope | undefined {
  if (content.kind === "empty") return undefined;
  const { value } = content;
  if (typeof value === "string") return { name: value, argument: undefined };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const [entry] = entries;
  return entry && entries.length === 1 ? { name: entry[0], argument: entry[1] } : undefined;
}

/** Arguments of a local or remote call: every parameter is in the envelope. */
export function readCallArguments(handler: HandlerTable, envelope: Envelope): Arguments {
  const problems = new Problems();
  const values = readEnvelopeArgument(handler.parameters, envelope.argument, problems);
  return finish(values, problems, `the arguments do not fit ${handler.wireName}`);
}

/** Arguments of an HTTP request that a handler's path matched, or that its envelope named. */
export function readHttpArguments(
  handler: HandlerTable,
  pathValues: ReadonlyMap<string, string>,
  query: ReadonlyMap<string, string>,
  content: Content,
): Arguments {
  const problems = new Problems();
  const inBody = handler.parameters.filter((parameter) => parameter.from === "body");
  const bodyMark = problems.count;
  const bodyValues = readBody(handler, inBody, content, problems);
  problems.within(bodyMark, "body");
  const message = `the request does not fit ${handler.wireName}`;
  if (inBody.length === handler.parameters.length) return finish(bodyValues, problems, message);
  let nextInBody = 0;
  const values = handler.parameters.map((parameter) => {
    switch (parameter.from) {
      case "body":
        return bodyValues[nextInBody++];
      case "path":
        return readText(parameter, "path", pathValues.get(parameter.key), problems);
      case "query":
        return readText(parameter, "query", query.get(parameter.key), problems);
    }
  });
  return finish(values, problems, message);
}

function readBody(
  handler: HandlerTable,
  parameters: readonly ParameterTable[],
  content: Content,
  problems: Problems,
): readonly unknown[] {
  const envelope = readEnvelope(content);
  if (envelope?.name === handler.wireName) return readEnvelopeArgument(parameters, envelope.argument, problems);
  const [only] = parameters;
  if (content.kind === "empty") return parameters.map((parameter) => absent(parameter, problems));
  if (parameters.length === 0) {
    if (!isNothing(content.value)) problems.add(`nothing, or {"${handler.wireName}": null}`, content.value);
    return [];
  }
  if (only && parameters.length === 1) return [only.codec.decode(content.value, problems)];
  problems.add(`{"${handler.wireName}": [${parameters.map((each) => each.name).join(", ")}]}`, content.value);
  return [];
}

/** One parameter: the value itself. Several: a list of them in order. None: null, `{}` or nothing. */
function readEnvelopeArgument(
  parameters: readonly ParameterTable[],
  argument: unknown,
  problems: Problems,
): readonly unknown[] {
  const [only] = parameters;
  if (parameters.length === 0) {
    if (argument !== undefined && !isNothing(argument)) problems.add("null: the handler takes no arguments", argument);
    return [];
  }
  if (only && parameters.length === 1) {
    const mark = problems.count;
    const value = argument === undefined ? absent(only, problems) : only.codec.decode(argument, problems);
    if (argument !== undefined) problems.within(mark, only.name);
    return [value];
  }
  if (!Array.isArray(argument) || argument.length > parameters.length) {
    problems.add(`list of ${parameters.length}: [${parameters.map((each) => each.name).join(", ")}]`, argument);
    return [];
  }
  return parameters.map((parameter, index) => {
    if (index >= argument.length) return absent(parameter, problems);
    const mark = problems.count;
    const value = parameter.codec.decode(argument[index], problems);
    problems.within(mark, parameter.name);
    return value;
  });
}

function readText(
  parameter: ParameterTable & { readonly from: "path" | "query" },
  part: "path" | "query",
  text: string | undefined,
  problems: Problems,
): unknown {
  const mark = problems.count;
  const value = text === undefined ? absent(parameter, problems) : parameter.text.decodeText(text, problems);
  if (text !== undefined) problems.within(mark, parameter.key);
  problems.within(mark, part);
  return value;
}

function absent(parameter: ParameterTable, problems: Problems): unknown {
  if (parameter.fallback) return parameter.fallback();
  const mark = problems.count;
  problems.add(parameter.codec.expected, undefined);
  problems.within(mark, parameter.from === "body" ? parameter.name : parameter.key);
  return undefined;
}

function isNothing(value: unknown): boolean {
  return value === null || (typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0);
}

function finish(values: readonly unknown[], problems: Problems, message: string): Arguments {
  if (problems.count === 0) return { kind: "values", values };
  const [first] = problems.list;
  const detail = first ? `: ${first.path}: expected ${first.expected}, found ${first.found}` : "";
  return {
    kind: "failure",
    failure: { code: "request/does-not-fit", message: message + detail, problems: problems.list },
  };
}
