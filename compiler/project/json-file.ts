/** A JSON file that somebody writes by hand, compared with its JSON Schema; every mistake at its place in the text. */

import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { removal, replacement } from "../diagnostics/fix.js";
import { createReport, type Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { suggest } from "../text/suggest.js";
import * as schemas from "./generated/validators.js";

/** Members and indices from the root of a JSON text. */
export type JsonPath = readonly (string | number)[];

export interface JsonFile {
  readonly diagnostics: readonly Diagnostic[];
  /** As `JSON.parse` gives it; undefined unless the text is as its schema has it. */
  readonly value: unknown;
  /** Of the value there, or of its name when it is a member; of the innermost that is there when it is not. */
  placeOf(path: JsonPath, part?: "name" | "value"): Span;
}

/** File names in `schemas/`. */
export type JsonSchemaName = keyof typeof schemas;

/** Finds all mistakes at once, but of those that keep the text from being read only the first. */
export function readJsonFile(file: SourceFile, schema: JsonSchemaName): JsonFile {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics);
  const errors: ParseError[] = [];
  // Editors write it, and it is no mark of anything else.
  const text = file.text.replace(/^\ufeff/, " ");
  const root = parseTree(text, errors, { disallowComments: true });
  reportSyntax(errors, text, file, report);
  const placeOf = (path: JsonPath, part: "name" | "value" = "value"): Span => findPlace(root, path, part);
  if (!root || errors.length > 0) return { diagnostics, placeOf, value: undefined };
  const value: unknown = JSON.parse(text);
  reportDuplicates(root, file, report);
  reportMistakes({ file, value, placeOf, schema: schemas[schema] }, report);
  return { diagnostics, placeOf, value: diagnostics.length === 0 ? value : undefined };
}

/** Only the first mistake: those behind it mostly follow from it. */
function reportSyntax([first]: readonly ParseError[], text: string, file: SourceFile, report: Report): void {
  if (!first) return;
  const { error, offset, length } = first;
  const before = text.slice(0, offset).trimEnd();
  if (before.endsWith(",") && /^[}\]]/.test(text.slice(offset))) {
    const span = { start: before.length - 1, end: before.length };
    report("config/syntax", { problem: "nothing follows this `,`" }, { file, span }, { fixes: removal(span, "the `,`") });
    return;
  }
  const start = Math.min(offset, text.trimEnd().length);
  const problem = describeParseError(printParseErrorCode(error));
  report("config/syntax", { problem }, { file, span: { start, end: start + length } });
}

/** One word after another, as jsonc-parser names it: `CommaExpected`. */
function describeParseError(name: string): string {
  const known: Readonly<Record<string, string>> = {
    InvalidCommentToken: "JSON has no comments",
    PropertyNameExpected: "a name in quotes is missing here",
    ValueExpected: "a value is missing here",
    ColonExpected: "a `:` is missing here",
    CommaExpected: "a `,` is missing here",
    CloseBraceExpected: "a `}` is missing here",
    CloseBracketExpected: "a `]` is missing here",
    EndOfFileExpected: "nothing may follow the value",
    UnexpectedEndOfString: 'this text does not end; write the closing `"`',
    UnexpectedEndOfNumber: "this number is not one",
    InvalidNumberFormat: "this number is not one",
    InvalidEscapeCharacter: "`\\` before this character means nothing",
    InvalidUnicode: "`\\u` needs four hexadecimal digits",
    InvalidCharacter: "this character has to be written as an escape, such as `\\n`",
  };
  return known[name] ?? "this is no value of JSON; names and texts stand in double quotes";
}

/** Of two, `JSON.parse` takes the second without a word. */
function reportDuplicates(node: Node, file: SourceFile, report: Report): void {
  const first = new Map<string, Span>();
  for (const child of node.children ?? []) {
    const [name] = child.type === "property" ? (child.children ?? []) : [];
    if (name) {
      const text = String(name.value);
      const related = first.get(text);
      if (related) {
        const labels = [{ file, span: related, message: "the first one" }];
        report("config/duplicate", { name: text }, { file, span: spanOf(name) }, { related: labels });
      } else first.set(text, spanOf(name));
    }
    reportDuplicates(child, file, report);
  }
}

interface Comparison {
  readonly file: SourceFile;
  readonly value: unknown;
  readonly placeOf: JsonFile["placeOf"];
  readonly schema: ValidateFunction;
}

function reportMistakes({ file, value, placeOf, schema }: Comparison, report: Report): void {
  if (schema(value)) return;
  for (const error of essentialErrors(schema.errors ?? [])) {
    const path = toPath(error.instancePath, value);
    const shown = describePath(path);
    const expected = describeExpected(error);
    if (error.keyword === "additionalProperties") {
      const name = String(error.params["additionalProperty"]);
      const known = Object.keys((error.parentSchema?.["properties"] as object | undefined) ?? {});
      const better = suggest(name, known);
      const span = placeOf([...path, name], "name");
      const fixes = better === undefined ? [] : replacement(span, JSON.stringify(better));
      report("config/unknown-member", { name, of: shown, known: better === undefined ? known : [better] }, { file, span }, { fixes });
    } else if (error.keyword === "required") {
      report("config/missing-member", { name: String(error.params["missingProperty"]), of: shown }, { file, span: placeOf(path, "name") });
    } else if (error.propertyName !== undefined) {
      const span = placeOf([...path, error.propertyName], "name");
      report("config/value", { path: `a name in ${shown}`, found: error.propertyName, expected }, { file, span });
    } else {
      report("config/value", { path: shown, found: describeValue(error.data), expected }, { file, span: placeOf(path) });
    }
  }
}

/** Of a choice only that none of it fits: what each of its branches would have wanted helps nobody. */
function essentialErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === "oneOf" || keyword === "anyOf");
  const isWithin = (error: ErrorObject): boolean =>
    choices.some((choice) => choice !== error && `${error.instancePath}/`.startsWith(`${choice.instancePath}/`));
  return errors.filter((error) => error.keyword !== "propertyNames" && !isWithin(error));
}

function describeExpected({ keyword, parentSchema, params }: ErrorObject): string {
  const description: unknown = parentSchema?.["description"];
  if (keyword === "uniqueItems") return "each item once";
  if (keyword === "minItems") return `at least ${params["limit"]}`;
  return typeof description === "string" ? description : "something else";
}

/** `metadata.mirrors[0]`; empty for the whole. */
function describePath(path: JsonPath): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : /^[\w$-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`))
    .join("")
    .replace(/^\./, "");
}

const maxShownLength = 40;

function describeValue(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= maxShownLength ? text : `${text.slice(0, maxShownLength)}…`;
}

/** A JSON pointer names an item of a list as it does a member called `0`. */
function toPath(pointer: string, root: unknown): JsonPath {
  let value = root;
  return pointer
    .split("/")
    .slice(1)
    .map((escaped) => {
      const name = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
      const part = Array.isArray(value) ? Number(name) : name;
      value = (value as Readonly<Record<string | number, unknown>>)[part];
      return part;
    });
}

function findPlace(root: Node | undefined, path: JsonPath, part: "name" | "value"): Span {
  if (!root) return { start: 0, end: 0 };
  const node = findNodeAtLocation(root, [...path]);
  if (!node) return findPlace(root, path.slice(0, -1), "name");
  const [name] = node.parent?.type === "property" ? (node.parent.children ?? []) : [];
  if (part === "name" && name) return spanOf(name);
  // Of an object or a list only where it begins: the rest would be underlined, too.
  return node.children ? { start: node.offset, end: node.offset + 1 } : spanOf(node);
}

function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}
