/** The parser that `grammar/build.mjs` makes from `grammar/hproc.peggy`. This file is copied beside it. */

import type {
  AnnotationSyntax, CaseSyntax, DeclarationSyntax, DocumentationSyntax, FieldSyntax, MemberSyntax, ParameterSyntax,
  SchemaSyntax, TransportSyntax, TypeSyntax, WordSyntax,
} from "../nodes.js";

export interface StateOpening {
  readonly documentation: DocumentationSyntax | undefined;
}

export interface ProcessOpening extends StateOpening {
  readonly name: WordSyntax;
}

export interface TypeOpening extends ProcessOpening {
  readonly annotations: readonly AnnotationSyntax[];
}

/** What each start rule returns. */
export interface StartRules {
  readonly File: SchemaSyntax;
  readonly LoneDeclaration: DeclarationSyntax;
  readonly ProcessOpening: ProcessOpening;
  readonly LoneMember: MemberSyntax;
  readonly TypeOpening: TypeOpening;
  readonly StateOpening: StateOpening;
  readonly LoneFields: readonly FieldSyntax[];
  readonly LoneCases: readonly CaseSyntax[];
  readonly LoneParameter: ParameterSyntax;
  readonly LoneTransport: TransportSyntax;
  readonly LoneReturns: TypeSyntax;
  readonly LoneAnnotations: readonly AnnotationSyntax[];
}

export interface ParseOptions<Rule extends keyof StartRules> {
  readonly startRule: Rule;
  /** From an offset in `input` to one in its file, for every span of the tree; those of a failure stay. */
  readonly place: (offset: number, side: "start" | "end") => number;
  /**
   * Returns failures. Otherwise peggy throws them as errors with a message and a stack, which nobody reads and which
   * takes longer than the parsing: a file may have thousands of them.
   */
  readonly peg$library: true;
}

/** What peggy's parsers return as libraries: https://github.com/peggyjs/peggy/blob/main/lib/compiler/passes/generate-js.js */
export type ParseResult<Rule extends keyof StartRules> =
  | { readonly peg$success: true; readonly peg$result: StartRules[Rule] }
  | {
      readonly peg$success: false;
      /** `peg$FAILED`, or something when the rule matched a beginning of the input. */
      readonly peg$result: unknown;
      readonly peg$FAILED: unknown;
      /** The end of what the rule matched. */
      readonly peg$currPos: number;
      /** The furthest place at which something else was expected, and what. */
      readonly peg$maxFailPos: number;
      readonly peg$maxFailExpected: readonly Expectation[];
    };

export function parse<Rule extends keyof StartRules>(input: string, options: ParseOptions<Rule>): ParseResult<Rule>;

/** One thing that would have been accepted at the place of the error. */
export type Expectation =
  | { readonly type: "literal"; readonly text: string }
  /** A rule with a display name. */
  | { readonly type: "other"; readonly description: string }
  | { readonly type: "class" | "any" | "end" };
