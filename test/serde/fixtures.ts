/** What the Rust program printed, as it is committed. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/project.js";

/** What serde_json writes for one value. */
export interface WireCase {
  /** A type of `sink.hproc`, or `Request` and `Reply` for a call and its answer. */
  readonly type: string;
  readonly case: string;
  readonly json: string;
}

/** A message that may or may not fit: a text, or in hexadecimal the bytes of what is none. */
export type Candidate = { readonly text: string } | { readonly hex: string };

export type Verdict = Candidate & {
  /** What serde_json writes after it has read the candidate, by type. The types that are not here refuse it. */
  readonly accepted: Readonly<Record<string, string>>;
};

export const folder = join(root, "test/serde");
export const casesFile = join(folder, "cases.jsonl");
export const verdictsFile = join(folder, "verdicts.jsonl");

export const readCases = (): readonly WireCase[] => readLines(casesFile);
export const readVerdicts = (): readonly Verdict[] => readLines(verdictsFile);

function readLines<Line>(path: string): readonly Line[] {
  const lines = readFileSync(path, "utf8").split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Line);
}

export function candidateBytes(candidate: Candidate): Uint8Array {
  return "hex" in candidate ? Buffer.from(candidate.hex, "hex") : new TextEncoder().encode(candidate.text);
}
