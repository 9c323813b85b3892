/** `npm run soak`: whether a process stays as fast and as small as it was, however many messages it has had. */

import { parseArgs } from "node:util";
import { engineNames } from "../../compiler/model/engine.js";
import type { Form } from "../support/run-project.js";
import { runSoak, type SoakPlan } from "./run.js";
import type { Part } from "./verdict.js";

const forms = new Map<string, Form>([["direct", "direct"], ...engineNames.map((name) => [name, `component ${name}`] as const)]);
const names = [...forms.keys()];

const usage = `usage: npm run soak -- [--engine E]... [--messages N] [--seed X] [--slower-by P]

  --engine E    one of ${names.join(", ")}; may be repeated; all of them by default
  --messages N  so many to each, and up to four times as many while something seems to be wrong; 100000 by default
  --seed X      other messages; 1 by default
  --slower-by P what a message may cost more at the end, in percent; 10 by default`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      engine: { type: "string", multiple: true, default: names },
      messages: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      "slower-by": { type: "string", default: "10" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [messageCount, seed, slowerPercent] = [Number(values.messages), Number(values.seed), Number(values["slower-by"])];
  const chosen = [...forms].filter(([name]) => values.engine.includes(name));
  const isUnknown = values.engine.some((name) => !forms.has(name));
  const areNumbers = Number.isSafeInteger(seed) && Number.isSafeInteger(messageCount) && messageCount >= 100 && slowerPercent >= 0;
  if (values.help || isUnknown || !areNumbers) {
    console.error(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  let faultCount = 0;
  for (const [name, form] of chosen) {
    const faults = await soak({ form, messageCount, seed, slowerBy: slowerPercent / 100 });
    for (const fault of faults) console.error(`${name}: ${fault}`);
    faultCount += faults.length;
  }
  // As the test runner ends, for what counts the tests of CI.
  const total = chosen.length;
  console.log(`  Total:     ${total}\n  Passed:    ${Math.max(0, total - faultCount)}`);
  if (faultCount > 0) process.exitCode = 1;
}

async function soak(plan: Omit<SoakPlan, "onPart">): Promise<readonly string[]> {
  console.log(`${plan.messageCount} messages to a process, ${plan.form}, seed ${plan.seed}, Node ${process.version}`);
  console.log(formatLine("messages", "messages/s", "CPU us each", "linear MiB", "resident MiB"));
  let count = 0;
  try {
    return await runSoak({ ...plan, onPart: (part) => print((count += part.messageCount), part) });
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

function print(count: number, { messageCount, elapsedMs, cpuMs, linearBytes, residentBytes }: Part): void {
  const inMiB = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
  const perSecond = ((messageCount * 1000) / elapsedMs).toFixed(0);
  const costUs = ((cpuMs * 1000) / messageCount).toFixed(1);
  console.log(formatLine(`${count}`, perSecond, costUs, inMiB(linearBytes), inMiB(residentBytes)));
}

function formatLine(...cells: readonly string[]): string {
  return cells.map((cell) => cell.padStart(13)).join("");
}

await main();
