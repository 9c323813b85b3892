/** The thread in which jco transpiles one component. It works for seconds, in which a node would answer nobody. */

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { transpile } from "@bytecodealliance/jco";
import { directGlue, UnknownGlueError } from "./component-glue.js";

export interface TranspileWork {
  readonly component: Uint8Array;
  /** Where the files go. */
  readonly folder: string;
  /** What the module that exports `instantiate` is to be called. */
  readonly entry: string;
}

export type TranspileOutcome =
  | { readonly kind: "done" }
  /** By jco; or what jco has made is not what `component-glue.ts` knows. */
  | { readonly kind: "refused" | "unknown-glue"; readonly reason: string };

parentPort?.postMessage(await run(workerData as TranspileWork));

async function run({ component, folder, entry }: TranspileWork): Promise<TranspileOutcome> {
  let files: Record<string, Uint8Array>;
  try {
    const options = { name: "component", instantiation: "async", wasiShim: false, noTypescript: true } as const;
    files = (await transpile(component, options)).files;
  } catch (error) {
    return { kind: "refused", reason: error instanceof Error ? error.message : String(error) };
  }
  const { "component.js": glue, ...cores } = files;
  let entryText: string;
  try {
    entryText = directGlue(new TextDecoder().decode(glue));
  } catch (error) {
    if (!(error instanceof UnknownGlueError)) throw error;
    return { kind: "unknown-glue", reason: error.message };
  }
  for (const [name, content] of [...Object.entries(cores), [entry, entryText] as const]) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return { kind: "done" };
}
