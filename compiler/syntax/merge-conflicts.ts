/** What a version control system left in a file that two people changed. */

import type { Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";

/** `<<<<<<< ours`, perhaps `||||||| base`, `=======`, `>>>>>>> theirs`, each on a line of its own. */
const marker = /^(?:<{7}|\|{7}|={7}|>{7})(?: [^\r\n]*)?(?=\r?$)/gm;

/** The text as it reads with the first half of each conflict, every other character at its place. */
export function withoutConflicts(file: SourceFile, report: Report): string {
  let text = "";
  let end = 0;
  /** Of the conflict that is open: its first marker, and where the other half begins. */
  let first: Span | undefined;
  let other: Span | undefined;
  for (const match of file.text.matchAll(marker)) {
    const [line] = match;
    const span = { start: match.index, end: match.index + line.length };
    if (line.startsWith("<")) [first, other] = [span, undefined];
    else if (!line.startsWith(">")) other ??= span;
    else if (first !== undefined && other !== undefined) {
      const related = [
        { file, span: other, message: "the other half begins here" },
        { file, span, message: "and ends here" },
      ];
      report("syntax/merge-conflict", {}, { file, span: first }, { related });
      text += file.text.slice(end, first.start) + blank(file.text.slice(first.start, first.end));
      text += file.text.slice(first.end, other.start) + blank(file.text.slice(other.start, span.end));
      end = span.end;
      [first, other] = [undefined, undefined];
    }
  }
  return text + file.text.slice(end);
}

/** Spaces for everything but the ends of lines. */
function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
