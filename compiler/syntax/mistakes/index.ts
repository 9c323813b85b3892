/** What to write instead, for the syntax errors that people really make. */

import type { Report } from "../../diagnostics/report.js";
import type { SourceFile } from "../../text/source-file.js";
import type { Token } from "../scan.js";
import type { Piece } from "../split.js";
import { declarationHabits } from "./declarations.js";
import { fieldHabits } from "./fields.js";
import { handlerHabits } from "./handlers.js";
import { headingHabits } from "./headings.js";
import { memberHabits } from "./members.js";
import { separatorHabits } from "./separators.js";
import { settingHabits } from "./settings.js";
import { shapeHabits } from "./shapes.js";
import { lookAlikeHabits, signHabits } from "./signs.js";
import { signatureHabits } from "./signatures.js";
import { consult, type Advice, type Habit, type Situation } from "./situation.js";
import { typeHabits } from "./types.js";
import { valueHabits } from "./values.js";
import { wordHabits } from "./words.js";

export type { Advice, Situation } from "./situation.js";
export { findMeantKeyword } from "./declarations.js";

/** From those that know most about the place to those that fit anywhere. */
const habits: readonly Habit[] = [
  ...lookAlikeHabits,
  ...declarationHabits,
  ...headingHabits,
  ...memberHabits,
  ...settingHabits,
  ...handlerHabits,
  ...signatureHabits,
  ...fieldHabits,
  ...separatorHabits,
  ...typeHabits,
  ...valueHabits,
  ...signHabits,
  ...wordHabits,
  ...shapeHabits,
];

/** Undefined when the expectation says it all. */
export function giveAdvice(situation: Situation): Advice | undefined {
  return consult(habits, situation);
}

interface InnerDeclaration {
  /** Of the process. */
  readonly start: number;
  /** Where what stands before it ends. */
  readonly before: number;
  readonly part: Piece;
  /** Its keyword. */
  readonly first: Token;
}

/** A declaration in a process, which belongs before it. */
export function reportInnerDeclaration(
  file: SourceFile,
  { start: outer, before, part, first }: InnerDeclaration,
  report: Report,
): void {
  const start = part[0]?.span.start ?? first.span.start;
  const end = part.at(-1)?.span.end ?? first.span.end;
  const text = file.text.slice(start, end).replaceAll(`\n${" ".repeat(first.column)}`, "\n");
  const edits = [
    { span: { start: outer, end: outer }, newText: `${text}\n\n` },
    { span: { start: before, end }, newText: "" },
  ];
  const help = `\`${first.text}\` stands outside of a \`process\``;
  const args = { expected: "a member of the process", found: `\`${first.text}\``, help };
  const fixes = [{ title: "Move it before the process", edits }];
  report("syntax/expected", args, { file, span: first.span }, { fixes });
}
