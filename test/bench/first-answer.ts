/** From the start of `hproc dev` to the first answer of a process, as a client sees it; against Wrangler with `--peers`. */

import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { interleave, median } from "./bench.js";
import type { Bench } from "./bench.js";
import { compare, type Row } from "./table.js";
import { cli, type Workspace } from "./workspace.js";

interface Server {
  readonly name: string;
  /** What Node runs, to answer at the path with 200. */
  readonly words: (port: number) => readonly string[];
  readonly path: string;
  readonly prepare?: () => Promise<void>;
}

export const firstAnswer: Bench = {
  name: "first",
  async measure(workspace, { roundCount }) {
    const nothing = "node -e 0";
    const servers = await listServers(workspace);
    const samples = await interleave(servers, roundCount, (server) => measureStart(workspace, server));
    const node: number[] = [];
    for (let round = 0; round < roundCount; round++) node.push(await workspace.children.run(["-e", "0"]));
    const nodeMs = median(node);
    const rows = servers.map((server): Row => {
      const value = median(samples.get(server) ?? []);
      return { name: `first: ${server.name}`, value, unit: "ms", comparison: compare(value, nothing, nodeMs) };
    });
    return [{ name: `first: ${nothing}`, value: nodeMs, unit: "ms" }, ...rows];
  },
};

async function listServers(workspace: Workspace): Promise<readonly Server[]> {
  const path = "/counter:counter:template.os/api/total";
  const dev = (folder: string) => (port: number) => [cli, "dev", folder, "--port", String(port)];
  const again = await workspace.copyExample("counter");
  const fresh = await workspace.copyExample("counter");
  const own: Server[] = [
    {
      name: "hproc dev, a project that has not been compiled",
      words: dev(fresh),
      path,
      async prepare() {
        for (const made of ["generated", "api", "pkg", ".hproc"]) await rm(join(fresh, made), { recursive: true, force: true });
      },
    },
    { name: "hproc dev, the same again", words: dev(again), path },
  ];
  await measureStart(workspace, { name: "", words: dev(again), path });
  const wrangler = workspace.usesPeers ? await installWrangler(workspace) : undefined;
  return wrangler ? [...own, wrangler] : own;
}

async function measureStart({ children }: Workspace, { words, path, prepare }: Server): Promise<number> {
  await prepare?.();
  const port = await findFreePort();
  const startMs = performance.now();
  const stop = children.start(words(port));
  while (!(await isAnswered(port, path))) await delay(2);
  const elapsedMs = performance.now() - startMs;
  await stop();
  return elapsedMs;
}

function isAnswered(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request({ port, host: "127.0.0.1", path, headers: { host: "localhost" } }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode === 200));
    });
    sent.on("error", () => resolve(false));
    sent.end();
  });
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Exact, so that a comparison can be repeated; one that runs on Node 20. */
const wranglerVersion = "4.59.0";

const worker = `export default {
  fetch: () => new Response("0", { headers: { "content-type": "application/json" } }),
};
`;

/** Undefined when it cannot be installed, which is said. It goes with the workspace. */
async function installWrangler({ folder: parent, ended }: Workspace): Promise<Server | undefined> {
  const folder = join(parent, "wrangler");
  const files = {
    "package.json": JSON.stringify({ private: true, dependencies: { wrangler: wranglerVersion } }),
    "wrangler.toml": 'name = "bench"\nmain = "worker.js"\ncompatibility_date = "2025-09-01"\nsend_metrics = false\n',
    "worker.js": worker,
  };
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    process.stderr.write("installing Wrangler …\n");
    await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund"], { cwd: folder, signal: ended });
  } catch (error) {
    process.stderr.write(`Wrangler is left out: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
  const main = join(folder, "node_modules/wrangler/bin/wrangler.js");
  return {
    name: `wrangler ${wranglerVersion} dev`,
    words: (port) => [main, "dev", "--config", join(folder, "wrangler.toml"), "--ip", "127.0.0.1", "--port", String(port)],
    path: "/",
  };
}
