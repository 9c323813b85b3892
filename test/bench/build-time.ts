/** `hproc build` of the counter with each engine, without and with a cache, and the size of what it makes. */

import { rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { engineNames, type EngineName } from "../../compiler/model/engine.js";
import { median } from "./bench.js";
import type { Bench } from "./bench.js";
import { guestProgram, handWrittenProgram } from "./programs.js";
import { compare, type Row } from "./table.js";
import type { Workspace } from "./workspace.js";

export const buildTime: Bench = {
  name: "build",
  async measure(workspace, { roundCount }) {
    const rows: Row[] = [];
    for (const engine of engineNames) rows.push(...(await measureEngine(workspace, engine, roundCount)));
    const guest = await guestProgram(workspace);
    const byHand = await handWrittenProgram(workspace);
    return [
      ...rows,
      ...guest.components.map(({ engine, componentBytes }, index): Row => {
        const other = byHand.components[index]?.componentBytes ?? Number.NaN;
        const comparison = compare(componentBytes, "hand-written", other);
        return { name: `build: component size, ${engine}`, value: componentBytes / 1e6, unit: "MB", comparison };
      }),
      {
        name: "build: bundle size",
        value: guest.bundleBytes / 1e3,
        unit: "kB",
        comparison: compare(guest.bundleBytes, "hand-written", byHand.bundleBytes),
      },
    ];
  },
};

/** All that a build runs, the type check and the zip included; first without anything that an earlier one has left. */
async function measureEngine(workspace: Workspace, engine: EngineName, roundCount: number): Promise<readonly Row[]> {
  const folder = await workspace.counter("every message");
  const build = (): Promise<number> => workspace.hproc("build", folder, "--engine", engine);
  await rm(join(folder, ".hproc"), { recursive: true, force: true });
  const firstMs = await build();
  const again: number[] = [];
  for (let round = 0; round < roundCount; round++) again.push(await build());
  const cachedMs = median(again);
  const { size } = await stat(join(folder, "pkg/counter.wasm"));
  return [
    { name: `build: first, ${engine}`, value: firstMs / 1e3, unit: "s" },
    {
      name: `build: cached, ${engine}`,
      value: cachedMs / 1e3,
      unit: "s",
      comparison: compare(cachedMs, "first", firstMs),
    },
    { name: `build: component, ${engine}`, value: size / 1e6, unit: "MB" },
  ];
}
