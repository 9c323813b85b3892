/** Every code of the catalogue is reported by some case that is written down, in the style that all of them share. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { catalogue } from "../../compiler/diagnostics/catalogue.js";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import { createReport, hasErrors, sortDiagnostics } from "../../compiler/diagnostics/report.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import { compile } from "../support/compile.js";
import { readCases, withoutAnnotations } from "../support/notation.js";

const caseFiles: readonly string[] = [
  "syntax/errors.txt",
  "check/files.txt",
  "check/package.txt",
  "check/names.txt",
  "check/types.txt",
  "check/values.txt",
  "check/processes.txt",
  "check/routes.txt",
  "check/wit.txt",
];

/** What only reading from a disk finds: test/project/load.test.ts. */
const ofLoading: ReadonlySet<string> = new Set(["use/path", "use/missing-file", "use/too-many"]);

const tests = suite("catalogue");

tests("every code that a schema can have has a case", () => {
  const expected = new Set<string>();
  for (const { text } of caseFiles.flatMap(readCases)) {
    for (const [, code = ""] of text.matchAll(/^ *\^+ (?:warning )?([a-z-]+\/[a-z-]+):/gm)) expected.add(code);
  }
  // Those about a project need one: test/cli/explained-projects.test.ts; and those of JSON: test/project/config.test.ts.
  const others = Object.keys(catalogue).filter((code) => !/^(?:config|project)\//.test(code));
  const ofTexts = others.filter((code) => !ofLoading.has(code));
  assert.is(others.length - ofTexts.length, ofLoading.size);
  assert.equal([...expected].sort(), ofTexts.sort());
});

tests("messages have no full stop, quote in pairs and name no value that is missing", () => {
  for (const { text } of caseFiles.flatMap(readCases)) {
    const { diagnostics } = compile(withoutAnnotations(text));
    for (const { code, message, expected, help, related } of diagnostics) {
      for (const part of [message, expected, help, ...related.map((place) => place.message)]) {
        if (part === undefined) continue;
        assert.not.match(part, /\.$|undefined|NaN|\[object/, code);
        assert.is((part.replace("```", "``").split("`").length - 1) % 2, 0, `${code}: ${part}`);
      }
    }
  }
});

tests("order is by file, offset and code; what is found twice is reported once", () => {
  const one = createSourceFile("a.hproc", "abc");
  const two = createSourceFile("b.hproc", "abc");
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics);
  report("package/missing", {}, { file: two, span: { start: 0, end: 0 } });
  report("type/unused", { what: "record", name: "A" }, { file: one, span: { start: 2, end: 3 } });
  report("name/built-in", { name: "A" }, { file: one, span: { start: 2, end: 3 } });
  report("syntax/documentation", {}, { file: one, span: { start: 1, end: 2 } });
  report("name/built-in", { name: "A" }, { file: one, span: { start: 2, end: 3 } });
  assert.equal(
    sortDiagnostics(diagnostics).map(({ file, code }) => `${file.path} ${code}`),
    ["a.hproc syntax/documentation", "a.hproc name/built-in", "a.hproc type/unused", "b.hproc package/missing"],
  );
  assert.ok(hasErrors(diagnostics));
  assert.not(hasErrors(diagnostics.filter(({ severity }) => severity === "warning")));
});

tests.run();
