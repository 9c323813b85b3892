/** The compiler on texts that nobody writes; `npm run fuzz` does all of the corpus, and many more mutants. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createRandom } from "../../runtime/node/random.js";
import { readCorpus } from "./corpus.js";
import { minimise } from "./minimise.js";
import { mutant } from "./mutate.js";
import { hostileSizes } from "./hostile-sizes.js";
import { runAll, textOf } from "./run.js";
import { findFault } from "./soundness.js";

const test = suite("fuzzing");
const corpus = readCorpus();

test("the corpus is what the repository has, and a fourth of it is sound", () => {
  assert.ok(corpus.length > 100);
  for (const text of corpus.filter((_, index) => index % 4 === 0)) assert.is(findFault(text, { emits: true }), undefined, text);
});

test("200 mutants", () => {
  const plan = { seed: 0, first: 0, step: 1, end: 200, maxMs: Number.POSITIVE_INFINITY, emitInterval: 4 };
  const { failure } = runAll(plan, corpus);
  assert.is(failure?.fault, undefined, failure && `${failure.run}: ${JSON.stringify(failure.text)}`);
});

for (const [name, makeText] of hostileSizes) {
  test(`sizes that nobody writes: ${name}`, () => assert.is(findFault(makeText(40), { emits: true }), undefined));
}

const faultsOfThePast: readonly (readonly [fault: string, text: string])[] = [
  ["a kind without method and path ended after its white space", 'process P { endpoint http "/"\n http   a() }'],
  ["the span of a process with a broken member began before its documentation", "/// doc\nprocess P { foo }"],
  ["the span of a process ended before documentation that follows nothing", "process P { foo\n/// doc\n"],
  ["a default of a list that contains itself was followed without end", "type A = list<A>\nrecord B { a: A = 1 }"],
];

for (const [fault, text] of faultsOfThePast) {
  test(fault, () => assert.is(findFault(`package a:b.os@0.1.0\n${text}`, { emits: true }), undefined));
}

test("a run follows from its seed and number", () => {
  assert.is(textOf(17, 3, corpus), textOf(17, 3, corpus));
  assert.is.not(textOf(17, 3, corpus), textOf(18, 3, corpus));
  assert.is.not(textOf(17, 3, corpus), textOf(17, 4, corpus));
});

test("most mutants are still schemas: what is past the parser is reached", () => {
  const random = createRandom(5);
  const texts = Array.from({ length: 300 }, () => mutant(corpus, random));
  const hasModel = texts.filter((text) => /package/.test(text) && /process/.test(text));
  assert.ok(hasModel.length > 100);
});

test("a failing text is reduced to what makes it fail", () => {
  const text = "one line\nanother (with) brackets\nand [more]\nto come\n";
  assert.is(
    minimise(text, (each) => each.includes("(") && each.includes("]")),
    "(]",
  );
  assert.is(
    minimise("abc", (each) => each === "abc"),
    "abc",
  );
});

test.run();
