/** Which files a schema is made of, what they are called, and what is said where a path leads nowhere. */

import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applyFixes } from "../../compiler/diagnostics/apply-fixes.js";
import type { Example } from "../../compiler/diagnostics/explanations/explanation.js";
import { explanations } from "../../compiler/diagnostics/explanations/index.js";
import { renderDiagnostics } from "../../compiler/diagnostics/render.js";
import { checkSchema } from "../../compiler/pipeline.js";
import type { Host } from "../../compiler/project/host.js";
import { loadSchema } from "../../compiler/project/load.js";
import { locateSchema, type SchemaLocation } from "../../compiler/project/locate.js";
import { nodeHost } from "../../compiler/project/node-host.js";
import { findPathMistake } from "../../compiler/project/resolve-path.js";
import { withFiles } from "../component/temporary-project.js";
import { createMemoryHost } from "./memory-host.js";

const files = suite("files of a schema");

/** The schema of most cases: the user stands in `/work`. */
const schema: SchemaLocation = { folder: "/work/app", fileName: "app.hproc", displayPath: "app/app.hproc" };

const header = "package app:template.os@0.1.0\n";

/** Uses the type `T` of each path. */
function using(...paths: readonly string[]): string {
  return paths.map((path, index) => `use { T as T${index} } from ${JSON.stringify(path)}\n`).join("");
}

const type = "type T = u8\n";

files("relative paths begin at the folder of the file that they stand in, up and down", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc": header + using("./parts/one.hproc", "../shared/two.hproc", "./parts/../beside.hproc"),
    "/work/app/parts/one.hproc": using("./deep/three.hproc", "../beside.hproc"),
    "/work/app/parts/deep/three.hproc": using("../../../shared/two.hproc"),
    "/work/app/beside.hproc": type,
    "/work/shared/two.hproc": type,
  });
  assert.equal(await filesOf(schema, host), [
    ["app.hproc", "app/app.hproc", "/work/app/app.hproc"],
    ["parts/one.hproc", "app/parts/one.hproc", "/work/app/parts/one.hproc"],
    ["../shared/two.hproc", "shared/two.hproc", "/work/shared/two.hproc"],
    ["beside.hproc", "app/beside.hproc", "/work/app/beside.hproc"],
    ["parts/deep/three.hproc", "app/parts/deep/three.hproc", "/work/app/parts/deep/three.hproc"],
  ]);
});

files("names do not depend on where the user stands; the paths of messages do", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc": header + using("./one.hproc", "../two.hproc"),
    "/work/app/one.hproc": type,
    "/work/two.hproc": type,
  });
  const shown: Readonly<Record<string, readonly string[]>> = {
    "app.hproc": ["app.hproc", "one.hproc", "../two.hproc"],
    "app/app.hproc": ["app/app.hproc", "app/one.hproc", "two.hproc"],
    "../../work/app/app.hproc": ["../../work/app/app.hproc", "../../work/app/one.hproc", "../../work/two.hproc"],
    "/work/app/app.hproc": ["/work/app/app.hproc", "/work/app/one.hproc", "/work/two.hproc"],
  };
  for (const [displayPath, expected] of Object.entries(shown)) {
    const found = await filesOf({ ...schema, displayPath }, host);
    assert.equal(found.map(([name]) => name), ["app.hproc", "one.hproc", "../two.hproc"]);
    assert.equal(found.map(([, path]) => path), expected);
  }
});

files("packages are looked for in `node_modules` of the folder and of all above it, the nearest first", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc": header + using("money/money.hproc", "@scope/time/src/time.hproc", "near/near.hproc"),
    "/work/node_modules/money/money.hproc": using("./parts/coin.hproc", "other/other.hproc"),
    "/work/node_modules/money/parts/coin.hproc": type,
    "/work/node_modules/money/node_modules/other/other.hproc": type,
    "/work/node_modules/other/other.hproc": type,
    "/node_modules/@scope/time/src/time.hproc": type,
    "/work/app/node_modules/near/near.hproc": type,
    "/work/node_modules/near/near.hproc": type,
  });
  assert.equal(await filesOf(schema, host), [
    ["app.hproc", "app/app.hproc", "/work/app/app.hproc"],
    ["money/money.hproc", "node_modules/money/money.hproc", "/work/node_modules/money/money.hproc"],
    [
      "@scope/time/src/time.hproc",
      "../node_modules/@scope/time/src/time.hproc",
      "/node_modules/@scope/time/src/time.hproc",
    ],
    ["near/near.hproc", "app/node_modules/near/near.hproc", "/work/app/node_modules/near/near.hproc"],
    ["money/parts/coin.hproc", "node_modules/money/parts/coin.hproc", "/work/node_modules/money/parts/coin.hproc"],
    [
      "other/other.hproc",
      "node_modules/money/node_modules/other/other.hproc",
      "/work/node_modules/money/node_modules/other/other.hproc",
    ],
  ]);
});

files("a file that several use is one file, also by different paths, links and packages", async () => {
  const host = createMemoryHost(
    {
      "/work/app/app.hproc":
        header + using("./one.hproc", "./link.hproc", "./folder/one.hproc", "pkg/one.hproc", "./two.hproc"),
      "/work/app/one.hproc": type,
      "/work/app/two.hproc": using("./../app/one.hproc"),
    },
    {
      "/work/app/link.hproc": "./one.hproc",
      "/work/app/folder": "/work/app",
      "/work/node_modules/pkg": "../app",
    },
  );
  assert.equal((await filesOf(schema, host)).map(([name]) => name), ["app.hproc", "one.hproc", "two.hproc"]);
  const loaded = await loadSchema(schema, host);
  const [entry, one, two] = loaded?.units ?? [];
  assert.ok(entry && one && two);
  for (const path of ["./one.hproc", "./link.hproc", "./folder/one.hproc", "pkg/one.hproc"]) {
    assert.is(entry.files.get(path), one.tree.file, path);
  }
  assert.is(two.files.get("./../app/one.hproc"), one.tree.file);
});

files("a link to itself, and a folder that contains one, end", async () => {
  const host = createMemoryHost(
    {
      "/work/app/app.hproc": header + using("./self/self/one.hproc"),
      "/work/app/one.hproc": using("./self/one.hproc", "./self/app.hproc"),
    },
    { "/work/app/self": "." },
  );
  assert.equal(await filesOf(schema, host), [
    ["app.hproc", "app/app.hproc", "/work/app/app.hproc"],
    ["self/self/one.hproc", "app/one.hproc", "/work/app/one.hproc"],
  ]);
});

files("what was read and looked for is told: the schema first, each path once, links with what they lead to", async () => {
  const host = createMemoryHost(
    {
      "/work/app/app.hproc": header + using("./one.hproc", "./linked.hproc", "pkg/x.hproc", "./gone.hproc", "no"),
      "/work/app/one.hproc": using("./gone.hproc"),
      "/work/other/real.hproc": type,
      "/work/node_modules/pkg/x.hproc": type,
    },
    { "/work/app/linked.hproc": "../other/real.hproc" },
  );
  assert.equal((await loadSchema(schema, host))?.inputs, [
    "/work/app/app.hproc",
    "/work/app/one.hproc",
    "/work/app/linked.hproc",
    "/work/other/real.hproc",
    "/work/app/node_modules/pkg/x.hproc",
    "/work/node_modules/pkg/x.hproc",
    "/work/app/gone.hproc",
  ]);
  const everywhere = createMemoryHost({ "/work/app/app.hproc": header + using("money/money.hproc") });
  assert.equal((await loadSchema(schema, everywhere))?.inputs, [
    "/work/app/app.hproc",
    "/work/app/node_modules/money/money.hproc",
    "/work/node_modules/money/money.hproc",
    "/node_modules/money/money.hproc",
  ]);
});

files("a schema that is a link: paths begin where it really is, and messages name it as it was given", async () => {
  const host = createMemoryHost(
    { "/work/real/app.hproc": header + using("./one.hproc"), "/work/real/one.hproc": using("./app.hproc") },
    { "/work/app/app.hproc": "../real/app.hproc", "/work/linked": "real" },
  );
  assert.equal(await filesOf(schema, host), [
    ["app.hproc", "app/app.hproc", "/work/real/app.hproc"],
    ["one.hproc", "real/one.hproc", "/work/real/one.hproc"],
  ]);
  // Of a folder that is a link, what is in it is shown below the link.
  const linked = { folder: "/work/linked", fileName: "app.hproc", displayPath: "linked/app.hproc" };
  assert.equal(await filesOf(linked, host), [
    ["app.hproc", "linked/app.hproc", "/work/real/app.hproc"],
    ["one.hproc", "linked/one.hproc", "/work/real/one.hproc"],
  ]);
});

files("what is beside a folder that is a link is shown from where the user stands", async () => {
  const host = createMemoryHost(
    { "/data/deep/app/app.hproc": header + using("../shared/one.hproc"), "/data/deep/shared/one.hproc": type },
    { "/work/app": "/data/deep/app" },
  );
  assert.equal((await filesOf(schema, host)).map(([, path]) => path), ["app/app.hproc", "../data/deep/shared/one.hproc"]);
});

files("without the schema there is nothing", async () => {
  assert.is(await loadSchema(schema, createMemoryHost({ "/work/app/other.hproc": "" })), undefined);
});

files("the real file system: packages above, linked packages, links in circles", async () => {
  const found = {
    "work/app/app.hproc":
      header + using("money/money.hproc", "@scope/time/time.hproc", "./self/self/one.hproc", "../shared/two.hproc"),
    "work/app/one.hproc": using("./self/one.hproc"),
    "work/shared/two.hproc": type,
    "work/node_modules/@scope/time/time.hproc": type,
    "store/money/money.hproc": using("coin/coin.hproc"),
    "store/money/node_modules/coin/coin.hproc": type,
  };
  await withFiles(found, async (folder) => {
    await symlink(".", join(folder, "work/app/self"));
    await symlink("../../store/money", join(folder, "work/node_modules/money"));
    const located = await locateSchema(join(folder, "work/app/app.hproc"));
    assert.equal(
      (await filesOf(located, nodeHost)).map(([name, path]) => [name, path?.replace(folder, "")]),
      [
        ["app.hproc", "/work/app/app.hproc"],
        ["money/money.hproc", "/store/money/money.hproc"],
        ["@scope/time/time.hproc", "/work/node_modules/@scope/time/time.hproc"],
        ["self/self/one.hproc", "/work/app/one.hproc"],
        ["../shared/two.hproc", "/work/shared/two.hproc"],
        ["coin/coin.hproc", "/store/money/node_modules/coin/coin.hproc"],
      ],
    );
  });
});

files("the real file system: a folder, a link in a circle and a name that is too long are no files", async () => {
  const long = `./${"x".repeat(300)}.hproc`;
  const text = header + using("./folder.hproc", "./circle.hproc", long, "./app.hproc/x.hproc", "./nowhere.hproc");
  await withFiles({ "app.hproc": text }, async (folder) => {
    await mkdir(join(folder, "folder.hproc"));
    await symlink("circle.hproc", join(folder, "circle.hproc"));
    await symlink("gone.hproc", join(folder, "nowhere.hproc"));
    const located = await locateSchema(join(folder, "app.hproc"));
    const loaded = await loadSchema(located, nodeHost);
    assert.equal(
      loaded?.diagnostics.map(({ code, message }) => `${code}: ${message.replaceAll(`${folder}/`, "")}`),
      ["folder.hproc", "circle.hproc", long.slice(2), "app.hproc/x.hproc", "nowhere.hproc"].map(
        (name) => `use/missing-file: there is no file \`${name}\``,
      ),
    );
    assert.equal(loaded?.units[0].missing.length, 5);
  });
});

files.run();

const missing = suite("paths that lead nowhere");

missing("a file that is not there, with one that is close; every place is reported and repaired", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc":
      `${header}use { T } from "../shared/tpyes.hproc"\n` +
      'process P {\n  uses q:q:q.os as q from "../shared/tpyes.hproc"\n  local f(a: T)\n}\n',
    "/work/shared/types.hproc": type,
    "/work/shared/tpyes.txt": "",
  });
  const { diagnostics } = await checkSchema(schema, host);
  assert.is(
    renderDiagnostics(diagnostics, { colour: false }),
    `error use/missing-file: there is no file \`shared/tpyes.hproc\`
 --> app/app.hproc:2:16
  |
2 | use { T } from "../shared/tpyes.hproc"
  |                ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = expected: a path from the folder of this file, or into an npm package that is installed
  = help: did you mean \`../shared/types.hproc\`?

error use/missing-file: there is no file \`shared/tpyes.hproc\`
 --> app/app.hproc:4:27
  |
4 |   uses q:q:q.os as q from "../shared/tpyes.hproc"
  |                           ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = expected: a path from the folder of this file, or into an npm package that is installed
  = help: did you mean \`../shared/types.hproc\`?
`,
  );
  const { files: fixed, count } = applyFixes(diagnostics);
  assert.is(count, 2);
  assert.is(fixed[0]?.text, host.files.get("/work/app/app.hproc")?.replaceAll("tpyes", "types"));
});

missing("of a package: a file of it that is close, one beside the schema, or nothing", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc": header + using("money/mony.hproc", "shared/types.hproc", "gone/gone.hproc"),
    "/work/app/shared/types.hproc": type,
    "/work/node_modules/money/money.hproc": type,
  });
  const loaded = await loadSchema(schema, host);
  assert.equal(
    loaded?.diagnostics.map(({ code, message, help, fixes }) => [code, message, help, fixes.map(({ title }) => title)]),
    [
      [
        "use/missing-file",
        "there is no file `money/mony.hproc` in any `node_modules`",
        "did you mean `money/money.hproc`?",
        ['Write `"money/money.hproc"`'],
      ],
      [
        "use/missing-file",
        "there is no file `shared/types.hproc` in any `node_modules`",
        "did you mean `./shared/types.hproc`?",
        ['Write `"./shared/types.hproc"`'],
      ],
      ["use/missing-file", "there is no file `gone/gone.hproc` in any `node_modules`", undefined, []],
    ],
  );
});

missing("nothing else is said about what would have come from there", async () => {
  const text = `${header}use { A, B as C } from "./gone.hproc"\nprocess P {\n  local f(a: A, c: C)\n}\n`;
  const { diagnostics } = await checkSchema(schema, createMemoryHost({ "/work/app/app.hproc": text }));
  assert.equal(diagnostics.map(({ code }) => code), ["use/missing-file"]);
});

/** What is wrong with a path, and what is written instead. */
const mistakes: Readonly<Record<string, readonly [problem: string, better?: string]>> = {
  "": ["it is empty"],
  "  ": ["it is empty"],
  "./a\u0000.hproc": ["it has control characters"],
  "./a\n.hproc": ["it has control characters"],
  " ./a.hproc ": ["it has spaces around it", "./a.hproc"],
  ".\\parts\\a.hproc": ["folders are separated by `/`", "./parts/a.hproc"],
  "parts\\a": ["folders are separated by `/`", "./parts/a.hproc"],
  "C:\\parts\\a.hproc": ["folders are separated by `/`"],
  "C:/parts/a.hproc": ["it begins at the root of a disk, which differs on every machine"],
  "/parts/a.hproc": ["it begins at the root of a disk, which differs on every machine"],
  "//server/a.hproc": ["it begins at the root of a disk, which differs on every machine"],
  "~/a.hproc": ["it begins at a home folder, which differs on every machine"],
  "file:///a.hproc": ["files are read from the disk only"],
  "https://example.org/a.hproc": ["files are read from the disk only"],
  "npm:money/money.hproc": ["files are read from the disk only"],
  "node_modules/money/money.hproc": ["packages are found without `node_modules`", "money/money.hproc"],
  ".": ["it leads to a folder"],
  "..": ["it leads to a folder"],
  "./parts/": ["it leads to a folder"],
  "./parts/..": ["it leads to a folder"],
  "./a": ["it does not end with `.hproc`", "./a.hproc"],
  "./a.ts": ["it does not end with `.hproc`", "./a.hproc"],
  "./a.HPROC": ["it does not end with `.hproc`", "./a.hproc"],
  "./a.b": ["it does not end with `.hproc`", "./a.b.hproc"],
  a: ["it does not end with `.hproc`", "./a.hproc"],
  "money/money": ["it does not end with `.hproc`", "money/money.hproc"],
  "./.hproc": ["a file has a name before `.hproc`"],
  "a.hproc": ["a file beside this one begins with `./`", "./a.hproc"],
  "..a/b.hproc": ["a file beside this one begins with `./`", "./..a/b.hproc"],
  "@scope/money.hproc": ["a file of a scoped package stands behind both parts of its name"],
  "money/../../a.hproc": ["a path into a package does not lead out of it"],
};

for (const [path, [problem, better]] of Object.entries(mistakes)) {
  missing(`${JSON.stringify(path)}: ${problem}`, () => assert.equal(findPathMistake(path), { problem, better }));
}

missing("paths without mistakes", () => {
  for (const path of ["./a.hproc", "../a.hproc", "./a b/ü.hproc", "./.a.hproc", "money/a.hproc", "@s/money/b/a.hproc"]) {
    assert.is(findPathMistake(path), undefined, path);
  }
});

missing("are reported with their fix, wherever they stand", async () => {
  const text = `${header}use { T } from "types"\nprocess P {\n  uses q:q:q.os as q from "/q.hproc"\n  local f(a: T)\n}\n`;
  const { diagnostics } = await checkSchema(schema, createMemoryHost({ "/work/app/app.hproc": text }));
  assert.is(
    renderDiagnostics(diagnostics, { colour: false }),
    `error use/path: \`"types"\` does not name a schema: it does not end with \`.hproc\`
 --> app/app.hproc:2:16
  |
2 | use { T } from "types"
  |                ^^^^^^^
  |
  = expected: a path from this file such as \`"./types.hproc"\`, or a file of an npm package such as \`"money/money.hproc"\`
  = help: write \`"./types.hproc"\`

error use/path: \`"/q.hproc"\` does not name a schema: it begins at the root of a disk, which differs on every machine
 --> app/app.hproc:4:27
  |
4 |   uses q:q:q.os as q from "/q.hproc"
  |                           ^^^^^^^^^^
  |
  = expected: a path from this file such as \`"./types.hproc"\`, or a file of an npm package such as \`"money/money.hproc"\`
`,
  );
  assert.is(applyFixes(diagnostics).files[0]?.text, text.replace('"types"', '"./types.hproc"'));
});

missing("more files than anybody writes: the first one too many is named, and that is all", async () => {
  const { wrong, shown } = explanations["use/too-many"] as { readonly wrong: Example; readonly shown: string };
  const [[fileName, excerpt] = ["", ""]] = Object.entries(wrong);
  const location = { folder: "/work/app", fileName, displayPath: fileName };
  const hostWith = (count: number): Host => {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    const uses = numbers.map((number) => `use { Type${number} } from "./types${number}.hproc"\n`);
    const needs = numbers.map((number) => `type Own${number} = Type${number}\n`);
    const text = excerpt.replace(/^use[^]*$/m, [...uses, ...needs].join(""));
    const types = numbers.map((number) => [`/work/app/types${number}.hproc`, `type Type${number} = u8\n`]);
    return createMemoryHost({ [`/work/app/${fileName}`]: text, ...Object.fromEntries(types) });
  };
  const { diagnostics } = await checkSchema(location, hostWith(1200));
  assert.is(renderDiagnostics(diagnostics, { colour: false }), shown);
  // The schema itself is one of them.
  assert.equal((await checkSchema(location, hostWith(999))).diagnostics, []);
});

missing.run();

const together = suite("files together");

together("files that use each other are reported once, whichever of them is used first", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc": `${header}use { A } from "../b/a.hproc"\nprocess P { local f(a: A) }\n`,
    "/work/b/a.hproc": 'use { B } from "./b.hproc"\nrecord A { b: B }\nrecord C { x: u8 }\n',
    "/work/b/b.hproc": 'use { C } from "./a.hproc"\nrecord B { c: C }\n',
  });
  const { diagnostics } = await checkSchema(schema, host);
  assert.is(
    renderDiagnostics(diagnostics, { colour: false }),
    `error use/cycle: the files use each other: \`../b/a.hproc\` → \`../b/b.hproc\` → \`../b/a.hproc\`
 --> b/b.hproc:1:16
  |
1 | use { C } from "./a.hproc"
  |                ^^^^^^^^^^^
 ::: b/a.hproc:1:16
  |
1 | use { B } from "./b.hproc"
  |                ----------- leads to \`../b/b.hproc\`
  |
  = expected: files that end: one that is used does not use the one that uses it
  = help: move the types that both need into a file of their own
`,
  );
});

together("processes may call each other across files", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc": `${header}process P {\n  uses q:q:q.os as q from "../q/q.hproc"\n  local f() -> u8\n}\n`,
    "/work/q/q.hproc":
      'package q:q.os@1.0.0\nprocess Q {\n  uses p:app:template.os as p from "../app/app.hproc"\n  local g() -> u8\n}\n',
  });
  const { model, diagnostics } = await checkSchema(schema, host);
  assert.equal(diagnostics, []);
  assert.equal(
    model?.processes.map(({ name, uses }) => [name, uses.map(({ processId }) => processId)]),
    [["P", ["q:q:q.os"]]],
  );
});

together("a file that cannot be read as a whole: its mistakes are shown, those of the schema first", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc": `${header}use { A, B } from "../a/types.hproc"\nprocess P { local f(a: A, b: B, c: Cc) }\n`,
    "/work/a/types.hproc": "record A { x u8 }\nrecord B { y: u8 }\n",
  });
  const { model, diagnostics } = await checkSchema(schema, host);
  assert.is(model, undefined);
  assert.equal(
    diagnostics.map(({ code, file, message }) => `${file.path} ${code}: ${message}`),
    [
      "app/app.hproc name/unknown-type: no type is named `Cc`",
      "a/types.hproc syntax/expected: expected `:`, found `u8`",
    ],
  );
});

together("the model names files from the folder of the schema", async () => {
  const host = createMemoryHost({
    "/work/app/app.hproc": `${header}use { A } from "../shared/a.hproc"\nuse { M } from "money/money.hproc"\nprocess P { local f(a: A) -> M }\n`,
    "/work/shared/a.hproc": "// shared\nrecord A { x: u8 }\n",
    "/work/node_modules/money/money.hproc": "record M { x: u8 }\n",
  });
  const { model } = await checkSchema(schema, host);
  assert.equal(
    model?.types.map(({ name, location }) => [name, location]),
    [
      ["A", { file: "../shared/a.hproc", line: 2 }],
      ["M", { file: "money/money.hproc", line: 1 }],
    ],
  );
});

together("a clash with what comes along is shown in the schema, with the path that it would write", async () => {
  const library = 'use { Owner } from "./parts/owner.hproc"\nrecord Task { owner: Owner }\n';
  const paths = {
    "./near.hproc": ["/work/app/near.hproc", "/work/app/parts/owner.hproc", "./parts/owner.hproc"],
    "../far/far.hproc": ["/work/far/far.hproc", "/work/far/parts/owner.hproc", "../far/parts/owner.hproc"],
    "pkg/pkg.hproc": [
      "/work/node_modules/pkg/pkg.hproc",
      "/work/node_modules/pkg/parts/owner.hproc",
      "pkg/parts/owner.hproc",
    ],
  } as const;
  for (const [path, [libraryPath, ownerPath, better]] of Object.entries(paths)) {
    const start = `${header}use { Task } from "${path}"\n`;
    const end = "record Owner { id: u8 }\nprocess P { local f(a: Task, b: Owner) }\n";
    const rest = { [libraryPath]: library, [ownerPath]: "record Owner { name: string }\n" };
    const found = await checkSchema(schema, createMemoryHost({ "/work/app/app.hproc": start + end, ...rest }));
    assert.equal(
      found.diagnostics.map(({ code, file, help, related }) => [code, file.path, help, related.map((one) => one.file.name)]),
      [
        [
          "use/clash",
          "app/app.hproc",
          `in the schema, call one by another name: \`use { Owner as OtherOwner } from "${better}"\``,
          [better.replace("./parts", "parts")],
        ],
      ],
    );
    // What the help says is right.
    const text = `${start}use { Owner as OtherOwner } from "${better}"\n${end}`;
    assert.equal((await checkSchema(schema, createMemoryHost({ "/work/app/app.hproc": text, ...rest }))).diagnostics, []);
  }
});

together("what is installed is not repaired", async () => {
  const wrong = "type T = sting\n";
  const host = createMemoryHost({
    "/work/app/app.hproc": `${header}use { T as A } from "./a.hproc"\nuse { T as B } from "m/b.hproc"\nprocess P { local f(a: A, b: B) }\n`,
    "/work/app/a.hproc": wrong,
    "/work/app/node_modules/m/b.hproc": wrong,
  });
  const { diagnostics } = await checkSchema(schema, host);
  assert.equal(
    diagnostics.map(({ file, help, fixes }) => [file.path, help, fixes.length]),
    [
      ["app/a.hproc", "did you mean `string`?", 1],
      ["app/node_modules/m/b.hproc", "did you mean `string`?", 0],
    ],
  );
});

together.run();

/** Name, path in messages and absolute path of each. */
async function filesOf(location: SchemaLocation, host: Host): Promise<readonly (readonly (string | undefined)[])[]> {
  const loaded = await loadSchema(location, host);
  assert.ok(loaded);
  assert.equal(
    loaded.diagnostics.map(({ message }) => message),
    [],
  );
  return loaded.units.map(({ tree: { file } }) => [file.name, file.path, loaded.paths.get(file)]);
}
