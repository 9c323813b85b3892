/** `hproc watch`: from the moment a schema is saved until its outputs are written, as another program sees it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { median } from "./bench.js";
import type { Bench } from "./bench.js";
import { compare } from "./table.js";
import { cli, type Workspace } from "./workspace.js";

export const watchTime: Bench = {
  name: "watch",
  async measure(workspace, { roundCount }) {
    const saveCount = roundCount * 10;
    const todoMs = await measureSaves(await workspace.copyExample("todo"), "todo.hproc", "done", saveCount, workspace);
    const folder = await mkdtemp(join(workspace.folder, "large-"));
    await writeFile(join(folder, "large.hproc"), largeSchema(1000));
    const largeMs = await measureSaves(folder, "large.hproc", "title500", saveCount, workspace);
    const name = "watch: save to outputs written";
    return [
      { name: `${name}, todo`, value: todoMs, unit: "ms" },
      { name: `${name}, 1,000 declarations`, value: largeMs, unit: "ms", comparison: compare(largeMs, "todo", todoMs) },
    ];
  },
};

/** The median of saves that rename one field of one record to and fro, which changes WIT, types and codecs. */
async function measureSaves(
  folder: string,
  fileName: string,
  field: string,
  saveCount: number,
  { ended }: Workspace,
): Promise<number> {
  const path = join(folder, fileName);
  const before = await readFile(path, "utf8");
  const after = before.replace(`  ${field}: `, `  ${field}Again: `);
  if (after === before) throw new Error(`${fileName} has no field ${field}`);
  const child = spawn(process.execPath, [cli, "watch", fileName, "--json"], {
    cwd: folder,
    signal: ended,
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.on("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextBuild = async (): Promise<void> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error("hproc watch has ended");
      const event = JSON.parse(value) as { kind: string; ok?: boolean };
      if (event.kind !== "build-finished") continue;
      if (event.ok !== true) throw new Error(`a build has failed: ${value}`);
      return;
    }
  };
  await nextBuild();
  const samples: number[] = [];
  for (let count = 0; count < saveCount; count++) {
    const built = nextBuild();
    const startMs = performance.now();
    await writeFile(path, count % 2 === 0 ? after : before);
    await built;
    samples.push(performance.now() - startMs);
  }
  child.kill("SIGTERM");
  await once(child, "close");
  return median(samples);
}

/** Three quarters records, enums and variants, and a process that uses all of them. */
function largeSchema(declarationCount: number): string {
  const types = Array.from({ length: declarationCount - 1 }, (_, index) => {
    switch (index % 4) {
      case 2:
        return `variant Event${index} { Made(Item${index - 2}), Gone(u64), Nothing }`;
      case 3:
        return `enum Kind${index} { First, Second, Third }`;
      default:
        return `record Item${index} {\n  id: u64\n  title${index}: string @length(1, 200)\n  due: option<string>\n}`;
    }
  });
  const uses = types.map((text, index) => `  local take${index}(value: ${/\w+ (\w+)/.exec(text)?.[1]}) -> unit`);
  return ["package large:template.os@0.1.0", ...types, `process Large {\n  save never\n${uses.join("\n")}\n}\n`].join(
    "\n\n",
  );
}
