/** A request's content as the arguments of one handler. */

import type { HandlerTable, ParameterTable } from "../contract/index.js";
import { decodeUtf8, parseJson, Problems } from "../contract/index.js";
import type { Failure } from "./failure.js";
import type { HttpRequest } from "./http-request.js";
import { readQueryList } from "./query-lists.js";
import type { PathValues } from "./routes.js";

export type Arguments =
  | { readonly kind: "values"; readonly values: readonly unknown[] }
  | { readonly kind: "failure"; readonly failure: Failure };

/** The content of a request. */
export type Content =
  | { readonly kind: "empty" }
  | { readonly kind: "json"; readonly value: unknown }
  /** What the parameters in the body get, in their order, as their codecs read it; undefined for one that is absent. */
  | { readonly kind: "parts"; readonly parts: readonly unknown[] };

/** Undefined argument of an envelope that carries none, such as `"Reset"` or `{"Reset":null}`. */
export interface Envelope {
  readonly name: string;
  /** Undefined for the bare form `"Reset"`. */
  readonly argument: unknown;
}

/** A larger body is refused before it is read as text: what JSON makes of it takes several times its size. */
export const maxBodyBytes = 16 * 1024 * 1024;

/** Reads a body as JSON; an empty one is no error. `part` is what a failure calls it. */
export function readContent(
  bytes: Uint8Array,
  part = "body",
): { readonly kind: "content"; readonly content: Content } | { readonly kind: "failure"; readonly failure: Failure } {
  if (bytes.length === 0) return { kind: "content", content: { kind: "empty" } };
  if (bytes.length > maxBodyBytes) {
    const message = `the ${part} has ${bytes.length} bytes; at most ${maxBodyBytes} are taken`;
    return { kind: "failure", failure: { code: "request/too-large", message } };
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    return { kind: "failure", failure: { code: "request/not-json", message: `the ${part} is not UTF-8 text` } };
  }
  const parsed = parseJson(text);
  return parsed.kind === "value"
    ? { kind: "content", content: { kind: "json", value: parsed.value } }
    : { kind: "failure", failure: { code: "request/not-json", message: `the ${part} is not JSON: ${parsed.message}` } };
}

/** An object with one key, or a string: what an envelope looks like. */
export function readEnvelope(content: Content): Envelope | undefined {
  if (content.kind !== "json") return undefined;
  const { value } = content;
  if (typeof value === "string") return { name: value, argument: undefined };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  const entry = entries[0];
  return entry && entries.length === 1 ? { name: entry[0], argument: entry[1] } : undefined;
}

/** Arguments of a local or remote call: every parameter is in the envelope. */
export function readCallArguments(
  handler: Pick<HandlerTable, "wireName" | "parameters">,
  envelope: Pick<Envelope, "argument">,
): Arguments {
  const problems = noProblems();
  const values = readEnvelopeArgument(handler.parameters, envelope.argument, problems);
  return problems.count === 0 ? { kind: "values", values } : misfit(problems, `the arguments do not fit ${handler.wireName}`);
}

/** Where the arguments of an HTTP request are. */
export interface HttpSources {
  /** Read only where a parameter is there: most requests have neither. */
  readonly request: Pick<HttpRequest, "query" | "headers">;
  readonly pathValues: PathValues;
  readonly content: Content;
}

/** Arguments of an HTTP request that a handler's path matched, or that its envelope named. */
export function readHttpArguments(handler: HandlerTable, sources: HttpSources): Arguments {
  const problems = noProblems();
  const inBody = parametersInBody(handler.parameters);
  const bodyValues = readBody(handler, inBody, sources.content, problems);
  if (problems.count > 0) problems.within(0, "body");
  const areAllInBody = inBody.length === handler.parameters.length;
  const values = areAllInBody ? bodyValues : readPlaced(handler.parameters, bodyValues, sources, problems);
  return problems.count === 0 ? { kind: "values", values } : misfit(problems, `the request does not fit ${handler.wireName}`);
}

/** Each from where it is in the request; `bodyValues` are those in the body, in their order. */
function readPlaced(
  parameters: readonly ParameterTable[],
  bodyValues: readonly unknown[],
  sources: HttpSources,
  problems: Problems,
): readonly unknown[] {
  let nextInBody = 0;
  return parameters.map((parameter) => {
    switch (parameter.from) {
      case "body":
        return bodyValues[nextInBody++];
      case "path":
        return readText(parameter, sources.pathValues, problems);
      case "query":
        return parameter.many
          ? readMany(parameter, sources.request.query, problems)
          : readText(parameter, sources.request.query, problems);
      case "header":
        return readText(parameter, sources.request.headers, problems);
    }
  });
}

/** Most handlers have no others: the component's engine takes 3 us to filter a list. */
function parametersInBody(parameters: readonly ParameterTable[]): readonly ParameterTable[] {
  for (let index = 0; index < parameters.length; index++) {
    if (parameters[index]?.from !== "body") return parameters.filter((parameter) => parameter.from === "body");
  }
  return parameters;
}

function readBody(
  handler: HandlerTable,
  parameters: readonly ParameterTable[],
  content: Content,
  problems: Problems,
): readonly unknown[] {
  if (content.kind === "parts") return readParts(parameters, content.parts, problems);
  const envelope = readEnvelope(content);
  if (envelope?.name === handler.wireName) return readEnvelopeArgument(parameters, envelope.argument, problems);
  const only = parameters[0];
  if (content.kind === "empty") return parameters.map((parameter) => absent(parameter, problems));
  if (parameters.length === 0) {
    if (!isNothing(content.value)) problems.add(`nothing, or {"${handler.wireName}": null}`, content.value);
    return [];
  }
  if (only && parameters.length === 1) return [only.codec.decode(content.value, problems)];
  addMisfit(`{"${handler.wireName}": [${parameters.map((each) => each.name).join(", ")}]}`, content.value, {
    parameters,
    problems,
  });
  return [];
}

function readParts(
  parameters: readonly ParameterTable[],
  parts: readonly unknown[],
  problems: Problems,
): readonly unknown[] {
  return parameters.map((parameter, index) => {
    const part = parts[index];
    if (part === undefined) return absent(parameter, problems);
    // The only one is the body itself.
    return parameter.codec.decode(part, problems, parameters.length > 1 ? parameter.name : undefined);
  });
}

/** What came instead of the arguments may be one of them, and a secret. */
function addMisfit(
  expected: string,
  value: unknown,
  { parameters, problems }: { readonly parameters: readonly ParameterTable[]; readonly problems: Problems },
): void {
  const mark = problems.count;
  problems.add(expected, value);
  if (parameters.some(({ codec }) => codec.isSecret)) problems.hide(mark);
}

/** One parameter: the value itself. Several: a list of them in order. None: null, `{}` or nothing. */
function readEnvelopeArgument(
  parameters: readonly ParameterTable[],
  argument: unknown,
  problems: Problems,
): readonly unknown[] {
  const only = parameters[0];
  if (parameters.length === 0) {
    if (argument !== undefined && !isNothing(argument)) problems.add("null: the handler takes no arguments", argument);
    return [];
  }
  if (only && parameters.length === 1) {
    return [argument === undefined ? absent(only, problems) : only.codec.decode(argument, problems, only.name)];
  }
  if (!Array.isArray(argument) || argument.length > parameters.length) {
    const names = parameters.map((each) => each.name).join(", ");
    addMisfit(`list of ${parameters.length}: [${names}]`, argument, { parameters, problems });
    return [];
  }
  return parameters.map((parameter, index) => {
    if (index >= argument.length) return absent(parameter, problems);
    return parameter.codec.decode(argument[index], problems, parameter.name);
  });
}

type TextParameter = Exclude<ParameterTable, { readonly from: "body" }>;

function readText(parameter: TextParameter, texts: PathValues, problems: Problems): unknown {
  const mark = problems.count;
  const text = texts.get(parameter.key);
  const value = text === undefined ? absent(parameter, problems) : parameter.text.decodeText(text, problems);
  if (text !== undefined) problems.within(mark, parameter.key);
  problems.within(mark, parameter.from);
  return value;
}

function readMany(
  parameter: TextParameter & { readonly from: "query" },
  query: ReadonlyMap<string, string>,
  problems: Problems,
): unknown {
  const mark = problems.count;
  const { key, text, codec } = parameter;
  const list = readQueryList(query, key, text, problems);
  if (list === undefined && problems.count === mark && parameter.fallback) return parameter.fallback();
  // Nothing is an empty list: a query has no other way to say so. What the elements are is known; what is left is what
  // the codec of the whole says about them.
  const value = problems.count === mark ? codec.decode(list ?? [], problems) : undefined;
  problems.within(mark, key);
  problems.within(mark, parameter.from);
  return value;
}

function absent(parameter: ParameterTable, problems: Problems): unknown {
  if (parameter.fallback) return parameter.fallback();
  problems.add(parameter.codec.expected, undefined, parameter.from === "body" ? parameter.name : parameter.key);
  return undefined;
}

function isNothing(value: unknown): boolean {
  return value === null || (typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0);
}

let spare = new Problems();

/** A list of none: always the same one, until something is put into it, which is rare. */
function noProblems(): Problems {
  if (spare.count > 0) spare = new Problems();
  return spare;
}

function misfit(problems: Problems, message: string): Arguments {
  const [first] = problems.list;
  const detail = first ? `: ${first.path}: expected ${first.expected}, found ${first.found}` : "";
  return {
    kind: "failure",
    failure: { code: "request/does-not-fit", message: message + detail, problems: problems.list },
  };
}
