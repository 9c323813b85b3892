/** The QuickJS engine: quickjs-ng in WebAssembly, by componentize-qjs. */

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InternalError } from "../../text/internal-error.js";
import { EngineFailure, type Engine, type EngineInput } from "../engine.js";
import { rewriteExports } from "../rewrite-exports.js";
import { explainFailure } from "./failure.js";
import { clearFreeMemory } from "./free-memory.js";
import { dropFunctionTexts } from "./function-texts.js";
import { readHeap } from "./heap.js";
import { loweredMark, loweredSyntax, useRunAsync } from "./lowering.js";
import { changeMemory } from "./memory-image.js";
import { missingGlobals } from "./missing.js";
import { componentizeVersion, madeFor, readRuntimeModule } from "./runtime-module.js";
import { freezeRuntime } from "./snapshot.js";
import { limitStack } from "./stack-limit.js";
import { ownInit, randomInterface, writeWorld } from "./world.js";

/** Raise it whenever something below makes something else than before. */
const repairVersion = 5;

const boot = "runtime/guest/quickjs/boot.js";

export const quickJs: Engine = {
  name: "quickjs",
  version: `componentize-qjs ${componentizeVersion}, repair ${repairVersion}`,
  bundling: {
    files: { "hproc/guest/boot": boot },
    appended: { [boot]: loweredMark },
    globals: ["runtime/guest/quickjs/globals/url.bundle.js"],
    // Its bindings end the process where those of others throw.
    host: "runtime/guest/quickjs/host-module.js",
    imports: [randomInterface],
    lowered: loweredSyntax,
    finish: useRunAsync,
    missing: missingGlobals,
  },
  componentize,
};

/**
 * In this process: componentize-qjs works in threads of its own, and prints nothing. It cannot be stopped; what it makes
 * of a build that nobody wants any more, a second later, is dropped.
 */
async function componentize({ source, wit, world, signal }: EngineInput): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), "hproc-"));
  try {
    await writeWorld(folder, wit);
    const made = make(renameInit(source), world, folder);
    return await (signal ? Promise.race([made, rejectOnAbort(signal)]) : made);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function make(jsSource: string, world: string, witPath: string): Promise<Uint8Array> {
  const [{ componentize }, runtime] = await Promise.all([loadComponentize(), readRuntimeModule()]);
  const { engine, thaw } = freezeRuntime(limitStack(runtime));
  const options = { witPath, world, jsSource, runtimeBytes: Buffer.from(engine) };
  const { component } = await componentize(options).catch((error: unknown) => {
    throw explainFailure(error instanceof Error ? error.message : String(error));
  });
  const small = changeMemory(thaw(component), (memory, heapBase) => {
    const heap = readHeap(memory, heapBase);
    // Where it is not as expected, memory is left as it is: larger, and right.
    if (!heap) return;
    dropFunctionTexts(memory, heap, jsSource);
    clearFreeMemory(memory, heap);
  });
  return rewriteExports(small, new Map([["init", undefined], [ownInit, "init"]]));
}

async function loadComponentize() {
  const packageFile = fileURLToPath(new URL("package.json", import.meta.resolve("componentize-qjs")));
  const { version }: { version: string } = JSON.parse(await readFile(packageFile, "utf8"));
  if (version !== componentizeVersion) {
    throw new InternalError(`componentize-qjs ${version} is installed; hproc is made for ${madeFor} alone`);
  }
  return import("componentize-qjs");
}

/** esbuild writes what a module exports at its end, one name a line. */
function renameInit(source: string): string {
  const renamed = source.replace(
    /^(export \{\n(?: {2}.*,\n)*) {2}(\w+ as init|init)(,?)$/m,
    (_, before: string, name: string, comma: string) => `${before}  ${name.replace(/ as init$/, "")} as runProcess${comma}`,
  );
  if (renamed === source) throw new EngineFailure("the program does not export the function `init`", { log: "" });
  return renamed;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal.reason);
    // It may have happened while the world was written.
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
  });
}
