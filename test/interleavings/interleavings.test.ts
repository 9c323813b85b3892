import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatFailure, runSeed } from "./run.js";
import { soak } from "./soak.js";

/** `npm run interleavings` does many more. */
const runCount = 400;
const requestCount = 5_000;

const interleavings = suite("random interleavings");

interleavings(`who waits gets one answer, the own, and nothing is left, in ${runCount} random runs`, async () => {
  for (let seed = 1; seed <= runCount; seed++) {
    const failure = await runSeed(seed);
    assert.is(failure && formatFailure(failure), undefined);
  }
});

interleavings(`nothing is left of ${requestCount} requests to one process`, async () => {
  assert.is((await soak(requestCount, 1)).fault, undefined);
});

interleavings.run();
