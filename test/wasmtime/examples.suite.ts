/** The examples in Node and in wasmtime, with both engines: the same answers, and the same messages on the way to them. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { engineNames } from "../../compiler/model/engine.js";
import { runExamples } from "../examples/run-examples.js";
import { createTranscript } from "./transcript.js";

const transcripts = engineNames.flatMap((engine) =>
  ([`component ${engine}`, `wasmtime ${engine}`] as const).map((form) => ({ form, ...createTranscript() })),
);
for (const { form, trace } of transcripts) runExamples(form, { trace });

const test = suite("transcripts");

const [first, ...others] = transcripts;
for (const { form, conversations } of others) {
  test(`are the same as ${form}`, () => {
    assert.ok(first && first.conversations().size > 5);
    assert.equal(conversations(), first.conversations());
  });
}

test.run();
