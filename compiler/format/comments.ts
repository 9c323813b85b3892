/** Comments as text, and to which side of a gap each belongs. */

import { builders } from "prettier/doc";
import type { Comment, Gap, TokenReader } from "./token-reader.js";

type Doc = builders.Doc;
const { breakParent, hardline, indent, join, lineSuffix, literalline } = builders;

/** A gap between two entries of a list. */
export interface ListGap extends Gap {
  /** How many of its comments stand before the comma; 0 when there is none. */
  readonly beforeComma: number;
}

/** The gap before the next entry of a list or its end, without the comma that may be in it. */
export function takeListGap(reader: TokenReader): ListGap {
  const { comments, breaksAfter } = reader.takeGap();
  if (reader.nextText !== ",") return { comments, breaksAfter, beforeComma: 0 };
  reader.take(",");
  const after = reader.takeGap();
  const beforeComma = comments.length;
  const [first, ...rest] = after.comments;
  if (first === undefined) return { comments, breaksAfter: Math.max(breaksAfter, after.breaksAfter), beforeComma };
  const joined = { ...first, breaksBefore: Math.max(breaksAfter, first.breaksBefore) };
  return { comments: [...comments, joined, ...rest], breaksAfter: after.breaksAfter, beforeComma };
}

export interface SplitGap {
  /** Of what stands before, in its line. */
  readonly trailing: readonly Comment[];
  /** Of what stands after. */
  readonly leading: readonly Comment[];
}

/**
 *     a: u8, // of a
 *     // of b
 *     b: u8 /* of b *\/, /* of c *\/ c: u8
 */
export function splitListGap({ comments, breaksAfter, beforeComma }: ListGap, hasNext: boolean): SplitGap {
  if (comments.length === 0) return empty;
  const firstOnNewLine = comments.findIndex((comment) => comment.breaksBefore > 0);
  const sameLine = firstOnNewLine < 0 ? comments.length : firstOnNewLine;
  const isBetween = hasNext && sameLine === comments.length && breaksAfter === 0;
  // With an entry on both sides in its line, a comment belongs to its side of the comma, otherwise to the next.
  const count = isBetween ? beforeComma : sameLine;
  return { trailing: comments.slice(0, count), leading: comments.slice(count) };
}

const empty: SplitGap = { trailing: [], leading: [] };

/** Whether the author left a line empty somewhere before the next entry. */
export function hasEmptyLine({ breaksAfter }: Gap, { leading }: SplitGap): boolean {
  return breaksAfter > 1 || leading.some(({ breaksBefore }) => breaksBefore > 1);
}

/** Whether the author left a line empty before the first of the leading comments, or the entry if there are none. */
export function startsAfterEmptyLine({ breaksAfter }: Gap, { leading }: SplitGap): boolean {
  return (leading[0]?.breaksBefore ?? breaksAfter) > 1;
}

/** Whether lines that the author left empty stay so. */
export type Spacing = "empty-lines" | "dense";

/** Comments, each with what separates it from what stands behind it. */
export function printLeading(comments: readonly Comment[], breaksAfter: number, spacing: Spacing): Doc {
  if (comments.length === 0) return "";
  return comments.map((comment, index) => {
    const breaks = comments[index + 1]?.breaksBefore ?? breaksAfter;
    const separator = !comment.isLine && breaks === 0 ? " " : hardline;
    return [printComment(comment), separator, breaks > 1 && spacing === "empty-lines" ? hardline : ""];
  });
}

/** Comments behind an entry; whatever comes next has to begin a line. */
export function printTrailing(comments: readonly Comment[]): Doc {
  if (comments.length === 0) return "";
  return comments.map((comment) => [lineSuffix([" ", printComment(comment)]), breakParent]);
}

/**
 * What stands before the next token within a construct: `plain`, or comments with spaces around them. A `//` comment
 * ends its line, and the construct goes on in the next.
 */
export function printGap(reader: TokenReader, plain: Doc): Doc {
  const { comments } = reader.takeGap();
  if (comments.length === 0) return plain;
  const before = reader.previousText === "(" ? "" : " ";
  const after = comments.at(-1)?.isLine ? hardline : isClosing(reader.nextText) ? "" : " ";
  return indent([before, printWithin(comments), after]);
}

/** Comments within a construct, with what separates them and neither what stands before nor after. */
export function printWithin(comments: readonly Comment[]): Doc {
  return comments.map((comment, index) => {
    const previous = comments[index - 1];
    const isOnOwnLine = previous?.isLine || (comment.isLine && comment.breaksBefore > 0);
    return [isOnOwnLine ? hardline : previous === undefined ? "" : " ", printComment(comment)];
  });
}

/** Lines of a block that all begin with `*` are aligned; others stay as they are. */
export function printComment({ text }: Comment): Doc {
  const [first = "", ...rest] = text.split(/\r\n|\n|\r/);
  if (rest.length === 0) return text.trimEnd();
  if (rest.every((line) => /^\s*\*/.test(line))) {
    return join(hardline, [first.trimEnd(), ...rest.map((line) => ` ${line.trim()}`)]);
  }
  return printVerbatim(text);
}

/** Text of several lines that keep their white space. */
export function printVerbatim(text: string): Doc {
  return join(literalline, text.split(/\r\n|\n|\r/));
}

const ignoring = /^(?:\/\/\s*prettier-ignore\s*|\/\*\s*prettier-ignore\s*\*\/)$/;

/** True when what follows the comments is to stay as it is written. */
export function isIgnoring(comments: readonly Comment[]): boolean {
  return comments.some(({ text }) => ignoring.test(text));
}

function isClosing(token: string): boolean {
  return [")", ",", ":", "(", "<"].includes(token);
}
