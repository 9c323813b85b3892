/** Names in generated TypeScript: as written in the schema, and one escape for those that cannot be. */

import { capitalize, splitWords } from "./words.js";

/** Words that cannot name a variable or parameter in a module. */
const reservedBindings: ReadonlySet<string> = new Set([
  // Reserved in every script.
  "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum",
  "export", "extends", "false", "finally", "for", "function", "if", "import", "in", "instanceof", "new", "null",
  "return", "super", "switch", "this", "throw", "true", "try", "typeof", "var", "void", "while", "with",
  // Reserved in strict code and modules.
  "arguments", "await", "eval", "implements", "interface", "let", "package", "private", "protected", "public",
  "static", "yield",
  // Values that generated code uses.
  "undefined",
]);

/** Globals and built-in types that generated code, or user code beside it, has to reach under their own names. */
const reservedTypes: ReadonlySet<string> = new Set([
  "Array", "ArrayBuffer", "AsyncIterable", "AsyncIterator", "BigInt", "Boolean", "DataView", "Date", "Error",
  "Function", "Infinity", "Intl", "Iterable", "Iterator", "JSON", "Map", "Math", "NaN", "Number", "Object", "Omit",
  "Partial", "Pick", "Promise", "Proxy", "Readonly", "ReadonlyArray", "ReadonlyMap", "ReadonlySet", "Record",
  "Reflect", "RegExp", "Required", "Set", "String", "Symbol", "Uint8Array", "WeakMap", "WeakSet",
]);

/** A parameter or variable: as written, with `_` after a reserved word. No name of a schema ends in `_`. */
export function toBinding(name: string): string {
  return reservedBindings.has(name) ? `${name}_` : name;
}

/** An exported type: as written, with `_` after the name of a global. */
export function toTypeIdentifier(name: string): string {
  return reservedTypes.has(name) ? `${name}_` : name;
}

/** `AsyncRequester` to `asyncRequester`. */
export function toCamel(name: string): string {
  return splitWords(name)
    .map((word, index) => (index === 0 ? word : capitalize(word)))
    .join("");
}

/** `listTasks` or `list-tasks` to `ListTasks`. */
export function toPascal(name: string): string {
  return splitWords(name.replaceAll("-", "_")).map(capitalize).join("");
}
