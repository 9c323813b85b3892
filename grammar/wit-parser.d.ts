/** The parser that `grammar/build.mjs` makes from `grammar/wit.peggy`. This file is copied beside it. */

import type { WitItem } from "../nodes.js";

export interface ParseOptions {
  /** Returns failures, as that of schemas. */
  readonly peg$library: true;
}

export type ParseResult =
  | { readonly peg$success: true; readonly peg$result: readonly WitItem[] }
  | {
      readonly peg$success: false;
      readonly peg$result: unknown;
      readonly peg$FAILED: unknown;
      readonly peg$currPos: number;
      readonly peg$maxFailPos: number;
      readonly peg$maxFailExpected: readonly Expectation[];
    };

export function parse(input: string, options: ParseOptions): ParseResult;

/** One thing that would have been accepted at the place of the error. */
export type Expectation =
  | { readonly type: "literal"; readonly text: string }
  /** A rule with a display name. */
  | { readonly type: "other"; readonly description: string }
  | { readonly type: "class" | "any" | "end" };
