/** What one more node costs a program that runs nine: resident memory, with the counter on each. */

import { fileURLToPath } from "node:url";
import { median } from "./bench.js";
import type { Bench } from "./bench.js";
import { compare } from "./table.js";

export const nodeMemory: Bench = {
  name: "nodes",
  async measure({ children }, { roundCount }) {
    const program = fileURLToPath(new URL("./node-memory-program.js", import.meta.url));
    const samples: { readonly first: number; readonly tenth: number; readonly all: number }[] = [];
    for (let round = 0; round < roundCount; round++) {
      const { announced } = await children.serve(["--expose-gc", program], /resident after each: (.*)\n/);
      await children.end();
      const sizes = announced.split(" ").map(Number);
      const at = (index: number): number => sizes.at(index) ?? Number.NaN;
      samples.push({ first: at(1) - at(0), tenth: at(-1) - at(-2), all: at(-1) });
    }
    const of = (part: "first" | "tenth" | "all"): number => median(samples.map((sample) => sample[part])) / 1e6;
    return [
      { name: "nodes: ten in one program", value: of("all"), unit: "MB" },
      { name: "nodes: the first, with its process", value: of("first"), unit: "MB" },
      { name: "nodes: the tenth, with its process", value: of("tenth"), unit: "MB", comparison: compare(of("tenth"), "first", of("first")) },
    ];
  },
};
