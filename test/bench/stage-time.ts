/** The stages of the compiler on generated schemas of 100, 1,000 and 10,000 declarations, each against a tenth of it. */

import { check } from "../../compiler/check/check.js";
import { formatOutputs } from "../../compiler/emit/format.js";
import { emit } from "../../compiler/emit/index.js";
import type { Model } from "../../compiler/model/model.js";
import { parse } from "../../compiler/syntax/parse.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import { median } from "./bench.js";
import type { Bench } from "./bench.js";
import { createDeclarations } from "./declarations/declarations.js";
import { printHproc } from "./declarations/print-hproc.js";
import { compare, type Row } from "./table.js";

const stages = ["parse", "check", "emit", "format", "all"] as const;
type Stage = (typeof stages)[number];
type Times = Readonly<Record<Stage, number>>;

/** Formatting 10,000 takes most of a minute, whatever else is measured. */
const sizes = [100, 1000, 10_000] as const;

export const stageTime: Bench = {
  name: "stages",
  async measure(_, { roundCount }) {
    const rows: Row[] = [];
    let smaller: { readonly size: number; readonly times: Times } | undefined;
    for (const size of sizes) {
      const text = printHproc(createDeclarations(size));
      // The optimizer is part of what a user waits for once only: small schemas are measured warm.
      const count = size < 10_000 ? 1 + roundCount : 1;
      const samples: Times[] = [];
      for (let round = 0; round < count; round++) samples.push(await measureOnce(text));
      const kept = samples.slice(count > 1 ? 1 : 0);
      const times = Object.fromEntries(
        stages.map((stage) => [stage, median(kept.map((sample) => sample[stage]))]),
      ) as Times;
      for (const stage of stages) {
        const name = `stages: ${stage}, ${size} declarations`;
        const value = times[stage];
        const row = { name, value, unit: "ms" } as const;
        rows.push(smaller ? { ...row, comparison: compare(value, `${smaller.size}`, smaller.times[stage]) } : row);
      }
      smaller = { size, times };
    }
    return rows;
  },
};

async function measureOnce(text: string): Promise<Times> {
  const marks = [performance.now()];
  const parsed = parse(createSourceFile("bench.hproc", text));
  marks.push(performance.now());
  const { model } = check([{ tree: parsed.tree, files: new Map(), missing: [] }]);
  marks.push(performance.now());
  const outputs = emit(requireModel(model));
  marks.push(performance.now());
  await formatOutputs(outputs);
  marks.push(performance.now());
  const between = (from: number, to: number): number => (marks[to] ?? 0) - (marks[from] ?? 0);
  return {
    parse: between(0, 1),
    check: between(1, 2),
    emit: between(2, 3),
    format: between(3, 4),
    all: between(0, 4),
  };
}

function requireModel(model: Model | undefined): Model {
  if (!model) throw new Error("the generated schema has errors");
  return model;
}
