/** `npm run fuzz:messages`: hostile messages over the five transports, and what becomes of the process. */

import { parseArgs } from "node:util";
import { runHostile } from "./run.js";

const usage = `usage: npm run fuzz:messages -- [--count N] [--seed X]

  --count N  so many messages; 100000 by default
  --seed X   other messages; 1 by default`;

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const [wanted, seed] = [Number(values.count), Number(values.seed)];
if (values.help || ![wanted, seed].every((value) => Number.isSafeInteger(value) && value >= 0)) {
  console.error(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const startMs = performance.now();
  const { count, outcomes, slowestMs, warmBytes, endBytes, faults } = await runHostile(wanted, seed);
  for (const [outcome, times] of Object.entries(outcomes).sort()) console.log(`${outcome.padEnd(40)}${String(times).padStart(8)}`);
  const [warm, end] = [warmBytes, endBytes].map((bytes) => (bytes / 2 ** 20).toFixed(1));
  console.log(
    `${count} messages with seed ${seed} in ${((performance.now() - startMs) / 1000).toFixed(1)} s; the slowest took ` +
      `${Math.round(slowestMs)} ms; heap ${warm} MiB after a quarter, ${end} MiB at the end`,
  );
  for (const fault of faults) console.error(fault);
  // As the test runner ends, for what counts the tests of CI.
  console.log(`  Total:     ${count}\n  Passed:    ${count - faults.length}`);
  if (faults.length > 0) process.exitCode = 1;
}
