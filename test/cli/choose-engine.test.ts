/** Which engine a process gets. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chooseEngine, readEngine } from "../../compiler/cli/choose-engine.js";
import { defaultEngine } from "../../compiler/model/engine.js";
import { UsageError } from "../../compiler/project/usage-error.js";
import { compileModel } from "../support/compile.js";

const test = suite("engine");

const [one = { engine: undefined }, other = { engine: undefined }] = compileModel(
  "package p:q.os@1.0.0\n\nprocess One {\n  engine quickjs\n  local  f()\n}\nprocess Other {\n  local  f()\n}\n",
).processes;

test("the command line goes before the schema, and that before the project's settings", () => {
  assert.is(chooseEngine("starlingmonkey", one, { engine: "starlingmonkey" }), "starlingmonkey");
  assert.is(chooseEngine(undefined, one, { engine: "starlingmonkey" }), "quickjs");
  assert.is(chooseEngine(undefined, other, { engine: "starlingmonkey" }), "starlingmonkey");
  assert.is(chooseEngine(undefined, other, { engine: "quickjs" }), "quickjs");
  assert.is(chooseEngine(undefined, other, {}), defaultEngine);
});

for (const [value, message] of [
  ["v8", "`--engine` takes `quickjs` or `starlingmonkey`; found `v8`"],
  ["QuickJS", "`--engine` takes `quickjs` or `starlingmonkey`; found `QuickJS`; did you mean `quickjs`?"],
  ["", "`--engine` takes `quickjs` or `starlingmonkey`; found an empty text"],
] as const) {
  test(`\`${value}\` is refused`, () => {
    assert.throws(() => readEngine(value), (error: unknown) => error instanceof UsageError && error.message === message);
  });
}

test("a name is taken, and none is no choice", () => {
  assert.is(readEngine("quickjs"), "quickjs");
  assert.is(readEngine(undefined), undefined);
});

test.run();
