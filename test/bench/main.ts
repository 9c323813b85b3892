/** `npm run bench`: measures, and prints one table. */

import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { fullEffort, quickEffort } from "./bench.js";
import type { Bench, Effort } from "./bench.js";
import { buildTime } from "./build-time.js";
import { clientSize } from "./client-size.js";
import { coldTime } from "./cold-time.js";
import { compileTime } from "./compile-time.js";
import { decodeThroughput } from "./decode-throughput.js";
import { firstAnswer } from "./first-answer.js";
import { engines } from "./engines.js";
import { formatTime } from "./format-time.js";
import { guestThroughput } from "./guest-throughput.js";
import { httpThroughput } from "./http-throughput.js";
import { nodeMemory } from "./node-memory.js";
import { reloadTime } from "./reload-time.js";
import { roadThroughput } from "./road-throughput.js";
import { routeThroughput } from "./route-throughput.js";
import { socketThroughput } from "./socket-throughput.js";
import { stageTime } from "./stage-time.js";
import { startTime } from "./start-time.js";
import { formatTable } from "./table.js";
import type { Row } from "./table.js";
import { watchTime } from "./watch-time.js";
import { Workspace } from "./workspace.js";

/** `start` stands before all others that instantiate a component: the first instance is to be the first of this Node. */
const benches: readonly Bench[] = [
  coldTime, stageTime, compileTime, watchTime, reloadTime, formatTime, buildTime, clientSize, startTime, routeThroughput, decodeThroughput,
  guestThroughput, roadThroughput, httpThroughput, socketThroughput, firstAnswer, nodeMemory,
];
const names = benches.map(({ name }) => name).join(", ");

const usage = `usage: npm run bench -- [--quick] [--peers] [--only NAME]...

  --quick       one short round, to see that everything runs; its numbers mean little
  --peers       \`cold\`, \`routes\` and \`decode\` measure others as well, which are installed into .hproc/bench
  --only NAME   one of ${names}; may be repeated

Other work on the same machine changes every number; compare ratios, and those of one run only.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      peers: { type: "boolean", default: false },
      only: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const unknown = values.only.find((name) => !benches.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    console.error(`there is no bench ${unknown}; there are ${names}`);
    process.exitCode = 2;
    return;
  }
  if (values.help) {
    console.log(usage);
    return;
  }
  const chosen = benches.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const rows = await measureAll(chosen, values.quick ? quickEffort : fullEffort, values.peers);
  const engineNames = engines.map(({ name, version }) => `${name} (${version})`).join(", ");
  console.log(`Node ${process.version} (V8 ${process.versions.v8}), components by ${engineNames}`);
  console.log(`${availableParallelism()} CPUs: ${cpus()[0]?.model.trim() ?? "unknown"}\n`);
  console.log(formatTable(rows));
}

async function measureAll(chosen: readonly Bench[], effort: Effort, usesPeers: boolean): Promise<readonly Row[]> {
  const workspace = await Workspace.create({ usesPeers });
  // The workspace goes when this program exits, which a signal alone would not let it do.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  const rows: Row[] = [];
  for (const bench of chosen) {
    process.stderr.write(`measuring ${bench.name} ...\n`);
    rows.push(...(await bench.measure(workspace, effort)));
  }
  await workspace.close();
  return rows;
}

try {
  await main();
} catch (error) {
  console.error(error);
  // At once: programs and threads that were started would keep this one alive.
  process.exit(1);
}
