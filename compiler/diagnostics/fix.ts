/** Repairs as text edits. One is offered only where it is certainly what was meant, or the one thing that is close. */

import type { Span } from "../text/span.js";
import type { Fix } from "./diagnostic.js";

/** Writes something else in a place; no fix without it, so that a suggestion can be passed as it is. */
export function replacement(span: Span, newText: string | undefined): readonly Fix[] {
  return newText === undefined ? [] : [{ title: `Write \`${newText}\``, edits: [{ span, newText }] }];
}

/** Writes something before an offset. */
export function insertion(offset: number, newText: string, title = `Write \`${newText.trim()}\``): readonly Fix[] {
  return [{ title, edits: [{ span: { start: offset, end: offset }, newText }] }];
}

/** Takes a part of the text away. */
export function removal(span: Span, what: string): readonly Fix[] {
  return [{ title: `Remove ${what}`, edits: [{ span, newText: "" }] }];
}
