/** Many messages to one process on a node of its own, measured by parts of them. */

import { join } from "node:path";
import { createNode, type Installation, type LocalNode } from "../../runtime/node/index.js";
import { createRandom } from "../../runtime/node/random.js";
import { readProcessId } from "../support/asker.js";
import { collectGarbage } from "../support/collect-garbage.js";
import { createProject, type Project } from "../support/project.js";
import { prepareInstallations, type Form } from "../support/run-project.js";
import { Traffic } from "./traffic.js";
import { judge, type Part } from "./verdict.js";

/** On the way at a time. */
const inFlight = 32;

/** Faults that go on are faults of the process; a heap that has just grown once, or a machine with other work, are not. */
const mostRounds = 4;

export interface SoakPlan {
  /** Of the process; the peer that it asks has no component. */
  readonly form: Form;
  /** Of each round, in ten parts; there are more rounds only while something seems to be wrong. */
  readonly messageCount: number;
  readonly seed: number;
  /** What a message may cost more at the end: 0.1 is a tenth. */
  readonly slowerBy: number;
  readonly onPart: (part: Part) => void;
}

/** What is wrong after all rounds. Throws when an answer is wrong, or the process has ended. */
export async function runSoak({ form, messageCount, seed, slowerBy, onPart }: SoakPlan): Promise<readonly string[]> {
  const project = await createProject("test/soak/project");
  // Not all lines: they would be what grows.
  let endLine: string | undefined;
  const node = await createNode({
    name: "test.os",
    home: join(project.folder, ".hproc/node"),
    port: 0,
    // The disk would be what is measured.
    syncState: false,
    print: (line) => {
      if (line.includes("ended with error")) endLine ??= line;
    },
  });
  try {
    await node.install(await prepare(project, form));
    const traffic = await Traffic.start(node, createRandom(seed));
    const parts: Part[] = [];
    let faults: readonly string[] = [];
    for (let round = 0; round === 0 || (faults.length > 0 && round < mostRounds); round++) {
      for (let count = 0; count < 10; count++) {
        const part = await measure(node, traffic, Math.ceil(messageCount / 10));
        parts.push(part);
        onPart(part);
      }
      faults = judge(parts, slowerBy);
    }
    await traffic.end();
    if (endLine !== undefined) throw new Error(endLine);
    return faults;
  } finally {
    await node.stop();
    await project.remove();
  }
}

async function measure(node: LocalNode, traffic: Traffic, messageCount: number): Promise<Part> {
  const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
  await sendMany(traffic, messageCount);
  const { user, system } = process.cpuUsage(startCpu);
  const elapsedMs = performance.now() - startMs;
  // Of the clients, which are in this thread.
  collectGarbage();
  return {
    messageCount,
    elapsedMs,
    cpuMs: (user + system) / 1000,
    linearBytes: node.linearMemoryBytes(readProcessId("soak:soak:test.os")),
    residentBytes: process.memoryUsage.rss(),
  };
}

/** Clients that wait for each answer, so many beside each other. */
async function sendMany(traffic: Traffic, count: number): Promise<void> {
  let rest = count;
  const client = async (): Promise<void> => {
    while (rest-- > 0) await traffic.sendOne();
  };
  await Promise.all(Array.from({ length: inFlight }, client));
}

async function prepare(project: Project, form: Form): Promise<readonly Installation[]> {
  const [soaked] = await prepareInstallations(project, form, ["peer"]);
  if (!soaked) throw new Error("the project has no process");
  const peers = await prepareInstallations(project, "direct", ["soak"]);
  return [{ ...soaked, manifest: { ...soaked.manifest, public: true } }, ...peers];
}
