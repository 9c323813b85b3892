import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runInterleaving } from "./interleaving.js";

const runCount = Number(process.env["HPROC_INTERLEAVINGS"] ?? 10_000);

const interleaving = suite("random interleavings");

interleaving(`each answerable request gets exactly one answer, its own, in ${runCount} random runs`, async () => {
  for (let seed = 1; seed <= runCount; seed++) {
    const { failure } = await runInterleaving(seed);
    assert.is(failure, undefined);
  }
});

interleaving.run();
