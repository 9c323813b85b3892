/** `hproc watch` as a program: how editors save, what comes and goes, and what is said about it. */

import { execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { readJsonLines } from "../support/json-lines.js";
import { project, schema } from "./counter-project.js";
import { mainModule, startHproc } from "./run-hproc.js";

const test = suite("watch");

/** Renames a handler, which changes three of the nine outputs: WIT, interface and table. */
const edited = schema.replace("total() ->", "sum() ->");
const broken = schema.replace("total() -> u64", "total() -> u63");

const good = (line: string): string => `compiled counter.hproc: ${line}`;
const kept = "counter.hproc: the outputs are those of the last good save; waiting for a change";
const fine = "; all is well again";

interface Saving {
  readonly name: string;
  save(path: string, text: string): void;
}

const savings: readonly Saving[] = [
  { name: "in one write", save: (path, text) => writeFileSync(path, text) },
  {
    name: "as VS Code does: emptied, then written",
    save(path, text) {
      const file = openSync(path, "w");
      writeSync(file, text);
      closeSync(file);
    },
  },
  {
    name: "in many small writes",
    save(path, text) {
      const file = openSync(path, "w");
      // Without what the last one writes, the schema is not complete.
      const last = text.length - 20;
      for (let at = 0; at < last; at += 16) writeSync(file, text.slice(at, Math.min(at + 16, last)));
      writeSync(file, text.slice(last));
      closeSync(file);
    },
  },
  {
    name: "as Vim does: the old file moved to a backup, a new one written, the backup deleted",
    save(path, text) {
      renameSync(path, `${path}~`);
      writeFileSync(path, text);
      unlinkSync(`${path}~`);
    },
  },
  {
    name: "as JetBrains does: a temporary file, two renames",
    save(path, text) {
      writeFileSync(`${path}___jb_tmp___`, text);
      renameSync(path, `${path}___jb_old___`);
      renameSync(`${path}___jb_tmp___`, path);
      unlinkSync(`${path}___jb_old___`);
    },
  },
  {
    name: "atomically: another file moved over it",
    save(path, text) {
      writeFileSync(`${path}.tmp`, text);
      renameSync(`${path}.tmp`, path);
    },
  },
  {
    name: "deleted and made anew",
    save(path, text) {
      unlinkSync(path);
      writeFileSync(path, text);
    },
  },
];

test("hproc.config.json is watched, there or not: what it adds comes into the manifest", async () => {
  await watching(project, async ({ folder, next }) => {
    const path = join(folder, "hproc.config.json");
    writeFileSync(path, '{ "processes": { "counter": { "public": true } } }');
    assert.is(await next(), good("1 of 11 files updated, <> ms"));
    assert.match(readFileSync(join(folder, "pkg/manifest.json"), "utf8"), '"public": true');
    writeFileSync(path, "{");
    assert.is(await next(), kept);
    unlinkSync(path);
    assert.is(await next(), good(`1 of 11 files updated, <> ms${fine}`));
  });
});

test("however an editor saves, a save is one build", async () => {
  // With one program for all, which takes longest to start.
  await watching(project, async ({ folder, next }) => {
    const path = join(folder, "counter.hproc");
    for (const [index, { name, save }] of savings.entries()) {
      const handler = `total${index}`;
      save(path, schema.replace("total() ->", `${handler}() ->`));
      assert.is(await next(), good("5 of 11 files updated, <> ms"), name);
      assert.match(readFileSync(join(folder, "generated/counter.ts"), "utf8"), ` ${handler}(`, name);
    }
  });
});

test("files that the schema uses: changed, missing, there again, another one, and no more", async () => {
  const using = schema
    .replace("\n\nprocess", '\n\nuse { Sum } from "./shared/types.hproc"\n\nprocess')
    .replace("total() -> u64", "total() -> Sum");
  const types = (field: string): string => `record Sum { ${field}: u64 }\n`;
  const files = { ...project, "counter.hproc": using, "shared/types.hproc": types("a") };
  await watching(files, async ({ folder, next, errors }) => {
    const generated = (): string => readFileSync(join(folder, "generated/types.ts"), "utf8");
    const shared = join(folder, "shared/types.hproc");
    writeFileSync(shared, types("b"));
    assert.is(await next(), good("5 of 12 files updated, <> ms"));
    assert.match(generated(), "b: bigint");
    writeFileSync(shared, "record Sum { b u64 }\n");
    assert.is(await next(), kept);
    assert.match(errors(), "error syntax/expected: expected `:`, found `u64`\n --> shared/types.hproc:1:16");
    unlinkSync(shared);
    assert.is(await next(), kept);
    assert.match(errors(), "error use/missing-file: there is no file `shared/types.hproc`");
    assert.match(generated(), "b: bigint");
    writeFileSync(shared, types("c"));
    assert.match(await next(), /^compiled counter\.hproc: [56] of 12 files updated, <> ms; all is well again$/);
    assert.match(generated(), "c: bigint");
    // A folder that is not there yet.
    const path = join(folder, "counter.hproc");
    writeFileSync(path, using.replace("./shared/", "./other/"));
    assert.is(await next(), kept);
    mkdirSync(join(folder, "other"));
    writeFileSync(join(folder, "other/types.hproc"), types("d"));
    assert.match(await next(), /updated, <> ms; all is well again$/);
    assert.match(generated(), "d: bigint");
    // Nobody uses it any more: the next line is that of the schema.
    writeFileSync(shared, types("e"));
    writeFileSync(path, schema);
    assert.match(await next(), /^compiled counter\.hproc: \d of 11 files updated, 1 removed, <> ms$/);
    assert.not.match(generated(), "bigint");
  });
});

test("the WIT of a process that is called, and a file that it takes types of", async () => {
  const using = schema.replace("  save", '  uses bell:x:y.os as bell from "./wit/bell.wit"\n  save');
  const bell = (parameter: string): string =>
    `interface bell {\n    use tones.{tone};\n    record ring-signature-local { target: address, ${parameter}: tone, returning: bool }\n}\n`;
  const tones = (field: string): string => `interface tones {\n    record tone { ${field}: u8 }\n}\n`;
  const files = { ...project, "counter.hproc": using, "wit/bell.wit": bell("low"), "wit/tones.wit": tones("hz") };
  await watching(files, async ({ folder, next, errors }) => {
    const generated = (name: string): string => readFileSync(join(folder, "generated", name), "utf8");
    writeFileSync(join(folder, "wit/bell.wit"), bell("high"));
    assert.match(await next(), /^compiled counter\.hproc: \d of 12 files updated, <> ms$/);
    assert.match(generated("counter.ts"), "ring(high: Tone");
    writeFileSync(join(folder, "wit/tones.wit"), tones("pitch"));
    assert.match(await next(), /^compiled counter\.hproc: \d of 12 files updated, <> ms$/);
    assert.match(generated("types.ts"), "pitch: number");
    writeFileSync(join(folder, "wit/bell.wit"), "interface bell {\n");
    assert.is(await next(), kept);
    assert.match(errors(), "error wit/syntax: expected `}`, or a record, variant, enum or type, found the end of the file\n --> wit/bell.wit:2:1");
  });
});

test("sed -i", async () => {
  await watching(project, async ({ folder, next }) => {
    execFileSync("sed", ["-i", "s/total() ->/sum() ->/", "counter.hproc"], { cwd: folder });
    assert.is(await next(), good("5 of 11 files updated, <> ms"));
    assert.match(readFileSync(join(folder, "generated/counter.ts"), "utf8"), " sum(");
  });
});

test("a touch, and a save without a change, are no builds", async () => {
  await watching(project, async ({ folder, next }) => {
    const path = join(folder, "counter.hproc");
    utimesSync(path, new Date(), new Date());
    writeFileSync(path, schema);
    // Were they builds, their lines would come first.
    writeFileSync(path, edited);
    assert.is(await next(), good("5 of 11 files updated, <> ms"));
  });
});

test("only outputs that differ are written; those that were deleted come back", async () => {
  await watching(project, async ({ folder, next }) => {
    const types = join(folder, "generated/types.ts");
    const before = statSync(types).mtimeMs;
    rmSync(join(folder, "api"), { recursive: true });
    // A comment, which no output shows.
    writeFileSync(join(folder, "counter.hproc"), `${schema}// more\n`);
    assert.is(await next(), good("4 of 11 files updated, <> ms"));
    assert.ok(existsSync(join(folder, "api/counter.wit")));
    assert.is(statSync(types).mtimeMs, before);
  });
});

test("a broken save shows its errors and keeps the outputs; a repaired one is told", async () => {
  await watching(project, async ({ folder, next, errors }) => {
    const path = join(folder, "counter.hproc");
    const output = join(folder, "generated/counter.ts");
    const before = [readFileSync(output, "utf8"), statSync(output).mtimeMs];
    writeFileSync(path, broken);
    assert.is(await next(), kept);
    assert.match(
      errors(),
      /^error name\/unknown-type: no type is named `u63`\n --> counter\.hproc:8:37\n[^]*\n1 error; `hproc check --fix` repairs all\n$/,
    );
    writeFileSync(path, "");
    assert.is(await next(), kept);
    assert.equal([readFileSync(output, "utf8"), statSync(output).mtimeMs], before);
    writeFileSync(path, schema);
    assert.is(await next(), good(`0 of 11 files updated, <> ms${fine}`));
  });
});

test("a schema that is broken from the start", async () => {
  await watching(
    { "counter.hproc": broken },
    async ({ folder, next }) => {
      writeFileSync(join(folder, "counter.hproc"), schema);
      assert.is(await next(), good(`11 of 11 files updated, <> ms${fine}`));
    },
    "counter.hproc: the outputs are left as they were; waiting for a change",
  );
});

test("a deleted schema is told once, and awaited", async () => {
  await watching(
    project,
    async ({ folder, next, errors }) => {
      const path = join(folder, "counter.hproc");
      unlinkSync(path);
      assert.is(await next(), kept);
      assert.is(errors(), "hproc: there is no file `counter.hproc`\n");
      assert.ok(existsSync(join(folder, "generated/counter.ts")));
      writeFileSync(path, edited);
      assert.is(await next(), good(`5 of 11 files updated, <> ms${fine}`));
    },
    undefined,
    ["counter.hproc"],
  );
});

test("the folder of a schema that is deleted and made anew", async () => {
  await watching(
    { "a/counter.hproc": schema },
    async ({ folder, next }) => {
      rmSync(join(folder, "a"), { recursive: true });
      assert.is(await next(), `a/${kept}`);
      mkdirSync(join(folder, "a"));
      writeFileSync(join(folder, "a/counter.hproc"), schema);
      assert.is(await next(), `compiled a/counter.hproc: 11 of 11 files updated, <> ms${fine}`);
      writeFileSync(join(folder, "a/counter.hproc"), edited);
      assert.is(await next(), "compiled a/counter.hproc: 5 of 11 files updated, <> ms");
    },
    undefined,
    ["a/counter.hproc"],
  );
});

test("a folder whose schema is renamed, and another schema beside it", async () => {
  await watching(project, async ({ folder, next }) => {
    renameSync(join(folder, "counter.hproc"), join(folder, "renamed.hproc"));
    // Every header names the schema.
    assert.is(await next(), "compiled renamed.hproc: 10 of 11 files updated, <> ms");
    writeFileSync(join(folder, "other.hproc"), "nonsense");
    writeFileSync(join(folder, "renamed.hproc"), edited);
    assert.is(await next(), "compiled renamed.hproc: 5 of 11 files updated, <> ms");
  });
});

test("what a renamed process leaves behind is removed", async () => {
  await watching(project, async ({ folder, next }) => {
    writeFileSync(join(folder, "counter.hproc"), schema.replace("process Counter", "process Tally"));
    assert.is(await next(), good("9 of 11 files updated, 6 removed, <> ms"));
    assert.is(existsSync(join(folder, "generated/counter.ts")), false);
    assert.is(existsSync(join(folder, "generated/tally.ts")), true);
  });
});

test("an author's file at the path of an output is refused, and no longer when it is gone", async () => {
  await watching(
    { ...project, "generated/types.ts": "mine\n" },
    async ({ folder, next, errors }) => {
      assert.is(
        errors(),
        "hproc: `generated/types.ts` was not generated by hproc, and would be overwritten\n  = help: rename or remove it and compile again\n",
      );
      assert.is(readFileSync(join(folder, "generated/types.ts"), "utf8"), "mine\n");
      unlinkSync(join(folder, "generated/types.ts"));
      assert.is(await next(), good(`11 of 11 files updated, <> ms${fine}`));
    },
    "counter.hproc: the outputs are left as they were; waiting for a change",
  );
});

test("what the system refuses is shown, and tried again", async () => {
  await watching(
    { ...project, generated: "a file" },
    async ({ folder, next, errors }) => {
      assert.match(errors(), /^hproc: .*generated.*\((mkdir|read|scandir), (EEXIST|ENOTDIR)\)\n$/);
      unlinkSync(join(folder, "generated"));
      writeFileSync(join(folder, "counter.hproc"), edited);
      assert.is(await next(), good(`8 of 11 files updated, <> ms${fine}`));
    },
    "counter.hproc: the outputs are left as they were; waiting for a change",
  );
});

test("a link to a schema: the file that it leads to", async () => {
  await withFiles({ "real/counter.hproc": schema, "linked/.keep": "" }, async (folder) => {
    symlinkSync(join(folder, "real/counter.hproc"), join(folder, "linked/counter.hproc"));
    await watchingIn(join(folder, "linked"), async ({ next }) => {
      writeFileSync(join(folder, "real/counter.hproc"), edited);
      assert.is(await next(), good("5 of 11 files updated, <> ms"));
    });
  });
});

test("many saves in a row: the last one is compiled, none is lost", async () => {
  await watching(project, async ({ folder, next, ignoreRest }) => {
    const path = join(folder, "counter.hproc");
    const output = join(folder, "generated/counter.ts");
    for (let count = 1; count <= 200; count++) writeFileSync(path, schema.replace("total() ->", `total${count}() ->`));
    while (!readFileSync(output, "utf8").includes(" total200(")) await next();
    // How many saves it saw together, and whether its last line has come already, only chance knows.
    ignoreRest();
  });
});

test("--poll sees what there is no notice of", async () => {
  await watching(
    project,
    async ({ folder, next }) => {
      writeFileSync(join(folder, "counter.hproc"), edited);
      assert.is(await next(), good("5 of 11 files updated, <> ms"));
      unlinkSync(join(folder, "counter.hproc"));
      assert.is(await next(), kept);
      writeFileSync(join(folder, "new.hproc"), schema);
      assert.is(await next(), `compiled new.hproc: 10 of 11 files updated, <> ms${fine}`);
    },
    undefined,
    ["--poll=10"],
  );
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} ends it well`, async () => {
    await withFiles(project, async (folder) => {
      const { child, printed, ended } = startHproc(folder, ["watch"]);
      await printed("compiled ");
      child.kill(signal);
      const { code, stderr } = await ended;
      assert.equal([code, stderr], [0, ""]);
    });
  });
}

test("it ends when nobody reads its lines any more", async () => {
  await withFiles(project, async (folder) => {
    const { child, printed, ended } = startHproc(folder, ["watch"]);
    await printed("compiled ");
    child.stdout?.destroy();
    writeFileSync(join(folder, "counter.hproc"), edited);
    const { code, stderr } = await ended;
    assert.equal([code, stderr], [0, ""]);
  });
});

test("with --json every event is a line", async () => {
  await withFiles(project, async (folder) => {
    const { child, printed, ended } = startHproc(folder, ["watch", "--json"]);
    const path = join(folder, "counter.hproc");
    await printed('"created":["api/');
    writeFileSync(path, broken);
    await printed('"ok":false');
    writeFileSync(path, edited);
    await printed('"updated":["api/');
    child.kill("SIGINT");
    const { stdout, stderr } = await ended;
    assert.is(stderr, "");
    const events = readJsonLines(stdout);
    assert.equal(
      events.map(({ kind, code, ok, files, errors }) => ({ kind, code, ok, files, errors })).map(withoutUndefined),
      [
        { kind: "watching" },
        { kind: "build-started" },
        { kind: "build-finished", ok: true, files: 11, errors: 0 },
        { kind: "build-started" },
        { kind: events[4].kind, code: "name/unknown-type" },
        { kind: "build-finished", ok: false, files: null, errors: 1 },
        { kind: "build-started" },
        { kind: "build-finished", ok: true, files: 11, errors: 0 },
      ].map(withoutUndefined),
    );
    assert.equal(Object.keys(events[2]), [
      "kind",
      "schema",
      "ok",
      "files",
      "created",
      "updated",
      "removed",
      "errors",
      "warnings",
      "elapsedMs",
    ]);
    assert.is(events[2].created.length, 11);
  });
});

test.run();

function withoutUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));
}

interface Watching {
  readonly folder: string;
  /** The next line about a build, with `<>` for the number of milliseconds. */
  next(): Promise<string>;
  /** What was shown before that line. */
  errors(): string;
  /** Otherwise a line that nobody has read fails the test. */
  ignoreRest(): void;
}

function watching(
  files: Readonly<Record<string, string>>,
  use: (watching: Watching) => Promise<void>,
  firstLine?: string,
  words?: readonly string[],
): Promise<void> {
  return withFiles(files, (folder) => watchingIn(folder, use, firstLine, words));
}

/** Runs `use` once the first build is done; no line may be left unread at the end. */
async function watchingIn(
  folder: string,
  use: (watching: Watching) => Promise<void>,
  firstLine?: string,
  words: readonly string[] = [],
): Promise<void> {
  // One pipe for both streams, so that lines come in the order in which they were printed.
  const command = [process.execPath, mainModule, "watch", ...words];
  const child = spawn("/bin/sh", ["-c", 'exec "$0" "$@" 2>&1', ...command], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const closed = once(child, "close");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = "";
  let isRestIgnored = false;
  const next = async (): Promise<string> => {
    errors = "";
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`it has ended, after ${errors}`);
      if (/^(?:watching|compiled) |; waiting for a change$/.test(value)) return value.replace(/\d+ ms/, "<> ms");
      errors += `${value}\n`;
    }
  };
  try {
    assert.match(await next(), /^watching (.*\/)?counter\.hproc; Ctrl-C ends it$/);
    const first = await next();
    if (firstLine === undefined) assert.match(first, /^compiled .*counter\.hproc: (\d+) of \1 files updated, <> ms$/);
    else assert.is(first, firstLine);
    const settled = async (): Promise<string> => {
      const line = await next();
      // What was written to the other pipe before may come a little later.
      await new Promise((resolve) => setTimeout(resolve, 150));
      return line;
    };
    await use({ folder, next: settled, errors: () => errors, ignoreRest: () => (isRestIgnored = true) });
  } finally {
    child.kill("SIGINT");
    await closed;
  }
  if (!isRestIgnored) assert.equal(await lines.next(), { value: undefined, done: true });
}
