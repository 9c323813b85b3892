/** The examples on both engines: the same answers, and the same messages on the way to them. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runExamples } from "../examples/run-examples.js";
import { createTranscript } from "./transcript.js";

const [inNode, inWasmtime] = [createTranscript(), createTranscript()];
runExamples("component", { trace: inNode.trace });
runExamples("wasmtime", { trace: inWasmtime.trace });

const test = suite("transcripts");

test("are the same on both engines", () => {
  assert.ok(inNode.conversations().size > 5);
  assert.equal(inWasmtime.conversations(), inNode.conversations());
});

test.run();
