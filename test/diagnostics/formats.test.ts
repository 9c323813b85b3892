/** Diagnostics as GitHub and viewers of SARIF take them. */

import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.js";
import { explanations } from "../../compiler/diagnostics/explanations/index.js";
import {
  renderDiagnosticGithub,
  renderErrorGithub,
  renderTextGithub,
} from "../../compiler/diagnostics/render-github.js";
import { renderSarif } from "../../compiler/diagnostics/render-sarif.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import { compile } from "../support/compile.js";
import { readCases, withoutAnnotations } from "../support/notation.js";
import { sarifSchema } from "./sarif-schema.js";

const github = suite("diagnostics for GitHub");

const file = createSourceFile("a,b:c/100%.hproc", "one\ntwo\nthree");

const twoLines: Diagnostic = {
  code: "name/built-in",
  severity: "warning",
  message: "50% of\r\nit",
  file,
  span: { start: 1, end: 6 },
  label: "here: a, b",
  related: [{ file, span: { start: 8, end: 13 }, message: "and there" }],
  expected: "less",
  help: "remove it",
  fixes: [],
};

github("all that there is to say, escaped; no columns for a place of two lines", () => {
  assert.is(
    renderDiagnosticGithub(twoLines),
    "::warning file=a%2Cb%3Ac/100%25.hproc,line=1,endLine=2,title=name/built-in::" +
      "50%25 of%0D%0Ait%0Ahere: a, b%0Aexpected: less%0Ahelp: remove it%0Aa,b:c/100%25.hproc:3:1: and there",
  );
});

github("columns for a place of one line", () => {
  const { diagnostics } = compile("package a:b.os@0.1.0\nrecord A { a: u46 }");
  assert.equal(diagnostics.map(renderDiagnosticGithub), [
    "::error file=test.hproc,line=2,endLine=2,col=15,endColumn=18,title=name/unknown-type::" +
      "no type is named `u46`%0Ahelp: did you mean `u16`?",
  ]);
});

github("what has no place", () => {
  assert.is(renderErrorGithub("hproc: 1%\nmore"), "::error title=hproc::hproc: 1%25%0Amore");
});

github("text beside the commands is never one", () => {
  assert.is(renderTextGithub("::error::x\n  ::debug::y\na ::b"), ": :error::x\n  : :debug::y\na ::b");
  assert.is(renderTextGithub("a ##[error]x"), "a ## [error]x");
});

github.run();

const sarif = suite("diagnostics as SARIF");

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validate = ajv.compile(sarifSchema);

function render(diagnostics: readonly Diagnostic[], errors: readonly string[] = []): any {
  const log: unknown = JSON.parse(renderSarif({ version: "1.2.3", diagnostics, errors }));
  assert.ok(validate(log), ajv.errorsText(validate.errors));
  return log;
}

sarif("nothing found", () => {
  const text = renderSarif({ version: "1.2.3", diagnostics: [], errors: [] });
  assert.ok(validate(JSON.parse(text)));
  assert.is(
    text,
    `{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "hproc",
          "version": "1.2.3",
          "rules": []
        }
      },
      "columnKind": "utf16CodeUnits",
      "newlineSequences": [
        "\\r\\n",
        "\\n",
        "\\r"
      ],
      "invocations": [
        {
          "executionSuccessful": true,
          "toolExecutionNotifications": []
        }
      ],
      "results": []
    }
  ]
}
`,
  );
});

sarif("a result with its rule and a fix", () => {
  const { diagnostics } = compile("package a:b.os@0.1.0\nrecord Task { id: u64; }");
  const [run] = render(diagnostics).runs;
  const { title, text } = explanations["syntax/character"];
  assert.equal(run.tool.driver.rules, [
    {
      id: "syntax/character",
      shortDescription: { text: title },
      fullDescription: { text },
      defaultConfiguration: { level: "error" },
    },
  ]);
  const region = { startLine: 2, startColumn: 22, endLine: 2, endColumn: 23 };
  assert.equal(run.results, [
    {
      ruleId: "syntax/character",
      ruleIndex: 0,
      level: "error",
      message: { text: "`;` has no meaning here\nhelp: remove it: a construct ends with its line" },
      locations: [{ physicalLocation: { artifactLocation: { uri: "test.hproc" }, region } }],
      fixes: [
        {
          description: { text: "Remove `;`" },
          artifactChanges: [
            {
              artifactLocation: { uri: "test.hproc" },
              replacements: [{ deletedRegion: region, insertedContent: { text: "" } }],
            },
          ],
        },
      ],
    },
  ]);
});

sarif("several codes, related places, a label, and a fix of two files", () => {
  const other = createSourceFile("/root/b.hproc", "x");
  const fixes = [
    {
      title: "Rename both",
      edits: [
        { span: { start: 0, end: 3 }, newText: "1" },
        { file: other, span: { start: 0, end: 1 }, newText: "1" },
        { span: { start: 4, end: 4 }, newText: "2" },
      ],
    },
  ];
  const related = [{ file: other, span: { start: 0, end: 1 }, message: "the other" }];
  const [run] = render([
    { ...twoLines, related, fixes },
    { ...twoLines, code: "TS2322", severity: "error", related: [] },
  ]).runs;
  assert.equal(
    run.tool.driver.rules.map(({ id, defaultConfiguration }: any) => [id, defaultConfiguration.level]),
    [
      ["TS2322", "error"],
      ["name/built-in", "error"],
    ],
  );
  const [first, second] = run.results;
  assert.equal([first.ruleIndex, first.level, second.ruleIndex, second.level], [1, "warning", 0, "error"]);
  assert.equal(first.locations, [
    {
      physicalLocation: {
        artifactLocation: { uri: "a%2Cb%3Ac/100%25.hproc" },
        region: { startLine: 1, startColumn: 2, endLine: 2, endColumn: 3 },
      },
      message: { text: "here: a, b" },
    },
  ]);
  const place = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
  assert.equal(first.relatedLocations, [
    {
      id: 0,
      physicalLocation: { artifactLocation: { uri: "file:///root/b.hproc" }, region: place },
      message: { text: "the other" },
    },
  ]);
  assert.equal(
    first.fixes[0].artifactChanges.map(({ artifactLocation, replacements }: any) => [
      artifactLocation.uri,
      replacements.map(({ deletedRegion: { startLine, startColumn, endColumn }, insertedContent }: any) =>
        [startLine, startColumn, endColumn, insertedContent.text].join(" "),
      ),
    ]),
    [
      ["a%2Cb%3Ac/100%25.hproc", ["1 1 4 1", "2 1 1 2"]],
      ["file:///root/b.hproc", ["1 1 2 1"]],
    ],
  );
  assert.not("relatedLocations" in second);
});

sarif("what has no place makes the run a failure", () => {
  const [{ invocations }] = render([], ["hproc: there is no file or folder `x`"]).runs;
  assert.equal(invocations, [
    {
      executionSuccessful: false,
      toolExecutionNotifications: [{ level: "error", message: { text: "hproc: there is no file or folder `x`" } }],
    },
  ]);
});

sarif("a drive of Windows is no scheme", () => {
  const onDrive = createSourceFile("C:/a b/c.hproc", "x");
  const [{ results }] = render([{ ...twoLines, file: onDrive, span: { start: 0, end: 1 }, related: [] }]).runs;
  assert.is(results[0].locations[0].physicalLocation.artifactLocation.uri, "file:///C:/a%20b/c.hproc");
});

sarif("every diagnostic of the case files", () => {
  for (const path of [
    "syntax/errors.txt",
    "check/names.txt",
    "check/types.txt",
    "check/values.txt",
    "check/routes.txt",
  ]) {
    for (const { text } of readCases(path)) render(compile(withoutAnnotations(text)).diagnostics);
  }
});

sarif.run();
