/** Diagnostics as terminal text and as JSON lines. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import { countDiagnostics, renderDiagnostic, renderDiagnostics, renderReport } from "../../compiler/diagnostics/render.js";
import { renderDiagnosticJson } from "../../compiler/diagnostics/render-json.js";
import { createSourceFile, type SourceFile } from "../../compiler/text/source-file.js";
import { compile } from "../support/compile.js";

const terminal = suite("diagnostics on a terminal");

terminal("two places in one file", () => {
  const { diagnostics } = compile(`package counter:template.os@0.1.0
process Counter {
  endpoint http "/"



  http GET "/counters/{id}" read(id: u64)
  http GET "/counters/{name}" find(name: string)
}
`);
  assert.fixture(
    renderDiagnostics(diagnostics, { colour: false }),
    `error route/overlap: two handlers answer GET /counters/{…}
 --> test.hproc:8:12
  |
7 |   http GET "/counters/{id}" read(id: u64)
  |            ---------------- \`read\` answers them too
8 |   http GET "/counters/{name}" find(name: string)
  |            ^^^^^^^^^^^^^^^^^^
  |
  = expected: one handler for each method and path shape
  = help: change the method or the path of one
`,
  );
});

terminal("of many findings, fifty: errors before warnings", () => {
  const unused = Array.from({ length: 10 }, (_, index) => `type Unused${index} = u8`);
  const wrong = Array.from({ length: 45 }, (_, index) => `local  f${index}(a: Wrong)`);
  const { diagnostics } = compile(`package p:x.os@0.1.0\n${unused.join("\n")}\nprocess P {\n${wrong.join("\n")}\n}`);
  const lines = renderReport(diagnostics, { colour: false }).split("\n");
  const heads = lines.filter((line) => /^(error|warning) /.test(line));
  assert.equal(
    heads.map((line) => line.slice(0, line.indexOf(":"))),
    [
      ...Array.from({ length: 5 }, () => "warning type/unused"),
      ...Array.from({ length: 45 }, () => "error name/unknown-type"),
    ],
  );
  assert.is(lines.at(-2), "45 errors, 10 warnings (and 5 more; `--json` shows all)");
});

terminal("a name that is too long to read is cut", () => {
  const { diagnostics } = compile(`package p:x.os@0.1.0\nprocess P { local f(a: ${"A".repeat(2000)}) }`);
  const [head = ""] = renderDiagnostics(diagnostics, { colour: false }).split("\n");
  assert.is(head, `error name/unknown-type: no type is named \`${"A".repeat(1000 - "no type is named `".length)}…`);
});

terminal("line numbers of different width, and a label", () => {
  const file = createSourceFile("a.hproc", Array.from({ length: 12 }, (_, index) => `line${index + 1}`).join("\n"));
  const related = [{ file, span: spanOf(file, "line9"), message: "here too" }];
  assert.fixture(
    renderDiagnostic(diagnostic({ file, span: spanOf(file, "line12"), label: "this one", related }), { colour: false }),
    `error name/built-in: something is wrong
  --> a.hproc:12:1
   |
 9 | line9
   | ----- here too
12 | line12
   | ^^^^^^ this one
`,
  );
});

terminal("a place in another file", () => {
  const file = createSourceFile("a.hproc", "one");
  const other = createSourceFile("b.hproc", "two");
  const related = [{ file: other, span: { start: 0, end: 3 }, message: "the first one" }];
  assert.fixture(
    renderDiagnostic(diagnostic({ file, span: { start: 0, end: 3 }, related, help: "rename it" }), { colour: false }),
    `error name/built-in: something is wrong
 --> a.hproc:1:1
  |
1 | one
  | ^^^
 ::: b.hproc:1:1
  |
1 | two
  | --- the first one
  |
  = help: rename it
`,
  );
});

terminal("tabs, wide characters and characters that steer terminals", () => {
  const file = createSourceFile("a.hproc", "\t漢字 \u001b[31mred e\u0301 x");
  assert.fixture(
    renderDiagnostic(diagnostic({ file, span: spanOf(file, "x") }), { colour: false }),
    `error name/built-in: something is wrong
 --> a.hproc:1:17
  |
1 |   漢字 \ufffd[31mred e\u0301 x
  |                   ^
`,
  );
});

terminal("a very long line is shown around the place", () => {
  const file = createSourceFile("a.hproc", `${"a".repeat(5000)} here ${"b".repeat(5000)}`);
  const text = renderDiagnostic(diagnostic({ file, span: spanOf(file, "here") }), { colour: false });
  const [, , , source = "", underline = ""] = text.split("\n");
  assert.is(source, `1 | …${"a".repeat(38)} here ${"b".repeat(114)}…`);
  assert.is(underline.indexOf("^^^^"), source.indexOf("here"));
});

terminal("an empty place, several lines, and the end of the file", () => {
  const file = createSourceFile("a.hproc", "one\ntwo");
  const frame = (start: number, end: number): string =>
    renderDiagnostic(diagnostic({ file, span: { start, end } }), { colour: false }).split("\n").slice(3, 5).join("\n");
  assert.is(frame(1, 1), "1 | one\n  |  ^");
  assert.is(frame(1, 6), "1 | one\n  |  ^^");
  assert.is(frame(7, 7), "2 | two\n  |    ^");
});

terminal("colour only when asked for", () => {
  const file = createSourceFile("a.hproc", "one");
  const warning = diagnostic({ file, span: { start: 0, end: 3 }, severity: "warning" });
  assert.not.match(renderDiagnostic(warning, { colour: false }), "\u001b");
  assert.is(
    renderDiagnostic(warning, { colour: true }),
    "\u001b[1;33mwarning name/built-in\u001b[0m\u001b[1m: something is wrong\u001b[0m\n" +
      " \u001b[1;34m-->\u001b[0m a.hproc:1:1\n" +
      "\u001b[1;34m  |\u001b[0m\n" +
      "\u001b[1;34m1 |\u001b[0m one\n" +
      "\u001b[1;34m  |\u001b[0m \u001b[1;33m^^^\u001b[0m\n",
  );
});

terminal("counts", () => {
  const file = createSourceFile("a.hproc", "one");
  const one = diagnostic({ file });
  const warning = diagnostic({ file, severity: "warning" });
  assert.is(countDiagnostics([]), "");
  assert.is(countDiagnostics([one]), "1 error");
  assert.is(countDiagnostics([warning, warning]), "2 warnings");
  assert.is(countDiagnostics([one, warning, one]), "2 errors, 1 warning");
});

terminal.run();

const json = suite("diagnostics as JSON");

json("every member, with positions", () => {
  const { diagnostics } = compile("package a:b.os@0.1.0\nrecord Task { id: u64; }");
  assert.equal(diagnostics.map(renderDiagnosticJson).map((line) => JSON.parse(line)), [
    {
      kind: "diagnostic",
      code: "syntax/character",
      severity: "error",
      message: "`;` has no meaning here",
      file: "test.hproc",
      start: { line: 2, column: 22, offset: 42 },
      end: { line: 2, column: 23, offset: 43 },
      label: null,
      related: [],
      expected: null,
      help: "remove it: a construct ends with its line",
      fixes: [
        {
          title: "Remove `;`",
          edits: [
            {
              file: "test.hproc",
              start: { line: 2, column: 22, offset: 42 },
              end: { line: 2, column: 23, offset: 43 },
              newText: "",
            },
          ],
        },
      ],
    },
  ]);
  assert.not.match(diagnostics.map(renderDiagnosticJson).join(""), "\n");
});

json.run();

function diagnostic(parts: Partial<Diagnostic> & { readonly file: SourceFile }): Diagnostic {
  return {
    code: "name/built-in",
    severity: "error",
    message: "something is wrong",
    span: { start: 0, end: 0 },
    label: undefined,
    related: [],
    expected: undefined,
    help: undefined,
    fixes: [],
    ...parts,
  };
}

function spanOf(file: SourceFile, text: string): Diagnostic["span"] {
  const start = file.text.indexOf(text);
  return { start, end: start + text.length };
}
