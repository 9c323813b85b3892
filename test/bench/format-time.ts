/** Formatting one schema: in a program that runs, and by `hproc fmt` in a new process, against loading prettier's core. */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatSchema } from "../../compiler/format/format.js";
import { interleave, median } from "./bench.js";
import type { Bench, Effort } from "./bench.js";
import { compare, type Row } from "./table.js";
import type { Workspace } from "./workspace.js";

export const formatTime: Bench = {
  name: "format",
  async measure(workspace, effort) {
    const todo = join(await workspace.copyExample("todo"), "todo.hproc");
    const large = join(workspace.folder, "large.hproc");
    await writeFile(large, await formatSchema(largeSchema()));
    const schemas = [
      { name: "todo", path: todo },
      { name: `${declarationCount} declarations`, path: large },
    ];
    return [...(await measureWarm(schemas, effort)), ...(await measureCold(schemas, workspace, effort))];
  },
};

interface SchemaFile {
  readonly name: string;
  readonly path: string;
}

async function measureWarm(schemas: readonly SchemaFile[], effort: Effort): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { name, path } of schemas) {
    const text = await readFile(path, "utf8");
    await repeat(effort.warmUpMs, () => formatSchema(text));
    rows.push({
      name: `format: ${name}`,
      value: median(await repeat(effort.measureMs, () => formatSchema(text))),
      unit: "ms",
    });
  }
  return rows;
}

async function measureCold(
  schemas: readonly SchemaFile[],
  workspace: Workspace,
  { roundCount }: Effort,
): Promise<readonly Row[]> {
  const prettier = fileURLToPath(import.meta.resolve("prettier/standalone"));
  const load = { name: "import prettier/standalone", run: () => workspace.children.run([prettier]) };
  const commands = schemas.map(({ name, path }) => ({
    name: `format: hproc fmt, ${name}`,
    run: () => workspace.hproc("fmt", path),
  }));
  const samples = await interleave([load, ...commands], roundCount, ({ run }) => run());
  const loadMs = median(samples.get(load) ?? []);
  return commands.map((command) => {
    const value = median(samples.get(command) ?? []);
    return { name: command.name, value, unit: "ms", comparison: compare(value, load.name, loadMs) };
  });
}

/** The milliseconds of each call, for as long as the calls together take less than the limit; one at least. */
async function repeat(limitMs: number, action: () => Promise<unknown>): Promise<readonly number[]> {
  const samples: number[] = [];
  const startMs = performance.now();
  do {
    const callMs = performance.now();
    await action();
    samples.push(performance.now() - callMs);
  } while (performance.now() - startMs < limitMs);
  return samples;
}

const declarationCount = 1000;

function largeSchema(): string {
  const declarations = Array.from({ length: declarationCount - 2 }, (_, index) =>
    index % 4 === 0
      ? `enum Kind${index} { One, Two, Three }`
      : `/// Number ${index}.\nrecord Task${index} {\n id: u64 // of it\n title: string @length(1, 200)\n done: bool = false\n due: option<string>\n}`,
  );
  const process = `process Large {\n${Array.from(
    { length: 50 },
    (_, index) => ` http GET "/api/tasks/${index}" task${index}(id: u64) -> Task${index * 4 + 1}`,
  ).join("\n")}\n}`;
  return ["package large:template.os@0.1.0", ...declarations, process].join("\n\n");
}
