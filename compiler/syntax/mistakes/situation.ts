/** Where a piece cannot be read, and what a table of habits says about it. */

import type { TextEdit } from "../../diagnostics/diagnostic.js";
import type { SourceFile } from "../../text/source-file.js";
import type { Span } from "../../text/span.js";
import type { Token, TokenKind } from "../scan.js";

/** A token, or the edge of the piece, which is as if another line began there. */
export type Neighbour = Omit<Token, "kind"> & { readonly kind: TokenKind | "end" };

/** What stands where no token does. */
export function edge(offset: number): Neighbour {
  return { kind: "end", text: "", span: { start: offset, end: offset }, startsLine: true, column: 0 };
}

/** The place of a syntax error. */
export interface Situation {
  readonly file: SourceFile;
  /** Of the piece, as it reads after the repairs before this one. */
  readonly tokens: readonly Token[];
  /** Of `found`; the number of tokens at the end of the piece. */
  readonly index: number;
  /** Names of what would have been accepted: `` `:` ``, `a name`. */
  readonly expected: readonly string[];
  /** The first word of the declaration or member. */
  readonly first: Neighbour;
  readonly before: Neighbour;
  readonly found: Neighbour;
  readonly after: Neighbour;
}

export interface Advice {
  /** One concrete action. */
  readonly help: string | undefined;
  /** What is marked, where that is not what was found. */
  readonly span?: Span;
  /** What to change; of several ways the first that can be read is taken. */
  readonly repairs?: readonly (readonly TextEdit[])[];
  /** The name of the fix; by default it tells what is written or removed. */
  readonly title?: string;
  /** True where the repair only serves to read on: the author may have meant something else. */
  readonly isGuess?: boolean;
}

/** A mistake that people make because another language, or another place, has it so. */
export interface Habit {
  /** One of these would have been accepted; left out, anything. */
  readonly expected?: string | readonly string[];
  /** Texts of the tokens around the place, all of which must match. */
  readonly first?: Pattern;
  readonly before?: Pattern;
  readonly found?: Pattern;
  readonly after?: Pattern;
  /** The kind of the token that was found. */
  readonly kind?: TokenKind;
  /** Undefined when it is not this mistake after all. */
  readonly advise: (situation: Situation) => Advice | undefined;
}

type Pattern = string | readonly string[] | RegExp;

/** What the first fitting row says. */
export function consult(habits: readonly Habit[], situation: Situation): Advice | undefined {
  for (const habit of habits) {
    const advice = fits(habit, situation) ? habit.advise(situation) : undefined;
    if (advice !== undefined) return advice;
  }
  return undefined;
}

function fits({ expected, first, before, found, after, kind }: Habit, situation: Situation): boolean {
  const wanted = expected === undefined || typeof expected === "object" ? expected : [expected];
  return (
    (wanted === undefined || wanted.some((name) => situation.expected.includes(name))) &&
    matches(first, situation.first) &&
    matches(before, situation.before) &&
    matches(found, situation.found) &&
    matches(after, situation.after) &&
    (kind === undefined || situation.found.kind === kind)
  );
}

function matches(pattern: Pattern | undefined, token: Neighbour): boolean {
  if (pattern === undefined) return true;
  if (token.kind === "end") return false;
  if (typeof pattern === "string") return token.text === pattern;
  return pattern instanceof RegExp ? pattern.test(token.text) : pattern.includes(token.text);
}
