/** Schemas of several files on the command line: which files messages name, and where repairs are written. */

import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { hproc } from "./run-hproc.js";

const test = suite("used files");

const app = `package app:template.os@0.1.0

use { Owner } from "../shared/types.hproc"

record Task { owner: Owner }

process App {
  local  getTask() -> Task
}
`;

const types = "record Owner { name: string }\n";

test("a folder whose schema uses files beside it and in a sibling folder", async () => {
  const files = {
    "app/app.hproc": app.replace("\n\nrecord", '\nuse { State } from "./state.hproc"\n\nrecord').replace("r }\n", "r, s: State }\n"),
    "app/state.hproc": "enum State { Open, Done }\n",
    "shared/types.hproc": types,
  };
  await withFiles(files, async (folder) => {
    const ok = { code: 0, signal: null, stderr: "" };
    assert.equal(await hproc(folder, "check", "app"), { ...ok, stdout: "app/app.hproc: no errors\n" });
    assert.equal(await hproc(join(folder, "app"), "check"), { ...ok, stdout: "app.hproc: no errors\n" });
    const library = await hproc(folder, "check", "shared");
    assert.match(library.stderr, /^error package\/missing: /);
  });
});

/** Marks in two files: the type that the schema declares, and the one of its name that comes along. */
const clash = app.replace("{ Owner }", "{ Person }").replace("record", "record Owner { id: u64 }\nrecord");

const clashTypes = "record Owner { name: string }\nrecord Person { owner: Owner }\n";

function shown(schema: string, other: string): string {
  return `error use/clash: there are two types called \`Owner\`, and the outputs of a schema have one set of names
 --> ${schema}:3:21
  |
3 | use { Person } from "../shared/types.hproc"
  |                     ^^^^^^^^^^^^^^^^^^^^^^^
5 | record Owner { id: u64 }
  |        ----- is called so
 ::: ${other}:1:8
  |
1 | record Owner { name: string }
  |        ----- is called so
  |
  = help: in the schema, call one by another name: \`use { Owner as OtherOwner } from "../shared/types.hproc"\`
`;
}

test("frames of two files name both from where the user stands", async () => {
  const schema = clash.replace("owner: Owner }", "owner: Owner, person: Person }");
  await withFiles({ "app/app.hproc": schema, "shared/types.hproc": clashTypes }, async (folder) => {
    const places = [
      { path: "app", from: ".", schema: "app/app.hproc", other: "shared/types.hproc" },
      { path: "app.hproc", from: "app", schema: "app.hproc", other: "../shared/types.hproc" },
      { path: "../app", from: "shared", schema: "../app/app.hproc", other: "../shared/types.hproc" },
      { path: join(folder, "app"), from: ".", schema: `${folder}/app/app.hproc`, other: `${folder}/shared/types.hproc` },
    ];
    for (const { path, from, schema: expected, other } of places) {
      const { code, stderr } = await hproc(join(folder, from), "check", path);
      assert.is(stderr, `${shown(expected, other)}\n1 error; \`hproc check --fix\` repairs all\n`);
      assert.is(code, 1);
    }
  });
});

test("programs get the path of each file too", async () => {
  const schema = clash.replace("owner: Owner }", "owner: Owner, person: Person }");
  await withFiles({ "app/app.hproc": schema, "shared/types.hproc": clashTypes }, async (folder) => {
    const { stdout } = await hproc(folder, "check", "app", "--json");
    const [diagnostic] = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert.is(diagnostic.file, "app/app.hproc");
    assert.equal(
      diagnostic.related.map(({ file, start }: { file: string; start: { line: number } }) => [file, start.line]),
      [["app/app.hproc", 5], ["shared/types.hproc", 1]],
    );
  });
});

test("repairs are written into every file of the schema, behind links too, and into nothing that is installed", async () => {
  const wrong = (name: string): string => `record ${name} { x: sting }\n`;
  const files = {
    "app/app.hproc":
      "package app:template.os@0.1.0\n" +
      'use { A } from "../shared/a.hproc"\nuse { B } from "./b.hproc"\nuse { C } from "money/c.hproc"\n' +
      "process App {\n  local  f(a: A, b: B, c: C, d: sting)\n}\n",
    "shared/a.hproc": wrong("A"),
    "real/b.hproc": wrong("B"),
    "node_modules/money/c.hproc": wrong("C"),
  };
  await withFiles(files, async (folder) => {
    await symlink("../real/b.hproc", join(folder, "app/b.hproc"));
    await symlink("app", join(folder, "linked"));
    const { code, stdout, stderr } = await hproc(folder, "check", "linked", "--fix");
    assert.is(stdout, "linked/app.hproc, real/b.hproc, shared/a.hproc: 3 mistakes repaired\n");
    assert.is(
      stderr,
      `error name/unknown-type: no type is named \`sting\`
 --> node_modules/money/c.hproc:1:15
  |
1 | record C { x: sting }
  |               ^^^^^
  |
  = help: did you mean \`string\`?

1 error
`,
    );
    assert.is(code, 1);
    for (const [path, text] of Object.entries(files)) {
      const expected = path.startsWith("node_modules") ? text : text.replaceAll("sting", "string");
      assert.is(await readFile(join(folder, path), "utf8"), expected, path);
    }
  });
});

test.run();
