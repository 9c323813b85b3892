/** Exports renamed and dropped in the binary form of a component. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readSurface } from "../../compiler/component/component-binary.js";
import { rewriteExports } from "../../compiler/component/rewrite-exports.js";
import { component, section } from "./component-bytes.js";

const test = suite("exports");

const name = (text: string): readonly number[] => [0x00, text.length, ...Buffer.from(text)];
/** Of an instance's function, by its name. */
const alias = (of: string): readonly number[] => section(6, [1, 0x01, 0x00, 0, of.length, ...Buffer.from(of)]);
const exportOf = (text: string, index: number, sort = 0x01): readonly number[] => section(11, [1, ...name(text), sort, index, 0x00]);
const importOf = (text: string, ...description: readonly number[]): readonly number[] => section(10, [1, ...name(text), ...description]);

const standard = importOf("hyperware:process/standard@1.0.0", 0x05, 7);
const inner = section(4, Array.from({ length: 200 }, () => 0xee));
const names = new Map([["init", undefined], ["run-process", "init"]]);

/** What componentize-qjs makes, in small: function 0 and its export 1, function 2 and its export 3. */
const made = [standard, inner, alias("init"), exportOf("init", 0), alias("run-process"), exportOf("run-process", 2)];

test("one is dropped, and what refers to a later one has moved up", () => {
  const rewritten = rewriteExports(component(...made), names);
  const expected = component(standard, inner, alias("init"), alias("run-process"), exportOf("init", 1));
  assert.equal([...rewritten], [...expected]);
  assert.equal(readSurface(rewritten).exports, [{ name: "init", sort: "function" }]);
});

test("one is renamed, and nothing else changes", () => {
  const rewritten = rewriteExports(component(...made), new Map([["init", "load"]]));
  assert.equal([...rewritten], [...component(standard, inner, alias("init"), exportOf("load", 0), ...made.slice(4))]);
});

test("imports and aliases count where they are functions, and only there", () => {
  const before = [importOf("f", 0x01, 0), importOf("t", 0x03, 0x01), section(6, [1, 0x05, 0x00, 0, 1, 0x78]), section(6, [2, 0x03, 0x02, 1, 0, 0x00, 0x00, 0x01, 0, 1, 0x78])];
  // Function 0 is the import.
  const rewritten = rewriteExports(
    component(...before, alias("init"), exportOf("init", 1), alias("run-process"), exportOf("run-process", 3), exportOf("f", 0)),
    names,
  );
  const expected = component(...before, alias("init"), alias("run-process"), exportOf("init", 2), exportOf("f", 0));
  assert.equal([...rewritten], [...expected]);
});

test("several exports of one section, with types, and indices of two bytes", () => {
  const many = Array.from({ length: 130 }, () => alias("a"));
  const entries = [...name("init"), 0x01, 0, 0x00, ...name("run-process"), 0x01, 0x81, 0x01, 0x01, 0x01, 9, ...name("lib"), 0x05, 1, 0x00];
  const rewritten = rewriteExports(component(...many, section(11, [3, ...entries])), names);
  const kept = [...name("init"), 0x01, 0x81, 0x01, 0x01, 0x01, 9, ...name("lib"), 0x05, 1, 0x00];
  assert.equal([...rewritten], [...component(...many, section(11, [2, ...kept]))]);
});

test("names for debuggers, which are by index, are left out", () => {
  const custom = (text: string): readonly number[] => section(0, [text.length, ...Buffer.from(text), 1, 2, 3]);
  const rewritten = rewriteExports(component(...made, custom("component-name"), custom("producers")), names);
  assert.equal([...rewritten], [...rewriteExports(component(...made), names), ...custom("producers")]);
});

for (const [subject, sections, message] of [
  ["an export that is not there", [alias("init"), exportOf("init", 0)], "it does not export `run-process`"],
  ["an export of another sort", [exportOf("init", 0, 0x05), alias("run-process"), exportOf("run-process", 0)], "its export `init` is no function"],
  ["a name that is taken", [...made, exportOf("init", 9, 0x05)], "its export `init` is no function"],
  ["a function that is not there", [...made.slice(0, 4), exportOf("run-process", 5)], "it exports function 5 and has 2"],
  ["a function behind a dropped one that refers to it", [...made.slice(0, 4), exportOf("run-process", 1)], "something refers to a dropped export"],
  ["an instance behind a dropped export", [...made, section(5, [0])], "an instance stands behind a dropped export"],
  ["functions of its own", [section(8, [0]), ...made], "section 8 stands outside of its inner components"],
  ["a start function", [...made, section(9, [0])], "section 9 stands outside of its inner components"],
  ["an unknown section", [section(12, [0]), ...made], "section 12 stands outside of its inner components"],
  ["an unknown alias", [section(6, [1, 0x01, 0x03, 0, 0]), ...made], "aliases of form 3 are not known"],
  ["an unknown sort", [section(6, [1, 0x06, 0x00, 0, 0]), ...made], "sort 6 is not known"],
  ["more than a section says", [section(6, [0, 1]), ...made], "section 6 has a wrong length"],
] as const) {
  test(`${subject} is refused`, () => {
    assert.throws(() => rewriteExports(component(...sections), names), (error: Error) => error.message === message);
  });
}

test("a name that another export has is refused", () => {
  const swapped = new Map([["init", undefined], ["run-process", "run"]]);
  const twice = component(...made, alias("x"), exportOf("run", 4));
  assert.throws(() => rewriteExports(twice, swapped), (error: Error) => error.message === "it would export `run` twice");
});

test("any damage is refused and never overlooked", () => {
  const whole = component(...made);
  for (let length = 0; length < whole.length; length++) assert.throws(() => rewriteExports(whole.subarray(0, length), names), undefined, `${length} bytes`);
  const core = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  assert.throws(() => rewriteExports(core, names), "not a WebAssembly component");
});

test.run();
