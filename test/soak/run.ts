/** Many messages to one process on a node of its own, measured by tenths. */

import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { buildComponent } from "../../compiler/component/build.js";
import type { Engine } from "../../compiler/component/engine.js";
import { createNode, type Installation } from "../../runtime/node/index.js";
import { createRandom } from "../../runtime/testing/random.js";
import { readProcessId } from "../support/asker.js";
import { createProject, type Project } from "../support/project.js";
import { prepareInstallations } from "../support/run-project.js";
import { Traffic } from "./traffic.js";
import type { Tenth } from "./verdict.js";

/** On the way at a time. */
const inFlight = 32;

export interface SoakPlan {
  /** Without a component if undefined. */
  readonly engine: Engine | undefined;
  readonly messageCount: number;
  readonly seed: number;
  readonly onTenth: (tenth: Tenth) => void;
}

/** Throws when an answer is wrong, or the process has ended. */
export async function runSoak({ engine, messageCount, seed, onTenth }: SoakPlan): Promise<readonly Tenth[]> {
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
    await node.install(await prepare(project, engine));
    const traffic = await Traffic.start(node, createRandom(seed));
    const tenths: Tenth[] = [];
    const collectGarbage = exposeGarbageCollector();
    const perTenth = Math.ceil(messageCount / 10);
    for (let sent = 0; sent < messageCount; sent += perTenth) {
      const [startMs, startCpu] = [performance.now(), process.cpuUsage()];
      await sendMany(traffic, perTenth);
      const { user, system } = process.cpuUsage(startCpu);
      const elapsedMs = performance.now() - startMs;
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

/** The peer needs no component: it is not what is soaked. */
async function prepare(project: Project, engine: Engine | undefined): Promise<readonly Installation[]> {
  const [soaked, ...others] = await prepareInstallations(project, "direct");
  if (!soaked) throw new Error("the project has no process");
  const code: Installation["code"] = engine ? { kind: "component", wasmPath: await build(project, engine) } : soaked.code;
  return [{ ...soaked, code, manifest: { ...soaked.manifest, public: true } }, ...others];
}

async function build(project: Project, engine: Engine): Promise<string> {
  const wasmPath = join(project.folder, "pkg/soak.wasm");
  const built = await buildComponent({
    entry: "generated/soak.main.ts",
    projectRoot: project.folder,
    engine,
    cacheFolder: join(project.folder, ".hproc/components"),
    outFile: wasmPath,
    mapFile: `${wasmPath}.map`,
  });
  if (built.kind === "failed") throw new Error(built.problems[0]?.message);
  return wasmPath;
}

/** Of the main thread, where the clients are: their garbage is not what is measured. */
function exposeGarbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  return typeof collect === "function" ? () => void collect() : () => {};
}
