/** WebSocket messages a second through a process that sends each back, typed and as it is, against an echo on bare `ws`. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { interleave, median } from "./bench.js";
import type { Bench } from "./bench.js";
import { runSocketLoad } from "./socket-load.js";
import { compare, type Row } from "./table.js";
import { cli, type Workspace } from "./workspace.js";

const connectionCount = 8;

const schema = `package echo:bench.os@0.1.0
record Line { from: string, text: string @length(1, 200), at: u64 }
process Echo {
  endpoint ws "/ws" { authenticated false }
  ws "/ws/typed"  typed(receives Line, sends Line)
  ws "/ws/raw"    raw()
}
`;

const handlers = `import { echo } from "./generated/echo.js";

export default echo.process({
  typed: { message({ channel }, line) { channel.send(line); } },
  raw: { message({ channel }, frame) { channel.send(frame); } },
});
`;

const message = '{"from":"ada","text":"a line of a chat that is as long as most are","at":1767225600000}';

interface Echo {
  readonly name: string;
  readonly url: string;
}

export const socketThroughput: Bench = {
  name: "sockets",
  async measure(workspace, { roundCount, warmUpMs, measureMs }) {
    const bare: Echo = { name: "echo, bare ws", url: await startBareServer(workspace) };
    const folder = await writeProject(workspace);
    const echoes = [bare, ...(await startNode(workspace, folder, "direct")), ...(await startNode(workspace, folder, "component"))];
    const samples = await interleave(echoes, roundCount, ({ url }) =>
      runSocketLoad({ url, message, connectionCount, warmUpMs, measureMs }),
    );
    await workspace.children.end();
    const other = median(samples.get(bare) ?? []);
    return echoes.map((echo): Row => {
      const value = median(samples.get(echo) ?? []);
      const row: Row = { name: `sockets: ${echo.name}`, value, unit: "/s" };
      return echo === bare ? row : { ...row, comparison: compare(value, bare.name, other) };
    });
  },
};

async function startBareServer({ children }: Workspace): Promise<string> {
  const path = fileURLToPath(new URL("./bare-socket-server.js", import.meta.url));
  const { announced } = await children.serve([path], /listens at (\S+)\n/);
  return announced;
}

async function writeProject(workspace: Workspace): Promise<string> {
  const folder = join(workspace.folder, "echo");
  await mkdir(folder);
  await writeFile(join(folder, "echo.hproc"), schema);
  await writeFile(join(folder, "echo.ts"), handlers);
  return folder;
}

async function startNode({ children }: Workspace, folder: string, mode: "direct" | "component"): Promise<readonly Echo[]> {
  const words = [cli, "dev", folder, "--port", "0", "--verbosity", "0", "--home", join(folder, `home of ${mode}`)];
  if (mode === "component") words.push("--component");
  const { announced } = await children.serve(words, /runs at (\S+)\n/);
  const base = announced.replace(/^http/, "ws");
  return ["typed", "raw"].map((path) => ({ name: `echo ${path}, ${mode}`, url: `${base}/ws/${path}` }));
}
