/** Turns a component into JavaScript and core modules with jco, once for each content. */

import { createHash, randomUUID } from "node:crypto";
import { access, cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { TranspileOutcome, TranspileWork } from "./component-worker.js";

export interface TranspiledComponent {
  readonly folder: string;
  /** Name of the module that exports `instantiate`. */
  readonly entry: string;
}

/** Counts changes of what is written, so that folders of older versions are not used. */
const formatVersion = "2";

const entry = "component.mjs";

/** A file that is no component, or one that jco cannot handle. */
export class ComponentError extends Error {
  override readonly name = "ComponentError";
}

/** The folders that are being made, by the hash of what is in them. */
const inWork = new Map<string, Promise<string>>();

/**
 * Writes to a folder below `cacheFolder` that is there completely or not at all. Takes seconds the first time, in a
 * thread of its own. Rejects with `ComponentError`, and when `signal` is aborted.
 */
export async function transpileComponent(
  wasmPath: string,
  cacheFolder: string,
  signal?: AbortSignal,
): Promise<TranspiledComponent> {
  const component = await readFile(wasmPath);
  const hash = createHash("sha256").update(formatVersion).update(component).digest("hex").slice(0, 32);
  const folder = join(cacheFolder, hash);
  if (await exists(folder)) return { folder, entry };

  // Nodes of one program come with the same components, each with a cache of its own.
  const other = inWork.has(hash) ? await inWork.get(hash)?.catch(forgiveStop) : undefined;
  if (other !== undefined) {
    if (other !== folder) await makeFolder(folder, (draft) => cp(other, draft, { recursive: true }));
    return { folder, entry };
  }
  const work = makeFolder(folder, (draft) => transpile(wasmPath, { component, folder: draft, entry }, signal)).then(() => folder);
  inWork.set(hash, work);
  try {
    await work;
  } finally {
    inWork.delete(hash);
  }
  return { folder, entry };
}

/** That a node is stopped is nothing to the others. */
function forgiveStop(error: unknown): undefined {
  if (error instanceof ComponentError) throw error;
  return undefined;
}

async function makeFolder(folder: string, fill: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${folder}.${randomUUID()}.tmp`;
  try {
    await mkdir(draft, { recursive: true });
    await fill(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another run may have been faster.
    if (!(await exists(folder))) throw error;
  }
}

async function transpile(wasmPath: string, work: TranspileWork, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const worker = new Worker(new URL("./component-worker.js", import.meta.url), { workerData: work, name: "transpile" });
  const end = (): void => void worker.terminate();
  signal?.addEventListener("abort", end, { once: true });
  const outcome = await new Promise<TranspileOutcome>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      const isEnded = signal?.aborted === true;
      reject(isEnded ? signal.reason : new Error(`the thread that transpiles ${wasmPath} has ended with ${code}`));
    });
  }).finally(() => signal?.removeEventListener("abort", end));
  if (outcome.kind === "unknown-glue") throw new ComponentError(`${wasmPath} cannot be run: ${outcome.reason}`);
  if (outcome.kind === "refused") {
    throw new ComponentError(`${wasmPath} is not a component that can be run`, { cause: outcome.reason });
  }
}

function exists(folder: string): Promise<boolean> {
  return access(join(folder, entry)).then(
    () => true,
    () => false,
  );
}
