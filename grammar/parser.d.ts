/** The parser that `grammar/build.mjs` makes from `grammar/hproc.peggy`. This file is copied beside it. */

import type {
  DeclarationSyntax, DocumentationSyntax, MemberSyntax, SchemaSyntax, WordSyntax,
} from "../nodes.js";

export interface ProcessOpening {
  readonly name: WordSyntax;
  readonly documentation: DocumentationSyntax | undefined;
}

/** What each start rule returns. */
export interface StartRules {
  readonly File: SchemaSyntax;
  readonly LoneDeclaration: DeclarationSyntax;
  readonly ProcessOpening: ProcessOpening;
  readonly LoneMember: MemberSyntax;
}

export interface ParseOptions<Rule extends keyof StartRules> {
  readonly startRule: Rule;
  /** Where `input` begins in its file; added to every span of the tree, not to those of a `SyntaxError`. */
  readonly offset: number;
}

/** Throws `SyntaxError` when the whole input is not one `startRule`. */
export function parse<Rule extends keyof StartRules>(input: string, options: ParseOptions<Rule>): StartRules[Rule];

/** One thing that would have been accepted at the place of the error. */
export type Expectation =
  | { readonly type: "literal"; readonly text: string }
  /** A rule with a display name. */
  | { readonly type: "other"; readonly description: string }
  | { readonly type: "class" | "any" | "end" };

export class SyntaxError extends Error {
  readonly expected: readonly Expectation[];
  /** Offsets in `input`. */
  readonly location: { readonly start: { readonly offset: number } };
}
