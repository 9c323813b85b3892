/** The thread in which jco transpiles one component. It works for seconds, in which a node would answer nobody. */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { transpile } from "@bytecodealliance/jco";
import { directGlue } from "./component-glue.js";

export interface TranspileWork {
  readonly component: Uint8Array;
  /** Where the files go. */
  readonly folder: string;
  /** What the module that exports `instantiate` is to be called. */
  readonly entry: string;
}

export type TranspileOutcome = { readonly kind: "done" } | { readonly kind: "refused"; readonly reason: string };

parentPort?.postMessage(await run(workerData as TranspileWork));

async function run({ component, folder, entry }: TranspileWork): Promise<TranspileOutcome> {
  let files: Record<string, Uint8Array>;
  try {
    const options = { name: "component", instantiation: "async", wasiShim: false, noTypescript: true } as const;
    files = (await transpile(component, options)).files;
  } catch (error) {
    return { kind: "refused", reason: error instanceof Error ? error.message : String(error) };
  }
  for (const [name, content] of Object.entries(files)) {
    const isEntry = name === "component.js";
    const path = join(folder, isEntry ? entry : name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, isEntry ? directGlue(new TextDecoder().decode(content)) : content);
  }
  return { kind: "done" };
}
