/** What the jco that is installed generates is what is changed, and anything else is refused. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse, transpile } from "@bytecodealliance/jco";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/golden.js";
import { directGlue, jcoVersion, UnknownGlueError } from "../../runtime/node/component-glue.js";

/** Its types come with those of the DOM only. */
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> };

const test = suite("glue of components");

/** Hands its argument to `log`, then says how often it was called as the error of a result. */
const component = await parse(`(component
  (import "log" (func $log (param "text" string)))
  (import "fail" (func $fail (param "count" u32) (result (result u32 (error string)))))
  (core module $memory (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024))
  (core instance $memory (instantiate $memory))
  (core func $log (canon lower (func $log) (memory (core memory $memory "memory"))))
  (core func $fail (canon lower (func $fail) (memory (core memory $memory "memory")) (realloc (core func $memory "realloc"))))
  (core module $main (import "host" "log" (func $log (param i32 i32))) (import "host" "fail" (func $fail (param i32 i32)))
    (func (export "run") (param i32 i32) (result i32)
      local.get 0 local.get 1 call $log
      i32.const 7 i32.const 2048 call $fail
      local.get 1))
  (core instance $main (instantiate $main (with "host" (instance (export "log" (func $log)) (export "fail" (func $fail))))))
  (func (export "run") (param "text" string) (result u32)
    (canon lift (core func $main "run") (memory (core memory $memory "memory")) (realloc (core func $memory "realloc")))))`);
const { files } = await transpile(component, { name: "component", instantiation: "async", wasiShim: false, noTypescript: true });
const glue = new TextDecoder().decode(files["component.js"]);

test("the release that package.json pins is the one that is expected", async () => {
  const { dependencies } = JSON.parse(await readFile(join(repositoryFolder, "package.json"), "utf8"));
  assert.is(dependencies["@bytecodealliance/jco"], jcoVersion);
});

test("imports lose their bookkeeping, and are called with what the component says", async () => {
  const direct = directGlue(glue);
  assert.is(direct.match(/isDirect = true/g)?.length, 2);
  const folder = await mkdtemp(join(tmpdir(), "hproc-glue-"));
  try {
    const path = join(folder, "component.mjs");
    await writeFile(path, direct);
    const { instantiate } = await import(pathToFileURL(path).href);
    const called: unknown[] = [];
    const { run } = await instantiate((name: string) => WebAssembly.compile(files[name] ?? new Uint8Array()), {
      log: { default: (text: string) => called.push(text) },
      fail: {
        default(count: number): never {
          called.push(count);
          throw Object.assign(new Error("an err"), { payload: "no" });
        },
      },
    });
    assert.is(run("héllo"), 6);
    assert.equal(called, ["héllo", 7]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("a component without imports has nothing to be changed", () => {
  assert.is(directGlue("export function instantiate() {}"), "export function instantiate() {}");
});

for (const [what, part, other] of [
  ["the function that logs", "const _debugLog = (...args) => {", "const _log = (...args) => {"],
  ["the function that imports go through", "function _lowerImportBackwardsCompat(args) {", "function _lowerImport(args) {"],
  ["the import log#log", "task.enterSync();", "task.enter();"],
  ["its imports", "fnName = '", "functionName = '"],
  ["its imports", /const _trampoline/g, "const $trampoline"],
] as const) {
  test(`output without ${what} is refused: ${String(part)}`, () => {
    const changed = typeof part === "string" ? glue.replaceAll(part, other) : glue.replace(part, other);
    assert.not.equal(changed, glue);
    assert.throws(
      () => directGlue(changed),
      (error: Error) => error instanceof UnknownGlueError && error.message.includes(what) && error.message.includes("jco 1.35.0"),
    );
  });
}

test.run();
