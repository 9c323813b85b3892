/** `--format`: which text goes where, for a run as a whole. */

import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findFormat } from "../../compiler/cli/format.js";
import { withFiles } from "../component/temporary-project.js";
import { sarifSchema } from "../diagnostics/sarif-schema.js";
import { handlers, schema } from "./counter-project.js";
import { hproc } from "./run-hproc.js";

const test = suite("formats");

const validateSarif = new Ajv2020({ strict: true }).compile(sarifSchema);

const files = {
  "good/counter.hproc": schema,
  "bad/counter.hproc": schema.replace("total() -> u64", "total() -> u63"),
  "untyped/counter.hproc": `${schema}\nenum Unused { A }\n`,
  "untyped/counter.ts": handlers.replace("state.total;", "state.totl;"),
};

const words: readonly (readonly [words: string, format: string])[] = [
  ["check", "text"],
  ["check --json", "json"],
  ["check --format json", "json"],
  ["check --format=sarif", "sarif"],
  ["check --format sarif --format github", "github"],
  ["check --format xml", "text"],
  ["check --format", "text"],
  ["check --json --format xml", "json"],
];

for (const [line, format] of words) {
  test(`\`${line}\` is shown as ${format}`, () => assert.is(findFormat(line.split(" ")), format));
}

test("GitHub: commands and results on stdout", async () => {
  await withFiles(files, async (folder) => {
    const [good, bad, nowhere] = await Promise.all([
      hproc(folder, "check", "good", "--format", "github"),
      hproc(folder, "check", "bad", "--format", "github"),
      hproc(folder, "check", "nowhere", "--format", "github"),
    ]);
    assert.equal([good.code, good.stdout, good.stderr], [0, "good/counter.hproc: no errors\n", ""]);
    const command =
      "::error file=bad/counter.hproc,line=8,endLine=8,col=37,endColumn=40,title=name/unknown-type::" +
      "no type is named `u63`%0Ahelp: did you mean `u64`?\n";
    assert.equal([bad.code, bad.stdout, bad.stderr], [1, command, ""]);
    const failure = "::error title=hproc::hproc: there is no file or folder `nowhere`\n";
    assert.equal([nowhere.code, nowhere.stdout, nowhere.stderr], [2, failure, ""]);
  });
});

test("SARIF: one log on stdout for the whole run, whatever happens", async () => {
  await withFiles(files, async (folder) => {
    const runs = await Promise.all(
      ["check good", "check bad", "check nowhere", "check --colour", "build untyped"].map(async (line) => {
        const { code, stdout, stderr } = await hproc(folder, ...line.split(" "), "--format", "sarif");
        const log: unknown = JSON.parse(stdout);
        assert.ok(validateSarif(log), JSON.stringify(validateSarif.errors));
        const [{ results, invocations }] = (log as any).runs;
        const found = results.map(({ ruleId, locations }: any) => {
          return `${ruleId} ${locations[0].physicalLocation.artifactLocation.uri}`;
        });
        return [code, stderr.replace(/\d+ ms/, "… ms"), invocations[0].executionSuccessful, found];
      }),
    );
    assert.equal(runs, [
      [0, "good/counter.hproc: no errors\n", true, []],
      [1, "", true, ["name/unknown-type bad/counter.hproc"]],
      [2, "hproc: there is no file or folder `nowhere`\n", false, []],
      [2, "hproc: `hproc check` has no option `--colour`; `hproc check --help` lists them\n", false, []],
      [
        1,
        "compiled untyped/counter.hproc: 12 files, 12 changed, … ms\n",
        true,
        ["type/unused untyped/counter.hproc", "TS2551 untyped/counter.ts"],
      ],
    ]);
  });
});

test.run();
