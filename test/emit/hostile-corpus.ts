/** Texts and names that could break out of generated code, and every place of a schema where they can stand. */

import { witKeywords } from "../../compiler/naming/wit-names.js";
import * as contract from "../../runtime/contract/index.js";
import { decode } from "../contract/codec-table.js";
import type { GeneratedModule } from "../support/generated-module.js";

/** What ends a string, a comment, a template or a line somewhere, or looks like something else than it is. */
export const hostileTexts: readonly string[] = [
  "*/",
  "/*",
  "//",
  "*\\/",
  "*/ evil() /*",
  '"',
  "'",
  "`",
  "\\",
  "\\\\",
  '\\"',
  "\\u0022",
  "${evil()}",
  "$",
  "`${`",
  "{{",
  "}",
  "\n",
  "\r",
  "\r\n",
  "\n */\n evil();",
  "\t",
  "\u0000",
  "\u0007",
  "\u001b[31m",
  "\u0085",
  "\u00a0",
  "\u200b",
  "\u2028",
  "\u2029",
  "\u2028evil()",
  "\u202e",
  "\u2066",
  "\ufeff",
  "\ufffd",
  "\u{1f600}",
  "e\u0301",
  "\u{10ffff}",
  "__proto__",
  "constructor",
  "$&",
  "$1",
  "$$",
  "%s",
  "%",
  "</script>",
  "<!--",
  "-->",
  "#!",
  "@ts-ignore",
  "@internal",
  "world ",
  "HTTP: GET /",
  "args: (a: u8)",
  " ",
  "  a  ",
  "",
  "\\n",
  "null",
  "undefined",
];

/** As a string of a schema. */
export function quote(text: string): string {
  const body = [...text].map((character) => {
    const codePoint = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\") return `\\${character}`;
    return codePoint < 0x20 ? `\\u{${codePoint.toString(16)}}` : character;
  });
  return `"${body.join("")}"`;
}

export interface TextPlace {
  readonly name: string;
  /** Declarations, or members of the process `P`; `text` is quoted. */
  readonly types?: (text: string) => string;
  readonly member?: (text: string) => string;
  /** The text as running code sees it; left out where no code does. */
  readonly read?: (generated: GeneratedModule) => unknown;
  /** The checker takes some of the texts only. */
  readonly isPicky?: true;
}

const handlerOf = ({ table }: GeneratedModule, name: string) =>
  table("pTable").handlers.find((handler) => handler.name === name);

/** One line for each place with a string. */
export const textPlaces: readonly TextPlace[] = [
  { name: "title", member: (text) => `name ${text}`, read: ({ table }) => table("pTable").title },
  { name: "ui folder", member: (text) => `ui ${text}`, isPicky: true },
  { name: "world", member: (text) => `world ${text}`, isPicky: true },
  { name: "endpoint", member: (text) => `endpoint http ${text}`, isPicky: true },
  { name: "path", member: (text) => `http GET ${text} path()`, isPicky: true },
  {
    name: "field",
    types: (text) => `record R { a: string = ${text} }`,
    read: (generated) => valueOf(generated, "rCodec"),
  },
  {
    name: "state",
    member: (text) => `state { a: string = ${text} }`,
    read: ({ table }) => valueIn(table("pTable").state.initial()),
  },
  {
    name: "parameter",
    member: (text) => `local parameter(a: string = ${text})`,
    read: (generated) => handlerOf(generated, "parameter")?.parameters[0]?.fallback?.(),
  },
  {
    name: "query",
    member: (text) => `http GET "/q" query(a: string = ${text})`,
    read: (generated) => handlerOf(generated, "query")?.parameters[0]?.fallback?.(),
  },
];

function valueOf({ codec }: GeneratedModule, name: string): unknown {
  const decoded = decode(codec(name), "{}");
  return "value" in decoded ? valueIn(decoded.value) : decoded;
}

function valueIn(record: unknown): unknown {
  return (record as { readonly a: unknown }).a;
}

/** Every place with documentation, which `documentation` gives as whole lines. */
export function documentedSchema(documentation: string): string {
  const doc = documentation === "" ? "" : `${documentation}\n`;
  return `${doc}package p:x.os@0.1.0
${doc}record R {
${doc}a: u8
${doc}b: option<E>
}
${doc}enum E {
${doc}A
${doc}B
}
${doc}variant V {
${doc}A(R)
${doc}B
}
${doc}type T = list<V>
${doc}process P {
${doc}name "P"
${doc}save never
${doc}state {
${doc}a: T
}
${doc}endpoint http "/api"
${doc}uses q:p:x.os as q
${doc}init
${doc}http GET "/api/{id}", local f(
${doc}id: u64
) -> T
}
${doc}process Q {
${doc}local, remote g(
${doc}t: T) -> V
}
`;
}

const reservedWords: readonly string[] = [
  "abstract",
  "any",
  "arguments",
  "as",
  "asserts",
  "async",
  "await",
  "bigint",
  "boolean",
  "break",
  "case",
  "catch",
  "class",
  "const",
  "continue",
  "debugger",
  "declare",
  "default",
  "delete",
  "do",
  "else",
  "enum",
  "eval",
  "export",
  "extends",
  "false",
  "finally",
  "for",
  "from",
  "function",
  "get",
  "global",
  "if",
  "implements",
  "import",
  "in",
  "infer",
  "instanceof",
  "interface",
  "is",
  "keyof",
  "let",
  "module",
  "namespace",
  "never",
  "new",
  "null",
  "number",
  "object",
  "of",
  "out",
  "override",
  "package",
  "private",
  "protected",
  "public",
  "readonly",
  "require",
  "return",
  "satisfies",
  "set",
  "static",
  "string",
  "super",
  "switch",
  "symbol",
  "this",
  "throw",
  "true",
  "try",
  "type",
  "typeof",
  "undefined",
  "unique",
  "unknown",
  "using",
  "var",
  "void",
  "while",
  "with",
  "yield",
];

/** What objects have without being given it. */
const inherited = [Object.prototype, Function.prototype, Array.prototype, Map.prototype, Promise.prototype].flatMap(
  (prototype) => Object.getOwnPropertyNames(prototype),
);

/** Of generated code: locals, parameters and constants that an author's name could meet. */
const ofOurs: readonly string[] = [
  ...Object.keys(contract),
  "problems",
  "value",
  "object",
  "tagged",
  "context",
  "options",
  "state",
  "calls",
  "handlers",
  "types",
  "codecs",
  "table",
  "main",
  "standard",
  "address",
  "lib",
  "signature",
  "request",
  "response",
  "result",
  "init",
  "init-handler",
  "p",
  "q",
  "r",
  "pTable",
  "rCodec",
  "rFields",
  "pState",
  "pHandlers",
  "tag",
  "val",
  "ok",
  "err",
  "then",
];

/** In camelCase, each once: what is a word to TypeScript, WIT, JavaScript's objects, its globals, or to generated code. */
export const hostileNames: readonly string[] = distinctNames([
  ...reservedWords,
  ...witKeywords,
  ...inherited,
  ...Object.getOwnPropertyNames(globalThis),
  ...ofOurs,
]);

function distinctNames(words: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  for (const word of words) {
    const camel = word
      .replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
      .replace(/^[A-Z]/, (letter) => letter.toLowerCase());
    // Names of one list that differ in their capitals only are the same in WIT.
    const key = camel.toLowerCase();
    if (/^[A-Za-z0-9_]+$/.test(camel) && !names.has(key)) names.set(key, camel);
  }
  return [...names.values()];
}

export interface NameKind {
  readonly name: string;
  readonly style: "camelCase" | "PascalCase";
  /** A schema with all of the names, without its package line. */
  readonly schema: (names: readonly string[]) => string;
  /** The names as running code has them. */
  readonly read: (generated: GeneratedModule, names: readonly string[]) => readonly string[];
}

/** One line for each kind of name. */
export const nameKinds: readonly NameKind[] = [
  {
    name: "field",
    style: "camelCase",
    schema: (names) => `record R {\n${list(names, (name) => `${name}: u8 = 7`)}\n}\nprocess P { local f(r: R) -> R }`,
    read: ({ codec }) => keysOf(decode(codec("rCodec"), "{}")),
  },
  {
    name: "state field",
    style: "camelCase",
    schema: (names) => `process P { state {\n${list(names, (name) => `${name}: u8`)}\n}\nlocal f() }`,
    read: ({ table }) => Object.keys(table("pTable").state.initial() as object),
  },
  {
    name: "handler",
    style: "camelCase",
    schema: (names) => `process P {\n${list(names, (name) => `local, remote ${name}(a: u8) -> u8`)}\n}`,
    read: ({ table }) => table("pTable").handlers.map(({ name }) => name),
  },
  {
    name: "parameter",
    style: "camelCase",
    schema: (names) => `process P {\n${list(names, (name, index) => `local f${letters(index)}(${name}: u8) -> u8`)}\n}`,
    read: ({ table }) => table("pTable").handlers.flatMap(({ parameters }) => parameters.map(({ name }) => name)),
  },
  {
    name: "path parameter",
    style: "camelCase",
    schema: (names) =>
      `process P { endpoint http "/"\n${list(names, (name, index) => `http GET "/${index}/{${name}}" f${letters(index)}(${name}: u8) -> u8`)}\n}`,
    read: ({ table }) => table("pTable").handlers.flatMap(({ parameters }) => parameters.map(({ name }) => name)),
  },
  {
    name: "alias of a process",
    style: "camelCase",
    schema: (names) =>
      `process Other { local f() -> u8 }\nprocess P {\n${list(names, (name) => `uses other:p:x.os as ${name}`)}\nlocal f() }`,
    read: ({ table }) => Object.keys(table("pTable").uses),
  },
  {
    name: "case of an enum",
    style: "PascalCase",
    schema: (names) => `enum R {\n${list(names, (name) => name)}\n}\nprocess P { local f(r: R) -> R }`,
    read: ({ codec }, names) => names.map((name) => textOf(decode(codec("rCodec"), JSON.stringify(name)))),
  },
  {
    name: "case of a variant",
    style: "PascalCase",
    schema: (names) => `variant R {\n${list(names, (name) => `${name}(u8)`)}\n}\nprocess P { local f(r: R) -> R }`,
    read: ({ codec }, names) => names.map((name) => tagOf(decode(codec("rCodec"), `{"${name}":1}`))),
  },
  {
    name: "record",
    style: "PascalCase",
    schema: (names) =>
      `${list(names, (name) => `record ${name} { a: u8 }`)}\nprocess P {\n${list(names, (name, index) => `local f${letters(index)}(a: ${name}) -> ${name}`)}\n}`,
    read: ({ table }) =>
      table("pTable").handlers.flatMap(({ parameters }) => parameters.map(({ codec }) => codec.expected)),
  },
  {
    name: "enum",
    style: "PascalCase",
    schema: (names) =>
      `${list(names, (name) => `enum ${name} { A }`)}\nprocess P {\n${list(names, (name, index) => `local f${letters(index)}(a: ${name}) -> ${name}`)}\n}`,
    read: ({ table }, names) =>
      table("pTable").handlers.map(({ parameters }, index) => (parameters.length === 1 ? (names[index] ?? "") : "")),
  },
  {
    name: "type",
    style: "PascalCase",
    schema: (names) => `${list(names, (name) => `type ${name} = u8`)}
process P {
${list(names, (name, index) => `local f${letters(index)}(a: list<${name}>) -> ${name}`)}
}`,
    read: ({ table }, names) => names.slice(0, table("pTable").handlers.length),
  },
  {
    name: "process",
    style: "PascalCase",
    schema: (names) => list(names, (name) => `process ${name} { state { a: u8 }\n local, remote f(a: u8) -> u8 }`),
    read: ({ table }, names) => names.filter((name) => table(`${tableName(name)}`).handlers.length === 1),
  },
];

function list(names: readonly string[], print: (name: string, index: number) => string): string {
  return names.map(print).join("\n");
}

function letters(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letters(Math.floor(index / 26) - 1) + letters(index % 26);
}

function tableName(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}Table`;
}

function keysOf(decoded: object): readonly string[] {
  return Object.keys("value" in decoded ? (decoded.value as object) : {});
}

function textOf(decoded: object): string {
  return String("value" in decoded ? decoded.value : JSON.stringify(decoded));
}

function tagOf(decoded: object): string {
  return "value" in decoded ? (decoded.value as { readonly tag: string }).tag : JSON.stringify(decoded);
}
