/** A build's results, cache and files, with an engine that does next to nothing. */

import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { buildComponent, type ComponentBuildResult } from "../../compiler/component/build.js";
import { EngineFailure, type Engine, type EngineInput } from "../../compiler/component/engine.js";
import { component, exportSection, importSection, plainProcess } from "./component-bytes.js";
import { withFiles } from "./temporary-project.js";

const test = suite("component build");

const files = { "src/main.ts": 'import { text } from "./text.js";\n\nexport const init = () => text;\n', "src/text.ts": 'export const text: string = "one";\n' };

interface TestEngine extends Engine {
  readonly inputs: EngineInput[];
}

function createEngine(make: (input: EngineInput) => Uint8Array, version = "1"): TestEngine {
  const inputs: EngineInput[] = [];
  return {
    name: "test",
    version,
    bundling: { missing: [] },
    inputs,
    async componentize(input) {
      inputs.push(input);
      return make(input);
    },
  };
}

function build(folder: string, engine: Engine, stages: string[] = []): Promise<ComponentBuildResult> {
  return buildComponent({
    entry: "src/main.ts",
    projectRoot: folder,
    engine,
    cacheFolder: join(folder, ".hproc/components"),
    outFile: join(folder, "pkg/todo.wasm"),
    mapFile: join(folder, ".hproc/maps/todo.wasm.map"),
    onProgress: (stage) => stages.push(stage),
  });
}

test("the first build runs the engine, the second takes its result", () =>
  withFiles(files, async (folder) => {
    const engine = createEngine(() => plainProcess);
    const stages: string[] = [];
    const first = await build(folder, engine, stages);
    assert.equal(stages, ["bundle", "componentize", "verify", "write"]);
    assert.equal(summary(first), { kind: "built", cached: false, written: true, componentBytes: plainProcess.length });
    const [input] = engine.inputs;
    assert.is(input?.world, "process-v1");
    assert.match(input?.wit ?? "", /^package hyperware:process@1\.0\.0;/);
    assert.match(input?.source ?? "", 'var text = "one";');

    const second = await build(folder, engine);
    assert.equal(summary(second), { kind: "built", cached: true, written: false, componentBytes: plainProcess.length });
    assert.is(engine.inputs.length, 1);
    assert.equal(new Uint8Array(await readFile(join(folder, "pkg/todo.wasm"))), plainProcess);
    assert.equal(await readdir(join(folder, "pkg")), ["todo.wasm"]);
    assert.ok(existsSync(join(folder, ".hproc/maps/todo.wasm.map")));
  }));

test("another source or another engine is made anew", () =>
  withFiles(files, async (folder) => {
    await build(folder, createEngine(() => plainProcess));
    const newer = createEngine(() => plainProcess, "2");
    assert.is(summary(await build(folder, newer)).cached, false);
    await writeFile(join(folder, "src/text.ts"), 'export const text: string = "two";\n');
    assert.is(summary(await build(folder, newer)).cached, false);
    await writeFile(join(folder, "src/text.ts"), 'export const text = "two";\n');
    assert.is(summary(await build(folder, newer)).cached, true, "types leave no trace in the bundle");
  }));

test("a damaged cache entry is made anew", () =>
  withFiles(files, async (folder) => {
    const engine = createEngine(() => plainProcess);
    await build(folder, engine);
    const cacheFolder = join(folder, ".hproc/components");
    for (const name of await readdir(cacheFolder)) await writeFile(join(cacheFolder, name), plainProcess.subarray(0, 20));
    assert.is(summary(await build(folder, engine)).cached, false);
    assert.is(summary(await build(folder, engine)).cached, true);
  }));

test("the cache keeps what was used last, and touches no other file", () =>
  withFiles(files, async (folder) => {
    const cacheFolder = join(folder, ".hproc/components");
    await mkdir(cacheFolder, { recursive: true });
    await writeFile(join(cacheFolder, "notes.txt"), "mine");
    const old = Array.from({ length: 20 }, (_, index) => `${index.toString(16).padStart(64, "0")}.wasm`);
    for (const [index, name] of old.entries()) {
      await writeFile(join(cacheFolder, name), "old");
      await utimes(join(cacheFolder, name), index, index);
    }
    await build(folder, createEngine(() => plainProcess));
    const left = await readdir(cacheFolder);
    assert.is(left.length, 13);
    assert.equal(old.filter((name) => left.includes(name)), old.slice(-11));
    assert.ok(left.includes("notes.txt"));
  }));

test("the source map names the project's files from where it lies", () =>
  withFiles(files, async (folder) => {
    await build(folder, createEngine(() => plainProcess));
    const { sources, sourceRoot } = JSON.parse(await readFile(join(folder, ".hproc/maps/todo.wasm.map"), "utf8"));
    assert.equal(sources, ["src/text.ts", "src/main.ts"]);
    assert.is(sourceRoot, "../..");
  }));

test("a failing bundle, a failing engine and a component that cannot start leave the former component", () =>
  withFiles(files, async (folder) => {
    await build(folder, createEngine(() => plainProcess));
    const before = (await stat(join(folder, "pkg/todo.wasm"), { bigint: true })).mtimeNs;

    const broken = component(importSection(["wasi:http/types@0.2.12", "instance"]), exportSection(["init", "function"]));
    assert.equal(messages(await build(folder, createEngine(() => broken, "broken"))), [
      "the component cannot start: it imports `wasi:http/types@0.2.12`, which Hyperdrive does not offer",
    ]);
    const refusing = createEngine(() => {
      throw new EngineFailure("the program fails while it is being loaded: Error: no", { log: "" });
    }, "refusing");
    assert.equal(messages(await build(folder, refusing)), ["the program fails while it is being loaded: Error: no"]);
    await writeFile(join(folder, "src/text.ts"), "export const text = ;");
    assert.equal(messages(await build(folder, createEngine(() => plainProcess))), ["unexpected `;`"]);

    assert.is((await stat(join(folder, "pkg/todo.wasm"), { bigint: true })).mtimeNs, before);
  }));

test("an engine's position is the author's", () =>
  withFiles(files, async (folder) => {
    const engine = createEngine(({ source }) => {
      const line = source.split("\n").findIndex((text) => text.includes("var text")) + 1;
      throw new EngineFailure("the program fails while it is being loaded: Error: no", {
        position: { line, column: 5 },
        help: "do",
        log: "",
      });
    });
    const result = await build(folder, engine);
    assert.equal(result.kind === "failed" && result.problems, [
      {
        message: "the program fails while it is being loaded: Error: no",
        help: "do",
        file: "src/text.ts",
        line: 1,
        column: 14,
        lineText: 'export const text: string = "one";',
      },
    ]);
  }));

test("what is not the module's fault is thrown", () =>
  withFiles(files, async (folder) => {
    const engine = createEngine(() => {
      throw new RangeError("ours");
    });
    try {
      await build(folder, engine);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, RangeError);
    }
  }));

test.run();

function summary(result: ComponentBuildResult): Record<string, unknown> {
  if (result.kind === "failed") throw new Error(JSON.stringify(result.problems));
  const { kind, cached, written, componentBytes } = result;
  return { kind, cached, written, componentBytes };
}

function messages(result: ComponentBuildResult): readonly string[] {
  return result.kind === "failed" ? result.problems.map(({ message }) => message) : [];
}
