/**
 * Reads pieces of a file with the grammar. A piece with a mistake whose repair is known is read again as it would be
 * then, so that what follows is looked at too, and so that no repair is offered that does not help.
 */

import type { Fix, TextEdit } from "../diagnostics/diagnostic.js";
import type { Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { parse as read, type Expectation, type StartRules } from "./generated/parser.js";
import { areApart, repairText } from "./repaired-text.js";
import { scan } from "./scan.js";
import { explainDoubled, explainFailure, type Failure, type Finding } from "./syntax-error.js";

/** A file and its text as it is read: without the halves of a merge conflict, for instance, but as long as it is. */
export interface Source {
  readonly file: SourceFile;
  readonly text: string;
  /** How many mistakes are explained; shared by all pieces of the file. */
  readonly patience: { left: number };
}

/** Nobody reads more, and a hostile file has one in every other character. What follows is left out of the tree. */
export const maxExplainedCount = 500;

export type Attempt<T> =
  { readonly node: T; readonly failure?: undefined } | { readonly node?: undefined; readonly failure: Failure };

/** Of one piece. More mistakes than this in one line or list are another kind of text. */
const maxRepairCount = 8;

export function attemptRule<Rule extends keyof StartRules>(
  rule: Rule,
  { file, text }: Pick<Source, "file" | "text">,
  span: Span,
  edits: readonly TextEdit[] = [],
): Attempt<StartRules[Rule]> {
  const repaired = repairText(text, span, edits);
  const result = read(repaired.text, { startRule: rule, place: repaired.place, peg$library: true });
  if (result.peg$success) return { node: result.peg$result };
  const { peg$result, peg$FAILED, peg$currPos, peg$maxFailPos, peg$maxFailExpected } = result;
  // The rule may have matched a beginning of the text: behind it, the end was expected too.
  const isShort = peg$result !== peg$FAILED && peg$currPos >= peg$maxFailPos;
  const offset = isShort ? peg$currPos : peg$maxFailPos;
  const others = offset === peg$maxFailPos ? peg$maxFailExpected : [];
  const expected: readonly Expectation[] = isShort ? [...others, { type: "end" }] : others;
  const tokens = repaired.tokens();
  const index = scan(repaired.text).findIndex((token) => token.span.end > offset);
  const restLength = repaired.text.length - offset;
  const isPart = rule === "LoneFields" || rule === "LoneCases";
  return { failure: { file, tokens, index: index < 0 ? tokens.length : index, expected, isPart, restLength } };
}

/** As `attemptRule`, with repairs; reports every mistake. Undefined when one of them has no repair. */
export function readPiece<Rule extends keyof StartRules>(
  rule: Rule,
  source: Source,
  span: Span,
  report: Report,
): StartRules[Rule] | undefined {
  let edits: readonly TextEdit[] = [];
  let attempt = attemptRule(rule, source, span);
  for (let count = 0; attempt.failure !== undefined; count++) {
    // Nothing is left of it.
    if (count > 0 && attempt.failure.tokens.length === 0) return undefined;
    if (source.patience.left-- <= 0) return undefined;
    const { failure } = attempt;
    const mayRepair = count < maxRepairCount;
    const search = (finding: Finding | undefined) =>
      mayRepair && finding !== undefined ? findRepair(rule, source, span, edits, finding, failure) : undefined;
    const doubled = explainDoubled(failure);
    const once = search(doubled);
    const finding = once !== undefined && doubled !== undefined ? doubled : explainFailure(failure);
    const better = once ?? search(finding);
    finding.report(report, better === undefined || finding.isGuess ? [] : [better.fix]);
    if (better === undefined) return undefined;
    edits = [...edits, ...better.fix.edits];
    attempt = better.attempt;
  }
  return attempt.node;
}

interface Repaired<T> {
  readonly fix: Fix;
  readonly attempt: Attempt<T>;
}

/** Of the ways to repair a mistake the one with which the whole piece can be read, else the first that leads further. */
function findRepair<Rule extends keyof StartRules>(
  rule: Rule,
  source: Source,
  span: Span,
  before: readonly TextEdit[],
  { repairs }: Finding,
  { restLength }: Failure,
): Repaired<StartRules[Rule]> | undefined {
  let further: Repaired<StartRules[Rule]> | undefined;
  for (const { title, edits, mustSuffice } of repairs) {
    const all = [...before, ...edits];
    const isInside = edits.every((edit) => edit.span.start >= span.start && edit.span.end <= span.end);
    if (!isInside || !areApart(all)) continue;
    const attempt = attemptRule(rule, source, span, all);
    const repaired = { fix: { title, edits }, attempt };
    if (attempt.failure === undefined) return repaired;
    if (!mustSuffice && attempt.failure.restLength < restLength) further ??= repaired;
  }
  return further;
}
