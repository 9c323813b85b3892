/**
 * HTTP requests a second of `hproc dev`, with and without a component, against a bare `node:http` server; and durable
 * increments, whose state is on the disk before the answer leaves, against those that save nothing.
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleave, median } from "./bench.js";
import type { Bench, Effort } from "./bench.js";
import { runLoad } from "./load.js";
import type { LoadResult } from "./load.js";
import { compare } from "./table.js";
import type { Row } from "./table.js";
import { cli } from "./workspace.js";
import type { Workspace } from "./workspace.js";

const connectionCount = 8;

/** A node has many times the code of a bare server, in two threads: Node takes seconds to optimize it. */
const warmUpFactor = 12;

interface Workload {
  readonly name: string;
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly comparedWith: Workload | undefined;
}

export const httpThroughput: Bench = {
  name: "http",
  async measure(workspace, effort) {
    const workloads = await listWorkloads(workspace);
    const longEffort = { ...effort, warmUpMs: effort.warmUpMs * warmUpFactor };
    const warmUps = await interleave(workloads, 1, (workload) => load(workload, longEffort));
    const samples = await interleave(workloads, effort.roundCount, (workload) => load(workload, effort));
    for (const { name, url } of workloads.filter(({ name }) => name.includes("durable"))) {
      await checkTotal(name, url, [warmUps, samples]);
    }
    await workspace.children.end();
    const medianOf = (workload: Workload, part: "requestsPerSecond" | "medianMs"): number =>
      median((samples.get(workload) ?? []).map((sample) => sample[part]));
    const rows = (part: "requestsPerSecond" | "medianMs", suffix: string, unit: Row["unit"]): readonly Row[] =>
      workloads.map((workload) => {
        const value = medianOf(workload, part);
        const row: Row = { name: `http: ${workload.name}${suffix}`, value, unit };
        const { comparedWith: other } = workload;
        return other ? { ...row, comparison: compare(value, other.name, medianOf(other, part)) } : row;
      });
    return [...rows("requestsPerSecond", "", "/s"), ...rows("medianMs", ", median", "ms")];
  },
};

async function listWorkloads(workspace: Workspace): Promise<readonly Workload[]> {
  const bareUrl = await startBareServer(workspace);
  const bareGet: Workload = { name: "GET, bare", method: "GET", url: bareUrl, comparedWith: undefined };
  const barePost: Workload = { name: "POST, bare", method: "POST", url: bareUrl, comparedWith: undefined };
  const workloads = [bareGet, barePost];
  for (const mode of ["direct", "component"] as const) {
    const unsavedUrl = await startNode(workspace, "never", mode);
    const savedUrl = await startNode(workspace, "every message", mode);
    const get: Workload = { name: `GET, ${mode}`, method: "GET", url: unsavedUrl, comparedWith: bareGet };
    const post: Workload = { name: `POST, ${mode}`, method: "POST", url: unsavedUrl, comparedWith: barePost };
    const durable: Workload = { name: `durable POST, ${mode}`, method: "POST", url: savedUrl, comparedWith: post };
    workloads.push(get, post, durable);
  }
  return workloads;
}

async function startBareServer({ children }: Workspace): Promise<URL> {
  const path = fileURLToPath(new URL("./bare-server.js", import.meta.url));
  const { announced } = await children.serve([path], /listens at (\S+)\n/);
  return new URL(announced);
}

/** The path of the counter's total. */
async function startNode(
  workspace: Workspace,
  save: "never" | "every message",
  mode: "direct" | "component",
): Promise<URL> {
  const project = await workspace.counter(save);
  // Two nodes must not share a home, but both modes share the project.
  // At verbosity 2, which is the default, the node prints a line for each request.
  const words = [cli, "dev", project, "--port", "0", "--verbosity", "0", "--home", join(project, `home of ${mode}`)];
  if (mode === "component") words.push("--component");
  const { announced } = await workspace.children.serve(words, /runs at (\S+)\n/);
  return new URL(`${announced}/api/total`);
}

async function load({ name, method, url }: Workload, { warmUpMs, measureMs }: Effort): Promise<LoadResult> {
  const port = Number(url.port);
  const body = method === "POST" ? "1" : "";
  const result = await runLoad({ port, method, path: url.pathname, body, connectionCount, warmUpMs, measureMs });
  if (result.failure !== undefined) throw new Error(`${name} was answered with ${result.failure}`);
  return result;
}

/** A rate of increments means nothing if some are lost or counted twice. */
async function checkTotal(
  name: string,
  url: URL,
  loads: readonly ReadonlyMap<Workload, readonly LoadResult[]>[],
): Promise<void> {
  const total = Number(await (await fetch(url)).text());
  let expected = 0;
  for (const [workload, results] of loads.flatMap((each) => [...each])) {
    if (workload.url === url) for (const { successCount } of results) expected += successCount;
  }
  if (total !== expected) throw new Error(`${name}: ${expected} increments were answered, and the total is ${total}`);
}
