/** From a component to an instance whose `init` can be called: transpiled once, compiled once a Node, then instantiated. */

import { join } from "node:path";
import { transpileComponent } from "../../runtime/node/component.js";
import { instantiateComponent, type ComponentInstance } from "../../runtime/node/transpiled-component.js";
import { collectGarbage } from "../support/collect-garbage.js";
import { median } from "./bench.js";
import type { Bench } from "./bench.js";
import { smallMessage } from "./messages.js";
import { guestProgram, type ProgramComponent } from "./programs.js";
import { createScriptedHost, localCall } from "./scripted-host.js";
import { compare, type Row } from "./table.js";

export const startTime: Bench = {
  name: "start",
  async measure(workspace, { roundCount }) {
    const rows: Row[] = [];
    for (const component of (await guestProgram(workspace)).components) {
      // A folder of its own: another bench may have transpiled the same component.
      rows.push(...(await measureStart(component, join(workspace.folder, "transpiled for start"), roundCount)));
    }
    return rows;
  },
};

async function measureStart({ engine, wasmPath }: ProgramComponent, cacheFolder: string, roundCount: number): Promise<Row[]> {
  const transpile = () => transpileComponent(wasmPath, cacheFolder);
  const transpileMs = await time(transpile);
  const code = { kind: "component", ...(await transpile()) } as const;
  const { standard } = createScriptedHost({ request: localCall(smallMessage), warmUpMs: 0, measureMs: 0 });
  const instances: ComponentInstance[] = [];
  const instantiate = async () => void instances.push(await instantiateComponent(code, standard, () => {}));
  const firstMs = await time(instantiate);
  const again: number[] = [];
  collectGarbage();
  const residentBytes = process.memoryUsage.rss();
  for (let round = 0; round < roundCount; round++) again.push(await time(instantiate));
  collectGarbage();
  const residentEach = (process.memoryUsage.rss() - residentBytes) / roundCount;
  const againMs = median(again);
  const linearBytes = instances[0]?.linearMemoryBytes() ?? Number.NaN;
  const name = (what: string): string => `start: ${what}, ${engine}`;
  return [
    { name: name("transpile"), value: transpileMs, unit: "ms" },
    { name: name("first instance"), value: firstMs, unit: "ms", comparison: compare(firstMs, "transpile", transpileMs) },
    { name: name("next instance"), value: againMs, unit: "ms", comparison: compare(againMs, "first instance", firstMs) },
    { name: name("resident memory of an instance"), value: residentEach / 1e6, unit: "MB" },
    { name: name("its linear memory"), value: linearBytes / 1e6, unit: "MB" },
  ];
}

async function time(action: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await action();
  return performance.now() - startMs;
}
