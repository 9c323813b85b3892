/** `hproc build` of the counter without and with a cache, and the size of what is made of `work/`. */

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { median } from "./bench.js";
import type { Bench } from "./bench.js";
import { guestProgram, handWrittenProgram } from "./programs.js";
import { compare, type Row } from "./table.js";

export const buildTime: Bench = {
  name: "build",
  async measure(workspace, { roundCount }) {
    const folder = await workspace.counter("every message");
    await rm(join(folder, ".hproc"), { recursive: true, force: true });
    const firstMs = await workspace.hproc("build", folder);
    const again: number[] = [];
    for (let round = 0; round < roundCount; round++) again.push(await workspace.hproc("build", folder));
    const cachedMs = median(again);
    const guest = await guestProgram(workspace);
    const byHand = await handWrittenProgram(workspace);
    return [
      { name: "build: first", value: firstMs / 1e3, unit: "s" },
      {
        name: "build: cached",
        value: cachedMs / 1e3,
        unit: "s",
        comparison: compare(cachedMs, "build: first", firstMs),
      },
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
