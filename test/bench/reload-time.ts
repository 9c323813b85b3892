/** `hproc dev`: from the moment a handler is saved until an answer is that of the new code, as a client sees it. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { quantile } from "./bench.js";
import type { Bench } from "./bench.js";
import { cli } from "./workspace.js";

export const reloadTime: Bench = {
  name: "reload",
  async measure(workspace, { roundCount }) {
    const folder = await workspace.copyExample("counter");
    const child = spawn(process.execPath, [cli, "dev", "--port", "0"], {
      cwd: folder,
      signal: workspace.ended,
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.on("error", () => {});
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    while (!printed.includes("Ctrl-C stops the node")) {
      if (child.exitCode !== null) throw new Error(`hproc dev has ended: ${printed}`);
      await once(child.stdout, "data");
    }
    const url = /curl (\S+)/.exec(printed)?.[1] ?? "";
    const path = join(folder, "counter.ts");
    const text = await readFile(path, "utf8");
    const answering = (answer: number): string => text.replace("return state.total;", `return ${answer}n;`);
    if (answering(1) === text) throw new Error("counter.ts does not return the total");
    const samples: number[] = [];
    for (let answer = 1; answer <= roundCount * 20; answer++) {
      // A person does not save while the types of the last save are checked.
      await delay(typeCheckMs);
      const startMs = performance.now();
      await writeFile(path, answering(answer));
      while ((await (await fetch(url)).text()) !== String(answer)) await delay(1);
      samples.push(performance.now() - startMs);
    }
    child.kill("SIGTERM");
    await once(child, "close");
    const name = `reload: save to new answer, ${samples.length} saves`;
    return [
      { name: `${name}, median`, value: quantile(samples, 0.5), unit: "ms" },
      { name: `${name}, 95 %`, value: quantile(samples, 0.95), unit: "ms" },
    ];
  },
};

/** Somewhat more than TypeScript takes on an idle machine. */
const typeCheckMs = 1500;
