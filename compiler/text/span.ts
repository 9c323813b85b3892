/** Places in a source file. */

/** Half-open range of UTF-16 offsets; ends at the last character of the construct, not after its white space. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest span that contains both. */
export function coverSpans(left: Span, right: Span): Span {
  return { start: Math.min(left.start, right.start), end: Math.max(left.end, right.end) };
}
