/** The helper for async functions, exchanged in the text of a bundle. */

import { build } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loweredSyntax, useRunAsync } from "../../../compiler/component/quickjs/lowering.js";

const test = suite("lowering");

/** Runs the generator to its end, and tells that it was this function that did. */
const runAsync = `function runAsync(self, args, body) {
  const values = [];
  for (const value of body.apply(self, args)) values.push(value);
  return values;
}
`;

async function lower(contents: string): Promise<string> {
  const supported = Object.fromEntries(loweredSyntax.map((syntax) => [syntax, false]));
  const { outputFiles } = await build({
    stdin: { contents: `${runAsync}$lowered(runAsync);\n${contents}` },
    bundle: true,
    format: "esm",
    target: "es2024",
    supported,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

test("esbuild's helper is exchanged, and every line stays where it is", async () => {
  const bundle = await lower("export const waits = async (x) => { await x; await 2; };\n");
  assert.match(bundle, "var __async = (");
  const used = useRunAsync(bundle);
  assert.match(used, "var __async = runAsync;");
  assert.not.match(used, "$lowered");
  const lines = bundle.split("\n");
  const usedLines = used.split("\n");
  assert.is(usedLines.length, lines.length);
  const at = lines.findIndex((line) => line.startsWith("function runAsync"));
  assert.equal(usedLines.slice(at, at + 5), lines.slice(at, at + 5));
  const { waits }: { waits: (x: number) => number[] } = await import(`data:text/javascript,${encodeURIComponent(used)}`);
  assert.equal(waits(1), [1, 2]);
});

test("names that the bundle gives are followed", async () => {
  const bundle = await lower("var __async = 5;\nexport const waits = async () => __async;\n");
  const renamed = bundle.replaceAll("runAsync", "runAsync2");
  assert.match(useRunAsync(renamed), /^var __async2? = runAsync2;$/m);
});

test("a program without async functions needs no helper", async () => {
  const used = useRunAsync(await lower("export const x = 1;\n"));
  assert.not.match(used, "$lowered");
  assert.match(used, "var x = 1;");
});

test("another helper, or none of ours, is a fault", async () => {
  const bundle = await lower("export const waits = async (x) => { await x; };\n");
  assert.throws(() => useRunAsync(bundle.replace("__this, __arguments", "self, args")), /helper for async functions/);
  assert.throws(() => useRunAsync(bundle.replace("$lowered(runAsync);", "")), /does not have `runAsync`/);
  assert.throws(() => useRunAsync(bundle.replace("function runAsync(", "var runAsync = function(")), /does not have `runAsync`/);
});

test.run();
