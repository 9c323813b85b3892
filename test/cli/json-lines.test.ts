/** What commands print with `--json` is what `schemas/diagnostic.schema.json` says. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { listExplained } from "../../compiler/diagnostics/explanations/index.js";
import { renderDiagnosticJson } from "../../compiler/diagnostics/render-json.js";
import { withFiles } from "../component/temporary-project.js";
import { compile } from "../support/compile.js";
import { isJsonLine, readJsonLine, readJsonLines } from "../support/json-lines.js";
import { readCases, withoutAnnotations } from "../support/notation.js";
import { kitInterface, kitWorld } from "../wit/kit.js";
import { project, schema } from "./counter-project.js";
import { hproc } from "./run-hproc.js";

const test = suite("lines of --json");

test("every command: diagnostics, results, failures, explanations", async () => {
  const files = {
    "good/counter.hproc": `${schema}\nenum Unused { A }\n`,
    "bad/counter.hproc": `${schema.replace("u64 }", "u64; total: string }")}\nrecord A { b: A`,
    "untyped/counter.hproc": schema,
    "untyped/counter.ts": project["counter.ts"]?.replace("state.total;", "state.totl;") ?? "",
    "bare/counter.hproc": schema,
    "wit/kiosk.wit": kitInterface,
    "wit/world.wit": kitWorld,
  };
  const runs: readonly (readonly [words: string, code: number, kinds: readonly string[]])[] = [
    ["check good", 0, ["diagnostic", "line"]],
    ["check bad", 1, ["diagnostic", "diagnostic", "diagnostic", "diagnostic"]],
    ["check nowhere", 2, ["error"]],
    ["check --colour", 2, ["error"]],
    ["compile good --check", 1, ["diagnostic", "outputs"]],
    ["build untyped", 1, ["line", "diagnostic"]],
    ["dev bare", 1, ["line", "diagnostic"]],
    ["new my-app", 0, ["created"]],
    ["new My-App", 2, ["error"]],
    ["import wit --out new.hproc", 0, ["diagnostic", "imported"]],
    ["import wit --out new.txt", 2, ["error"]],
    ["help dev", 0, ["line"]],
    ["explain handler", 0, ["code", "code"]],
    ["explain TS1", 0, ["explanation"]],
  ];
  await withFiles(files, async (folder) => {
    await Promise.all(
      runs.map(async ([words, expectedCode, kinds]) => {
        const { code, stdout, stderr } = await hproc(folder, ...words.split(" "), "--json");
        assert.equal([code, stderr], [expectedCode, ""], words);
        const lines = readJsonLines(stdout);
        assert.equal(
          lines.map(({ kind }) => kind),
          kinds,
          words,
        );
      }),
    );
  });
});

test("`explain` for every code", async () => {
  await withFiles({}, async (folder) => {
    const { stdout } = await hproc(folder, "explain", "--format=json");
    const lines = readJsonLines(stdout);
    assert.is(lines.length, listExplained().length);
  });
});

test("every diagnostic of the case files", () => {
  for (const file of ["syntax/errors.txt", "check/names.txt", "check/types.txt", "check/routes.txt"]) {
    for (const { text } of readCases(file)) {
      const { diagnostics } = compile(withoutAnnotations(text));
      for (const diagnostic of diagnostics) readJsonLine(renderDiagnosticJson(diagnostic));
    }
  }
});

test("the schema is closed, and tells kinds apart", () => {
  assert.ok(isJsonLine({ kind: "line", text: "" }));
  for (const wrong of [{}, { kind: "line" }, { kind: "other", text: "" }, { kind: "line", text: "", extra: 1 }]) {
    assert.not(isJsonLine(wrong), JSON.stringify(wrong));
  }
});

test.run();
