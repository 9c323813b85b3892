/** Names in WIT: kebab-case as kit writes it, keywords, and what WIT cannot carry. */

import { splitWords } from "./words.js";

/**
 * Words that a WIT identifier needs a `%` for: the keywords of the current wit-parser. kit's own list misses `async`,
 * `error-context` and `map`. https://component-model.bytecodealliance.org/design/wit.html
 */
export const witKeywords: ReadonlySet<string> = new Set([
  "as", "async", "bool", "borrow", "char", "constructor", "enum", "error-context", "export", "f32", "f64", "flags",
  "from", "func", "future", "import", "include", "interface", "list", "map", "option", "own", "package", "record",
  "resource", "result", "s16", "s32", "s64", "s8", "static", "stream", "string", "tuple", "type", "u16", "u32", "u64",
  "u8", "use", "variant", "with", "world",
]);

/** `nextId` to `next-id`, `HTTPError` to `h-t-t-p-error`; without the escape of keywords: for file names and ids. */
export function toKebab(name: string): string {
  return splitWords(name).join("-");
}

/** Puts `%` before a keyword. */
export function escapeWit(identifier: string): string {
  return witKeywords.has(identifier) ? `%${identifier}` : identifier;
}

/** The identifier to print in WIT: `nextId` to `next-id`, `list` to `%list`. */
export function toWitName(name: string): string {
  return escapeWit(toKebab(name));
}

/** True for a kebab-case identifier of sane length that WIT reads, with `%` if it is a keyword. */
export function isWitIdentifier(text: string): boolean {
  return text.length <= 2 * maxNameLength && /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(text);
}

/** Names become names of files too, with capitals as two characters and something before and behind them. */
const maxNameLength = 100;

/** Why WIT cannot carry a name of the schema, as the end of a sentence; undefined when it can. */
export function findWitObstacle(name: string): string | undefined {
  if (name.length > maxNameLength) return `it is longer than ${maxNameLength} characters`;
  if (isWitIdentifier(toKebab(name)) && !/^_|__|_$/.test(name)) return undefined;
  if (/[^A-Za-z0-9_]/.test(name)) return "WIT names have only the letters a to z, digits and hyphens";
  if (/^_|__|_$/.test(name)) return "WIT names have no empty word before, between or after underscores";
  return "every word of a WIT name starts with a letter";
}

/** The world of a package as kit names it: `todo` of `template.os` gives `todo-template-dot-os-v0`. */
export function toWorldName(packageName: string, publisher: string): string {
  return `${packageName}-${publisher.replaceAll(".", "-dot-")}-v0`;
}
