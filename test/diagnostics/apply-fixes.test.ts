/** Which fixes are done together, and what comes out. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applyFixes } from "../../compiler/diagnostics/apply-fixes.js";
import type { Diagnostic, Fix } from "../../compiler/diagnostics/diagnostic.js";
import { createSourceFile } from "../../compiler/text/source-file.js";

const test = suite("fixes");

const file = createSourceFile("a.hproc", "one two three");
const other = createSourceFile("b.hproc", "four");

/** `start-end:text`, with `@` before it for the other file; several edits with spaces between. */
const cases: readonly (readonly [what: string, fixes: readonly (readonly string[])[], count: number, texts: string])[] =
  [
    ["nothing", [], 0, ""],
    ["a diagnostic without fix", [[]], 0, ""],
    ["one edit", [["4-7:2"]], 1, "one 2 three"],
    ["edits of several diagnostics, in whatever order", [["8-13:3"], ["0-3:1"], ["4-7:2"]], 3, "1 2 3"],
    ["neighbours that touch", [["0-3:1"], ["3-7:-2"]], 2, "1-2 three"],
    ["the first of two that overlap", [["0-5:x"], ["4-7:y"]], 1, "xwo three"],
    ["the same edit twice", [["0-3:x"], ["0-3:x"]], 1, "x two three"],
    ["an insertion", [["3-3:s"]], 1, "ones two three"],
    ["two insertions at one place", [["3-3:s"], ["3-3:t"]], 1, "ones two three"],
    ["an insertion at the end of what is replaced", [["0-3:x"], ["3-3:s"]], 1, "x two three"],
    ["several edits of one fix", [["8-13:3 0-3:1"]], 1, "1 two 3"],
    ["a fix as a whole or not at all", [["4-7:2"], ["0-3:1 5-6:x"]], 1, "one 2 three"],
    ["a second fix where the first is in the way", [["4-7:2"], ["5-6:x", "0-3:1"]], 2, "1 2 three"],
    ["only one fix of each", [["0-3:1", "4-7:2"]], 1, "1 two three"],
    ["two files", [["0-3:1 @0-4:4"], ["@0-1:F"], ["4-7:2"]], 2, "1 2 three|4"],
  ];

for (const [what, fixes, count, texts] of cases) {
  test(what, () => {
    const fixed = applyFixes(fixes.map((each) => diagnostic(each.map(readFix))));
    assert.equal([fixed.count, fixed.files.map(({ text }) => text).join("|")], [count, texts]);
  });
}

test.run();

function readFix(text: string): Fix {
  const edits = text.split(" ").map((edit) => {
    const [, at, start, end, newText = ""] = /^(@?)(\d+)-(\d+):(.*)$/.exec(edit) ?? [];
    return { ...(at === "@" ? { file: other } : {}), span: { start: Number(start), end: Number(end) }, newText };
  });
  return { title: "Repair it", edits };
}

function diagnostic(fixes: readonly Fix[]): Diagnostic {
  return {
    code: "name/built-in",
    severity: "error",
    message: "something is wrong",
    file,
    span: { start: 0, end: 0 },
    label: undefined,
    related: [],
    expected: undefined,
    help: undefined,
    fixes,
  };
}
