/** `npm run soak`: whether a process stays as fast and as small as it was, however many messages it has had. */

import { parseArgs } from "node:util";
import { engineNames } from "../../compiler/model/engine.js";
import type { Form } from "../support/run-project.js";
import { runSoak } from "./run.js";
import { judge, type Tenth } from "./verdict.js";

const forms = new Map<string, Form>([["direct", "direct"], ...engineNames.map((name) => [name, `component ${name}`] as const)]);
const names = [...forms.keys()];

const usage = `usage: npm run soak -- [--engine E]... [--messages N] [--seed X]

  --engine E    one of ${names.join(", ")}; may be repeated; all of them by default
  --messages N  so many to each; 100000 by default
  --seed X      other messages; 1 by default`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      engine: { type: "string", multiple: true, default: names },
      messages: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [messageCount, seed] = [Number(values.messages), Number(values.seed)];
  const chosen = [...forms].filter(([name]) => values.engine.includes(name));
  const isUnknown = values.engine.some((name) => !forms.has(name));
  if (values.help || isUnknown || !Number.isSafeInteger(seed) || !Number.isSafeInteger(messageCount) || messageCount < 100) {
    console.error(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  let faultCount = 0;
  for (const [name, form] of chosen) {
    const faults = await soak(form, messageCount, seed);
    for (const fault of faults) console.error(`${name}: ${fault}`);
    faultCount += faults.length;
  }
  // As the test runner ends, for what counts the tests of CI.
  const total = chosen.length;
  console.log(`  Total:     ${total}\n  Passed:    ${Math.max(0, total - faultCount)}`);
  if (faultCount > 0) process.exitCode = 1;
}

async function soak(form: Form, messageCount: number, seed: number): Promise<readonly string[]> {
  console.log(`${messageCount} messages to a process, ${form}, seed ${seed}, Node ${process.version}`);
  console.log(formatLine("messages", "messages/s", "CPU us each", "linear MiB", "resident MiB"));
  let count = 0;
  try {
    return judge(await runSoak({ form, messageCount, seed, onTenth: (tenth) => print((count += tenth.messageCount), tenth) }));
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

function print(count: number, { messageCount, elapsedMs, cpuMs, linearBytes, residentBytes }: Tenth): void {
  const inMiB = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  const perSecond = ((messageCount * 1000) / elapsedMs).toFixed(0);
  const costUs = ((cpuMs * 1000) / messageCount).toFixed(1);
  console.log(formatLine(`${count}`, perSecond, costUs, inMiB(linearBytes), inMiB(residentBytes)));
}

function formatLine(...cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(13)).join("");
}

await main();
