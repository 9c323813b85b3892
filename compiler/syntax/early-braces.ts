/** A brace too many inside a process, which ends it before its last members. */

import type { Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import type { Piece } from "./split.js";
import { startsKnownMember } from "./split-parts.js";

/** Reports them, and gives their places. */
export function findEarlyBraces(file: SourceFile, pieces: readonly Piece[], report: Report): readonly Span[] {
  return pieces.flatMap((piece, index) => {
    const [keyword, name] = piece.filter(({ kind }) => kind !== "documentation");
    const brace = piece.at(-1);
    const next = pieces[index + 1];
    if (keyword?.text !== "process" || brace?.text !== "}" || next === undefined || name === undefined) return [];
    const first = next.findIndex(({ kind }) => kind !== "documentation");
    const member = next[first];
    if (member === undefined || !startsKnownMember(next, first) || !closesMore(pieces, index + 1)) return [];
    const related = [{ file, span: member.span, message: "this member would stand outside" }];
    const fixes = [{ title: "Remove `}`", edits: [{ span: brace.span, newText: "" }] }];
    report("syntax/early-brace", { name: name.text }, { file, span: brace.span }, { related, fixes });
    return [brace.span];
  });
}

/** True when a brace too many follows before the next declaration. */
function closesMore(pieces: readonly Piece[], start: number): boolean {
  let depth = 0;
  for (let index = start; index < pieces.length; index++) {
    const piece = pieces[index] ?? [];
    if (piece.some((token) => token.text === "process")) return false;
    for (const { text } of piece) {
      if (text === "{") depth += 1;
      if (text === "}") depth -= 1;
    }
    if (depth < 0) return true;
  }
  return false;
}
