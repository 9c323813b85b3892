/** The body of an HTTP request, by its content type and by what the handler takes. */

import type { BodyTable, FormField, HandlerTable } from "../contract/index.js";
import { decodeUtf8, parseJson, Problems } from "../contract/index.js";
import { readContent, readEnvelope, type Content } from "./arguments.js";
import type { Failure } from "./failure.js";
import { parseForm } from "./form-text.js";

export type BodyResult =
  | { readonly kind: "content"; readonly content: Content }
  | { readonly kind: "failure"; readonly failure: Failure };

const formType = "application/x-www-form-urlencoded";

/**
 * JSON unless the content type says otherwise, which it must for bytes. Programs send JSON with a type that they did
 * not choose: `fetch` says `text/plain` of a string, `curl -d` says that it is a form. So a form that is JSON is JSON,
 * and text is JSON unless the handler takes text; then it is only where it is in quotes or names the handler.
 */
export function readHttpBody(
  { body: table, wireName }: Pick<HandlerTable, "body" | "wireName">,
  contentType: string | undefined,
  body: Uint8Array,
): BodyResult {
  if (body.length === 0) return { kind: "content", content: { kind: "empty" } };
  const { mediaType, isJson, charset } = usualTypes.get(contentType) ?? parseContentType(contentType);
  if (table?.raw === "bytes" && !isJson) return parts([body]);
  if (mediaType === undefined) return readContent(body);
  if (charset !== undefined && charset !== "utf-8" && charset !== "us-ascii") return unsupported(table, `${mediaType} in ${charset}`);
  if (isJson) return readContent(body);
  if (mediaType === formType) return readForm(table, body);
  if (table?.raw === "text" && mediaType.startsWith("text/")) return readText(wireName, body);
  return mediaType === "text/plain" ? readContent(body) : unsupported(table, mediaType);
}

function readText(wireName: string, body: Uint8Array): BodyResult {
  const asJson = readContent(body);
  if (asJson.kind === "failure") {
    const text = asJson.failure.code === "request/too-large" ? undefined : decodeUtf8(body);
    return text === undefined ? asJson : parts([text]);
  }
  const { content } = asJson;
  const isMeant = content.kind === "json" && (typeof content.value === "string" || readEnvelope(content)?.name === wireName);
  return isMeant ? asJson : parts([decodeUtf8(body)]);
}

function readForm(table: BodyTable | undefined, body: Uint8Array): BodyResult {
  const asJson = readContent(body);
  if (asJson.kind === "content" || !table?.form || asJson.failure.code === "request/too-large") return asJson;
  const text = decodeUtf8(body);
  if (text === undefined) return asJson;
  const form = parseForm(text);
  const values = table.form.map((field) => [field.key, readField(field, form.get(field.key) ?? [])] as const);
  if (!table.isRecord) return parts(values.map(([, value]) => value));
  const present = values.filter(([, value]) => value !== undefined);
  return parts([Object.fromEntries(present)]);
}

/** As parsed JSON, for the codec of the whole; a text that does not fit stays text, which that codec then refuses. */
function readField({ text, many, optional }: FormField, texts: readonly string[]): unknown {
  const values = texts.map((value) => toJson(text, value));
  if (many) return values.length === 0 && optional ? undefined : values;
  if (texts.length > 1) return values;
  return texts[0] === "" && optional ? undefined : values[0];
}

function toJson(codec: FormField["text"], text: string): unknown {
  const problems = new Problems();
  const value = codec.decodeText(text, problems);
  if (problems.count > 0) return text;
  const parsed = parseJson(codec.encode(value));
  return parsed.kind === "value" ? parsed.value : text;
}

function isJsonType(mediaType: string): boolean {
  return mediaType === "application/json" || mediaType.endsWith("+json");
}

interface ContentType {
  /** Undefined where none is said. */
  readonly mediaType: string | undefined;
  readonly isJson: boolean;
  readonly charset: string | undefined;
}

/** What nearly every request says: the component's engine takes 10 us to read one. */
const usualTypes: ReadonlyMap<string | undefined, ContentType> = new Map(
  [undefined, "application/json", formType].map((header) => [header, parseContentType(header)]),
);

/** `text/html; charset="UTF-8"`, in small letters. Other parameters say nothing about what is taken here. */
function parseContentType(header: string | undefined): ContentType {
  const [type = "", ...parameters] = (header ?? "").toLowerCase().split(";");
  const mediaType = type.trim();
  const charset = parameters.map((each) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/.exec(each)?.[1]).find((each) => each !== undefined);
  return { mediaType: mediaType === "" ? undefined : mediaType, isJson: isJsonType(mediaType), charset };
}

function unsupported(table: BodyTable | undefined, found: string): BodyResult {
  const taken = ["application/json", ...(table?.raw === "text" ? ["text/plain"] : []), ...(table?.form ? [formType] : [])];
  const message = `the body is ${found}; it can be ${taken.join(" or ")}, in utf-8`;
  return { kind: "failure", failure: { code: "request/unsupported-media-type", message } };
}

function parts(values: readonly unknown[]): BodyResult {
  return { kind: "content", content: { kind: "parts", parts: values } };
}
