/** What is left of a process's stderr. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { StderrRing } from "../../runtime/node/stderr-ring.js";
import { bytes } from "../support/host-world.js";

const test = suite("stderr ring");

function written(...lengths: readonly number[]): string {
  const ring = new StderrRing();
  for (const [index, length] of lengths.entries()) ring.write(bytes(String.fromCharCode(97 + index).repeat(length)));
  return ring
    .text()
    .replace(/(.)\1*/g, (run, letter: string) => `${letter}${run.length} `)
    .trimEnd();
}

test("keeps everything while it fits, then the last two buffers at most", () => {
  assert.is(written(), "");
  assert.is(written(10, 20), "a10 b20");
  assert.is(written(2250), "a2250");
  assert.is(written(2250, 2250), "a2250 b2250");
  assert.is(written(2250, 2250, 1), "b2250 c1");
  assert.is(written(2000, 1000, 1000, 1000), "b1000 c1000 d1000");
  assert.is(written(9000), "a2500");
});

test("shows characters that were cut as replacements", () => {
  const ring = new StderrRing();
  ring.write(bytes("ü").subarray(1));
  assert.is(ring.text(), "\ufffd");
});

test.run();
