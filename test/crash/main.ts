/** `npm run test:crash`: no acknowledged write is lost, however often the node is killed. */

import { parseArgs } from "node:util";
import { runCrashes } from "./run.js";

const usage = `usage: npm run test:crash -- [--kills N] [--seed X]

  --kills N  how often a node is killed and started again; 200 by default
  --seed X   other moments; 1 by default`;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
if (values.help || !Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const startMs = performance.now();
  const { faults, acknowledgedCount, pendingCount, unsavedCount } = await runCrashes(kills, seed);
  console.log(
    `${kills} kills with seed ${seed} in ${((performance.now() - startMs) / 1000).toFixed(1)} s: ${acknowledgedCount} writes ` +
      `acknowledged, ${pendingCount} on the way; of those that every fifth message stores, ${unsavedCount} were not stored yet`,
  );
  for (const fault of faults) console.error(fault);
  // As the test runner ends, for what counts the tests of CI.
  console.log(`  Total:     ${kills}\n  Passed:    ${Math.max(0, kills - faults.length)}`);
  if (faults.length > 0) process.exitCode = 1;
}
