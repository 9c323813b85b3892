/** Many messages to one process on a node of its own, measured by tenths. */

import { join } from "node:path";
import { createNode, type Installation } from "../../runtime/node/index.js";
import { createRandom } from "../../runtime/node/random.js";
import { readProcessId } from "../support/asker.js";
import { collectGarbage } from "../support/collect-garbage.js";
import { createProject, type Project } from "../support/project.js";
import { prepareInstallations, type Form } from "../support/run-project.js";
import { Traffic } from "./traffic.js";
import type { Tenth } from "./verdict.js";

/** On the way at a time. */
const inFlight = 32;

export interface SoakPlan {
  /** Of the process; the peer that it asks has no component. */
  readonly form: Form;
  readonly messageCount: number;
  readonly seed: number;
  readonly onTenth: (tenth: Tenth) => void;
}

/** Throws when an answer is wrong, or the process has ended. */
export async function runSoak({ form, messageCount, seed, onTenth }: SoakPlan): Promise<readonly Tenth[]> {
  const project = await createProject("test/soak/project");
  const lines: string[] = [];
  const node = await createNode({
    name: "test.os",
    home: join(project.folder, ".hproc/node"),
    port: 0,
    // The disk would be what is measured.
    syncState: false,
    print: (line) => lines.push(line),
  });
  try {
    await node.install(await prepare(project, form));
    const traffic = await Traffic.start(node, createRandom(seed));
    const tenths: Tenth[] = [];
    const perTenth = Math.ceil(messageCount / 10);
    for (let sent = 0; sent < messageCount; sent += perTenth) {
      const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
      await sendMany(traffic, perTenth);
      const { user, system } = process.cpuUsage(startCpu);
      const elapsedMs = performance.now() - startMs;
      // Of the clients, which are in this thread.
      collectGarbage();
      const tenth: Tenth = {
        messageCount: perTenth,
        elapsedMs,
        cpuMs: (user + system) / 1000,
        linearBytes: node.linearMemoryBytes(readProcessId("soak:soak:test.os")),
        residentBytes: process.memoryUsage.rss(),
      };
      tenths.push(tenth);
      onTenth(tenth);
    }
    await traffic.end();
    const fault = lines.find((line) => line.includes("ended with error"));
    if (fault !== undefined) throw new Error(fault);
    return tenths;
  } finally {
    await node.stop();
    await project.remove();
  }
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
