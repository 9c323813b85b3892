/** `hproc explain`: a page, the list, an area, and the same for programs. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { listExplained } from "../../compiler/diagnostics/explanations/index.js";
import { withFiles } from "../component/temporary-project.js";
import { runHere } from "./run-here.js";
import { hproc } from "./run-hproc.js";

const test = suite("explain");

test("a code: what it protects, an example that gives it, and one that does not", async () => {
  assert.equal(await runHere("explain", "package/duplicate"), {
    code: 0,
    stdout: `error package/duplicate: the schema has two \`package\` lines

All processes of a schema are installed together, as one package. Two packages
are two schemas.

Wrong:

    package todo:template.os@0.1.0
    package list:template.os@0.1.0

    process Todo {
      local  ping() -> string
    }

hproc shows:

    error package/duplicate: a schema belongs to one package
     --> example.hproc:2:1
      |
    1 | package todo:template.os@0.1.0
      | ------------------------------ the first one
    2 | package list:template.os@0.1.0
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: remove one of the two lines

Right:

    package todo:template.os@0.1.0

    process Todo {
      local  ping() -> string
    }
`,
    stderr: "",
  });
});

test("a code whose examples have several files shows each below its name", async () => {
  const { code, stdout } = await runHere("explain", "TS2741");
  assert.is(code, 0);
  assert.match(stdout, /^error TS2741: TypeScript found a mistake in the author's files\n/);
  assert.equal(
    [...stdout.matchAll(/^ {4}\/\/ (.*)$/gm)].map(([, name]) => name),
    ["counter.hproc", "counter.ts", "counter.hproc", "counter.ts"],
  );
});

test("without a code: all of them, one a line, below their areas", async () => {
  const { code, stdout } = await runHere("explain");
  assert.is(code, 0);
  assert.equal(
    [...stdout.matchAll(/^ {2}(\S+) {2,}\S/gm)].map(([, each]) => each),
    listExplained().map((each) => each.code),
  );
  assert.equal(
    [...stdout.matchAll(/^(\w+): \S/gm)].map(([, area]) => area),
    [
      "syntax",
      "package",
      "use",
      "name",
      "type",
      "annotation",
      "default",
      "process",
      "handler",
      "route",
      "wit",
      "config",
      "project",
      "TypeScript",
    ],
  );
  for (const line of stdout.split("\n")) assert.ok(line.length <= 120, line);
});

test("an area: its codes, with which of them are warnings", async () => {
  assert.equal(await runHere("explain", "package"), {
    code: 0,
    stdout: `package: which package the schema belongs to
  package/missing    the schema has no \`package\` line
  package/duplicate  the schema has two \`package\` lines
  package/part       the name, publisher or version of the package is not one
`,
    stderr: "",
  });
  const { stdout } = await runHere("explain", "name");
  assert.match(stdout, /\n {2}name\/kit {2,}warning: Rust callers cannot use a name\n/);
});

test("for programs: the same in parts", async () => {
  await withFiles({}, async (folder) => {
    const [page, list] = await Promise.all([
      hproc(folder, "explain", "package/missing", "--json"),
      hproc(folder, "explain", "package", "--format", "json"),
    ]);
    const schema = "package todo:template.os@0.1.0\n\nprocess Todo {\n  local  ping() -> string\n}\n";
    const { text, wrong, ...rest } = JSON.parse(page.stdout);
    assert.equal(rest, {
      kind: "explanation",
      code: "package/missing",
      severity: "error",
      title: "the schema has no `package` line",
      right: { files: { "example.hproc": schema } },
    });
    assert.match(text, /^The package's name and publisher are part of each process's id/);
    assert.equal(Object.keys(wrong), ["files", "shown"]);
    assert.match(wrong.shown, /^error package\/missing: /);
    assert.equal(
      list.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
        .map(({ kind, code }) => `${kind} ${code}`),
      ["code package/missing", "code package/duplicate", "code package/part"],
    );
  });
});

test.run();
