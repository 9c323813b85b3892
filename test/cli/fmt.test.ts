/** `hproc fmt`: which files it takes, what it writes, prints and leaves alone. */

import { chmod, lstat, mkdir, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { readFolder } from "../support/golden.js";
import { runHere } from "./run-here.js";
import { hproc, mainModule } from "./run-hproc.js";

const test = suite("fmt");

const messy = "record A{a:u8 // a\n}";
const neat = "record A {\n  a: u8 // a\n}\n";
const broken = "record A { a: u8 }\n\nrecord B { a = u8 }\n";
const frame = `error syntax/expected: expected \`:\`, found \`=\`
 --> broken.hproc:3:14
  |
3 | record B { a = u8 }
  |              ^
  |
  = help: a \`:\` stands between a name and its type

1 error; \`hproc check --fix\` repairs all
`;

test("formats files and all schemas below folders, each once, and says which have changed", async () => {
  const files = {
    "a.hproc": messy,
    "b.hproc": neat,
    "notes.txt": messy,
    "deep/er/c.hproc": messy,
    "node_modules/d.hproc": messy,
    "deep/.hproc/e.hproc": messy,
    "deep/.git/f.hproc": messy,
    "deep/dist/g.hproc": messy,
  };
  await withFiles(files, async (folder) => {
    assert.equal(await run(folder, "a.hproc", "deep/er", "deep", "a.hproc"), {
      code: 0,
      stdout: "formatted a.hproc\nformatted deep/er/c.hproc\n2 files: 2 formatted, N ms\n",
      stderr: "",
    });
    assert.equal(await run(folder, ""), { code: 0, stdout: "3 files: 3 unchanged, N ms\n", stderr: "" });
    const formatted = { ...files, "a.hproc": neat, "deep/er/c.hproc": neat };
    assert.equal(contents(folder), formatted);
  });
});

test("without a path the current folder is meant", async () => {
  await withFiles({ "a.hproc": messy, "b/c.hproc": neat }, async (folder) => {
    const { code, stdout, stderr } = await hproc(folder, "fmt");
    assert.equal(
      [code, withoutTime(stdout), stderr],
      [0, "formatted a.hproc\n2 files: 1 formatted, 1 unchanged, N ms\n", ""],
    );
    assert.is(await readFile(join(folder, "a.hproc"), "utf8"), neat);
  });
});

test("`--check` writes nothing, and fails when something would change", async () => {
  const files = { "a.hproc": messy, "b.hproc": neat };
  await withFiles(files, async (folder) => {
    assert.equal(await run(folder, "", "--check"), {
      code: 1,
      stdout: "a.hproc is not formatted\n2 files: 1 not formatted, 1 unchanged, N ms\n",
      stderr: "",
    });
    assert.equal(contents(folder), files);
    assert.equal(await run(folder, "b.hproc", "--check"), {
      code: 0,
      stdout: "1 file: 1 unchanged, N ms\n",
      stderr: "",
    });
  });
});

test("a broken file is left as it is, with its errors; the others are formatted", async () => {
  const files = { "a.hproc": messy, "broken.hproc": broken, "c.hproc": messy };
  await withFiles(files, async (folder) => {
    assert.equal(await run(folder, ""), {
      code: 1,
      stdout: "formatted a.hproc\nformatted c.hproc\n3 files: 2 formatted, 1 with errors, N ms\n",
      stderr: frame,
    });
    assert.equal(contents(folder), { "a.hproc": neat, "broken.hproc": broken, "c.hproc": neat });
    assert.is((await run(folder, "broken.hproc", "--check")).code, 1);
  });
});

test("places in a broken file are those of the file: line ends and marks count", async () => {
  await withFiles({ "broken.hproc": `\uFEFF${broken.replaceAll("\n", "\r\n")}` }, async (folder) => {
    const { stdout } = await hproc(folder, "fmt", "--json");
    const [found, summary] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.equal([found.code, found.start], ["syntax/expected", { line: 3, column: 14, offset: 36 }]);
    assert.equal([summary.kind, withoutTime(summary.text)], ["line", "1 file: 1 with errors, N ms"]);
  });
});

test("what is formatted is not touched; what is not keeps its permissions", async () => {
  await withFiles({ "a.hproc": messy, "b.hproc": neat }, async (folder) => {
    await chmod(join(folder, "a.hproc"), 0o666);
    const before = await stat(join(folder, "b.hproc"));
    await run(folder, "");
    assert.is((await stat(join(folder, "b.hproc"))).ino, before.ino);
    assert.is((await stat(join(folder, "a.hproc"))).mode & 0o777, 0o666);
    assert.equal(Object.keys(contents(folder)), ["a.hproc", "b.hproc"]);
  });
});

test("links stay links: the file behind them is formatted, once", async () => {
  await withFiles({ "real/a.hproc": messy, "linked/.keep": "" }, async (folder) => {
    await symlink("../real/a.hproc", join(folder, "linked/a.hproc"));
    await symlink("nowhere", join(folder, "linked/gone.hproc"));
    await symlink("..", join(folder, "linked/circle"));
    assert.equal(await run(folder, ""), {
      code: 0,
      stdout: "formatted linked/a.hproc\n1 file: 1 formatted, N ms\n",
      stderr: "",
    });
    assert.is(await readFile(join(folder, "real/a.hproc"), "utf8"), neat);
    assert.ok((await lstat(join(folder, "linked/a.hproc"))).isSymbolicLink());
    assert.is(await readlink(join(folder, "linked/a.hproc")), "../real/a.hproc");
  });
});

test("settings come from .prettierrc and .editorconfig", async () => {
  const files = {
    "package.json": '{ "dependencies": { "prettier": "3.0.0" } }',
    "a.hproc": "record A {\na: u8\n}\n",
    "tabs/.editorconfig": "root = true\n[*]\nindent_style = tab\nend_of_line = crlf\n",
    "tabs/a.hproc": "record A {\na: u8\n}\n",
    "narrow/.prettierrc": '{ "tabWidth": 4, "overrides": [{ "files": "*.hproc", "options": { "printWidth": 20 } }] }',
    "narrow/deep/a.hproc": "enum A { Lorem, Ipsum }\n",
    "own/package.json": '{ "prettier": { "tabWidth": 3 } }',
    "own/a.hproc": "record A {\na: u8\n}\n",
  };
  await withFiles(files, async (folder) => {
    assert.is((await run(folder, "")).code, 0);
    const {
      "a.hproc": plain,
      "tabs/a.hproc": tabs,
      "narrow/deep/a.hproc": narrow,
      "own/a.hproc": own,
    } = contents(folder);
    assert.equal(
      [plain, tabs, narrow, own],
      [
        "record A {\n  a: u8\n}\n",
        "record A {\r\n\ta: u8\r\n}\r\n",
        "enum A {\n    Lorem\n    Ipsum\n}\n",
        "record A {\n   a: u8\n}\n",
      ],
    );
  });
});

test("settings that cannot be used are told, and leave the file as it is", async () => {
  const files = {
    "a/.prettierrc": "{ tabWidth",
    "a/a.hproc": messy,
    "b/.prettierrc": '{ "tabWidth": "wide" }',
    "b/b.hproc": messy,
    "c.hproc": messy,
  };
  await withFiles(files, async (folder) => {
    const { code, stdout, stderr } = await run(folder, "");
    assert.equal([code, stdout], [1, "formatted c.hproc\n3 files: 1 formatted, 2 with errors, N ms\n"]);
    const [first = "", second = "", end] = stderr.split("\n");
    assert.match(first, /^hproc: the settings of prettier for `a\/a\.hproc` cannot be read: /);
    assert.equal(
      [second, end],
      ["hproc: the settings of prettier for `b/b.hproc` have a `tabWidth` that it does not take", ""],
    );
  });
});

test("what is not UTF-8, or cannot be read, is left as it is", async () => {
  await withFiles({ "a.hproc": messy }, async (folder) => {
    const bytes = Buffer.from([0x2f, 0x2f, 0xff, 0x0a]);
    await writeFile(join(folder, "latin.hproc"), bytes);
    const { code, stdout, stderr } = await run(folder, "");
    assert.equal(
      [code, stdout, stderr],
      [
        1,
        "formatted a.hproc\n2 files: 1 formatted, 1 with errors, N ms\n",
        "hproc: latin.hproc: this is not UTF-8, so formatting would change more than the layout\n",
      ],
    );
    assert.equal(await readFile(join(folder, "latin.hproc")), bytes);
  });
});

test("a folder called like a schema is a folder", async () => {
  await withFiles({ "a.hproc/b.hproc": messy }, async (folder) => {
    await mkdir(join(folder, "a.hproc/empty.hproc"));
    assert.is((await run(folder, "")).stdout, "formatted a.hproc/b.hproc\n1 file: 1 formatted, N ms\n");
  });
});

test("`-` reads stdin and writes stdout", async () => {
  await withFiles({ ".prettierrc": '{ "tabWidth": 4, "endOfLine": "crlf" }' }, async (folder) => {
    const indented = neat.replace("  a", "    a").replaceAll("\n", "\r\n");
    assert.equal(await pipe(folder, messy, "-"), { code: 0, stdout: indented, stderr: "" });
    assert.equal(await pipe(folder, "", "-"), { code: 0, stdout: "", stderr: "" });
    assert.equal(await pipe(folder, indented, "--check", "-"), { code: 0, stdout: "", stderr: "" });
    assert.equal(await pipe(folder, messy, "--check", "-"), {
      code: 1,
      stdout: "<stdin> is not formatted\n",
      stderr: "",
    });
    assert.equal(await pipe(folder, broken, "-"), {
      code: 1,
      stdout: "",
      stderr: frame.replace("broken.hproc", "<stdin>"),
    });
  });
});

test.run();

/** With the folder's own path and the time taken out of what is printed. Options stand behind the paths. */
async function run(folder: string, ...words: readonly string[]) {
  const found = words.map((word) => (word.startsWith("-") ? word : join(folder, word)));
  const { code, stdout, stderr } = await runHere("fmt", ...found);
  const short = (text: string): string => withoutTime(text.replaceAll(`${folder}/`, ""));
  return { code, stdout: short(stdout), stderr: short(stderr) };
}

function withoutTime(text: string): string {
  return text.replace(/\d+ ms/, "N ms");
}

function contents(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readFolder(folder).map(({ path, text }) => [path, text]));
}

function pipe(folder: string, text: string, ...words: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, [mainModule, "fmt", ...words], { cwd: folder });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => void (stderr += chunk.toString()));
  child.stdin.end(text);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
