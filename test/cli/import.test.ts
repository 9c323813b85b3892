/** `hproc import`: what it reads, where it writes, and what it says. */

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { readJsonLines } from "../support/json-lines.js";
import { importedSchema, kitInterface, kitWorld } from "../wit/kit.js";
import { runHere } from "./run-here.js";
import { hproc } from "./run-hproc.js";

const test = suite("import");

const ping = "    record ping-signature-local {\n        target: address,\n        returning: bool\n    }\n";
const pinging = `interface bell {\n${ping}}\n`;
const pingSchema = "package a:b.os@0.1.0\n\nprocess Bell {\n  local  ping() -> bool\n}\n";

const api = { "api/kiosk.wit": kitInterface, "api/kiosk-alice-dot-os-v0.wit": kitWorld };

test("a folder becomes a file in the current one, which is not written over unless that is wanted", async () => {
  await withFiles(api, async (folder) => {
    const first = await hproc(folder, "import", "api");
    assert.equal([first.code, first.stdout], [0, "imported api as kiosk.hproc: 1 process, 7 types\n"]);
    assert.is(
      first.stderr,
      `warning wit/map: \`list<tuple<string, u64>>\` is read as a map
  --> api/kiosk.wit:13:17
   |
13 |         prices: list<tuple<string, u64>>,
   |                 ^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: if the process has a list of pairs there, say so in the imported schema, or in a mark above the line

1 warning
`,
    );
    assert.is(await readFile(join(folder, "kiosk.hproc"), "utf8"), importedSchema);
    assert.equal((await hproc(folder, "check", "kiosk.hproc")).code, 0);
    const again = await hproc(folder, "import", "api");
    assert.is(again.code, 2);
    assert.match(
      again.stderr,
      "there is a file `kiosk.hproc` already; name another one with `--out`, or write over it with `--force`",
    );
    assert.is((await hproc(folder, "import", "api", "--force")).code, 0);
    assert.equal((await readdir(folder)).sort(), ["api", "kiosk.hproc"]);
  });
});

test("a file, with the files beside it that it takes types of", async () => {
  const files = {
    "wit/bell.wit": `interface bell {\n    use shapes.{shape as form};\n    record draw-signature-local {\n        target: address,\n        it: form,\n        returning: bool\n    }\n}\n`,
    "wit/shapes.wit": "interface shapes {\n    use points.{point};\n    record shape { corners: list<point> }\n}\n",
    "wit/points.wit": `interface points {\n    record point { x: f32 }\n${ping}}\n`,
    "wit/other.wit": "no WIT",
  };
  await withFiles(files, async (folder) => {
    const { code, stdout, stderr } = await runHere(
      "import",
      join(folder, "wit/bell.wit"),
      "--package",
      "a:b.os@1.2.3",
      "--out",
      "-",
    );
    assert.equal([code, stderr], [0, ""]);
    assert.is(
      stdout,
      `package a:b.os@1.2.3

record Shape {
  corners: list<Point>
}

record Point {
  x: f32
}

process Bell {
  local  draw(it: Shape) -> bool
}
`,
    );
  });
});

test("findings in a file beside it stand there", async () => {
  const files = {
    "bell.wit": `interface bell {\n    use shapes.{shape};\n    record draw-signature-local { target: address, it: shape, returning: bool }\n${ping}}\n`,
    "shapes.wit": "interface shapes {\n    record shape { days: week }\n    flags week { monday }\n}\n",
  };
  await withFiles(files, async (folder) => {
    const { code, stderr } = await runHere(
      "import",
      join(folder, "bell.wit"),
      "--package",
      "a:b.os",
      "--out",
      join(folder, "out/bell.hproc"),
    );
    assert.is(code, 0);
    assert.equal(
      [...stderr.matchAll(/--> .*\/(.+)\n/g)].map(([, place]) => place),
      ["bell.wit:3:56", "shapes.wit:2:26", "shapes.wit:3:11"],
    );
    assert.is(await readFile(join(folder, "out/bell.hproc"), "utf8"), pingSchema);
  });
});

test("types of one name in several interfaces are one, or two when they differ", async () => {
  const bell = (name: string, fields: string): string =>
    `interface ${name} {\n    record point { x: f32 }\n    record tone { ${fields}, at: point }\n` +
    `    record ping-signature-local { target: address, tone: tone, returning: bool }\n}\n`;
  await withFiles(
    { "a.wit": bell("gong", "hz: u16"), "b.wit": bell("horn", "hz: f32"), "c.wit": bell("bell", "hz: u16") },
    async (folder) => {
      const { stdout, stderr } = await runHere("import", folder, "--package", "a:b.os", "--out", "-");
      assert.is((stderr.match(/wit\/renamed/g) ?? []).length, 2);
      assert.match(stderr, "`tone` is called `HornTone` in the schema");
      assert.equal(stdout.match(/^record \w+/gm), [
        "record Point",
        "record Tone",
        "record HornTone",
        "record BellTone",
      ]);
      assert.match(stdout, "process Horn {\n  local  ping(tone: HornTone) -> bool\n}\n");
    },
  );
});

test("the settings of the project are kept", async () => {
  await withFiles({ "bell.wit": pinging, ".prettierrc": '{ "tabWidth": 4 }' }, async (folder) => {
    const out = join(folder, "b.hproc");
    assert.is((await runHere("import", join(folder, "bell.wit"), "--package", "a:b.os", "--out", out)).code, 0);
    assert.is(await readFile(out, "utf8"), pingSchema.replace("  local", "    local"));
  });
});

test("the node's own interfaces are none of the package's", async () => {
  const files = {
    "a.wit": pinging,
    "hyperware.wit": "package hyperware:process@1.0.0;\ninterface standard { get: func(); }\n",
  };
  await withFiles(files, async (folder) => {
    assert.equal(await runHere("import", folder, "--package", "a:b.os", "--out", "-"), {
      code: 0,
      stdout: pingSchema,
      stderr: "",
    });
  });
});

test("the package is what is given, else what a mark, the name of a file or that of a world says", async () => {
  const marked = pinging.replace("interface", "// hproc: package marked:x.os@1.2.3\ninterface");
  const world = "world worldly-my-dot-os-v0 { import bell; }\n";
  const cases: readonly (readonly [
    files: Readonly<Record<string, string>>,
    given: readonly string[],
    expected: string,
  ])[] = [
    [{ "bell:a.os-v1.wit": marked, "w.wit": world }, ["--package", "given:x.os"], "given:x.os@0.1.0"],
    [{ "bell:a.os-v1.wit": marked, "w.wit": world }, [], "marked:x.os@1.2.3"],
    [{ "bell:a.os-v1.wit": pinging, "w.wit": world }, [], "bell:a.os@0.1.0"],
    [{ "bell.wit": pinging, "w.wit": world }, [], "worldly:my.os@0.1.0"],
  ];
  for (const [files, given, expected] of cases) {
    await withFiles(files, async (folder) => {
      const { stdout } = await runHere("import", folder, "--out", "-", ...given);
      assert.is(stdout, pingSchema.replace("a:b.os@0.1.0", expected));
    });
  }
});

test("wrong use", async () => {
  await withFiles({ "bell.wit": pinging, "empty/a.txt": "", "a.txt": "", "bad.wit": "interface {" }, async (folder) => {
    const wrong: readonly (readonly [words: readonly string[], code: number, shown: string])[] = [
      [["bell.wit"], 2, "says which package the process belongs to; name it, as in `--package todo:template.os`"],
      [
        ["bell.wit", "--package", "todo"],
        2,
        "`--package` takes a package such as `todo:template.os@0.1.0`; found `todo`",
      ],
      [["bell.wit", "--package", "To_do:a.os"], 2, "found `To_do:a.os`: `To_do` is no name"],
      [["bell.wit", "--package", "a:b.os@1"], 2, "`1` is no version"],
      [
        ["bell.wit", "--package", "a:b.os", "--out", "x.wit"],
        2,
        "`--out` takes a .hproc file, or `-` for stdout; found `x.wit`",
      ],
      [["none.wit"], 2, "there is no file or folder"],
      [["a.txt"], 2, "is not a .wit file"],
      [["empty"], 2, "has no WIT files of a process"],
      [["bad.wit"], 1, "error wit/syntax: expected a name, found `{`"],
    ];
    for (const [[path = "", ...options], code, shown] of wrong) {
      const run = await runHere("import", join(folder, path), ...options);
      assert.equal([run.code, run.stdout], [code, ""], shown);
      assert.match(run.stderr, shown);
    }
    assert.equal((await readdir(folder)).sort(), ["a.txt", "bad.wit", "bell.wit", "empty"]);
  });
});

test("programs get what was imported", async () => {
  await withFiles(api, async (folder) => {
    const { stdout } = await hproc(folder, "import", "api", "--json");
    assert.equal(readJsonLines(stdout).at(-1), {
      kind: "imported",
      from: "api",
      schema: "kiosk.hproc",
      processes: ["Kiosk"],
      types: 7,
      leftOut: 0,
    });
  });
});

test.run();
