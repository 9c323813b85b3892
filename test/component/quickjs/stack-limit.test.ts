/** The engine with a limit for its stack: what is changed in it, and that no other engine is taken for it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { InternalError } from "../../../compiler/text/internal-error.js";
import { readModuleSections } from "../../../compiler/component/component-binary.js";
import { readRuntimeModule } from "../../../compiler/component/quickjs/runtime-module.js";
import { limitStack } from "../../../compiler/component/quickjs/stack-limit.js";

const test = suite("stack limit of QuickJS");
let engine: Uint8Array;

test.before(async () => {
  engine = await readRuntimeModule();
});

/** How many functions a module defines, and how many have code. */
function countFunctions(module: Uint8Array): readonly number[] {
  return [...readModuleSections(module)].filter(({ id }) => id === 3 || id === 10).map(({ reader }) => reader.unsigned());
}

test("eight functions get one around them", () => {
  const limited = limitStack(engine);
  const [count = 0] = countFunctions(engine);
  assert.equal(countFunctions(engine), [count, count]);
  assert.equal(countFunctions(limited), [count + 8, count + 8]);
});

test("an engine that reads the limit elsewhere is refused", () => {
  const place = Buffer.from(engine).indexOf(Uint8Array.from([0x41, 0xfc, 0x04, 0x6a, 0x28, 0x02, 0x00]));
  const other = Uint8Array.from(engine);
  other[place + 1] = 0xfd;
  assert.throws(() => limitStack(other), refusal(/^the engine reads the limit of its stack in 37 places, not in 38, so its stack could not be limited/));
});

test("an engine without one of the functions is refused", () => {
  const place = Buffer.from(engine).indexOf(Buffer.from("02067f037e230041106b220524000240", "hex"));
  const other = Uint8Array.from(engine);
  other[place + 5] = 0x20;
  assert.throws(() => limitStack(other), refusal(/^the engine does not have json_parse_value exactly once/));
});

test("what is no module is refused", () => {
  assert.throws(() => limitStack(new Uint8Array(100)), refusal(/in 0 places/));
});

function refusal(pattern: RegExp) {
  return (error: unknown): boolean => error instanceof InternalError && pattern.test(error.message);
}

test.run();
