/**
 * The JSON text of a usual message to a value that has been checked, beside JSON.parse with the validators that others
 * use: the same program on Node and in a component.
 */

import { join } from "node:path";
import { median, type Bench } from "./bench.js";
import { writeDecodeProgram } from "./decode-program.js";
import { installPeers } from "./peers.js";
import { loadProgram, makeProgram, type Load } from "./programs.js";
import { printingHost } from "./scripted-host.js";
import { compare, type Row } from "./table.js";

interface Sample {
  readonly name: string;
  readonly rates: readonly number[];
}

export const decodeThroughput: Bench = {
  name: "decode",
  async measure(workspace, effort) {
    const peers = workspace.usesPeers ? await workspace.once("peers", installPeers) : undefined;
    const projectRoot = join(workspace.folder, "decode");
    const entry = await writeDecodeProgram(workspace, projectRoot, { zod: peers?.resolve("zod"), effort });
    const program = await makeProgram({
      entry,
      projectRoot,
      cacheFolder: join(workspace.folder, "components"),
      outPath: join(workspace.folder, "decode-program"),
      signal: workspace.ended,
    });
    const rows: Row[] = [];
    for (const { mode, load } of await loadProgram(program, workspace)) rows.push(...(await run(mode, load)));
    return rows;
  },
};

async function run(mode: string, load: Load): Promise<readonly Row[]> {
  let printed = "[]";
  const init = await load(printingHost((text) => (printed = text)));
  await init("bench:bench:template.os");
  const samples = JSON.parse(printed) as readonly Sample[];
  const [own] = samples.map(({ rates }) => median(rates));
  return samples.map(({ name, rates }, index): Row => {
    const row: Row = { name: `decode: ${name}, ${mode}`, value: median(rates), unit: "/s" };
    return index === 0 ? row : { ...row, comparison: compare(row.value, "ours", own ?? 0) };
  });
}
