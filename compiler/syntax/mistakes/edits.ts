/** Small edits around tokens, where parts of types begin and end, and names as a schema has them. */

import type { TextEdit } from "../../diagnostics/diagnostic.js";
import { coverSpans, type Span } from "../../text/span.js";
import { closers, type Token } from "../scan.js";

/** A token, or whatever else has a place. */
interface Placed {
  readonly span: Span;
}

export function replace({ span }: Placed, newText: string): TextEdit {
  return { span, newText };
}

export function insertBefore({ span }: Placed, newText: string): TextEdit {
  return { span: { start: span.start, end: span.start }, newText };
}

export function insertAfter({ span }: Placed, newText: string): TextEdit {
  return { span: { start: span.end, end: span.end }, newText };
}

export function remove(from: Placed, to: Placed = from): TextEdit {
  return { span: coverSpans(from.span, to.span), newText: "" };
}

/** Removes words up to another one, with the white space between. */
export function removeUpTo(from: Placed, next: Placed): TextEdit {
  return { span: { start: from.span.start, end: next.span.start }, newText: "" };
}

/** Removes what stands behind a token, with the white space between. */
export function removeAfter(token: Placed, last: Placed): TextEdit {
  return { span: { start: token.span.end, end: last.span.end }, newText: "" };
}

/** The index of the first token of the type that ends at an index. */
export function startOfType(tokens: readonly Token[], end: number): number {
  if (tokens[end]?.text !== ">") return end;
  let depth = 0;
  for (let index = end; index > 0; index--) {
    if (tokens[index]?.text === ">") depth += 1;
    if (tokens[index]?.text === "<") depth -= 1;
    if (depth === 0) return index - 1;
  }
  return end;
}

/** The index of the last token of the type that begins at an index. */
export function endOfType(tokens: readonly Token[], start: number): number {
  return tokens[start + 1]?.text === "<" ? (findCloser(tokens, start + 1) ?? start) : start;
}

/** The index of what closes the bracket at an index. */
export function findCloser(tokens: readonly Token[], opener: number): number | undefined {
  const open = tokens[opener]?.text ?? "";
  const close = closers[open];
  let depth = 0;
  for (let index = opener; index < tokens.length; index++) {
    if (tokens[index]?.text === open) depth += 1;
    if (tokens[index]?.text === close) depth -= 1;
    if (depth === 0) return index;
  }
  return undefined;
}

/** Puts the type between two indices into another one: `list<…>`. */
export function wrapType(tokens: readonly Token[], start: number, end: number, wrapper: string): readonly TextEdit[] {
  const [first, last] = [tokens[start], tokens[end]];
  return first && last ? [insertBefore(first, `${wrapper}<`), insertAfter(last, ">")] : [];
}

/** The index of the last token of the annotation whose `@` is at an index. */
export function endOfAnnotation(tokens: readonly Token[], at: number): number {
  return tokens[at + 2]?.text === "(" ? (findCloser(tokens, at + 2) ?? at + 1) : at + 1;
}

/** `due-date` as `dueDate`. */
export function toCamel(name: string): string {
  return name.replace(/[-_]+([\p{L}\p{N}])/gu, (_, letter: string) => letter.toUpperCase());
}

/** `due-date` as `DueDate`. */
export function toPascal(name: string): string {
  const camel = toCamel(name);
  return camel.slice(0, 1).toUpperCase() + camel.slice(1);
}
