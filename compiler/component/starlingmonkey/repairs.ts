/** Puts the repairs where componentize-js will meet them: of the bindings, of the heap limit, and for one result. */

import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { InternalError } from "../../text/internal-error.js";
import type { FrozenEngine } from "../frozen-calls.js";
import { componentizeVersion, repairBindings } from "./bindings.js";
import { raiseHeapLimit } from "./heap.js";
import { freezeEngine } from "./snapshot.js";

/**
 * componentize-js joins engine and bindings by one call of an object that it exports by accident, the *splicer*, in a
 * file that its package does not list, and gives it the engine's snapshot in another. There is no other way in: both are
 * made and used within one function.
 *
 * The change lasts until the process ends, which is why componentize-js has a process of its own.
 *
 * @returns what throws `InternalError` unless a component that is there by now has been made with all repairs
 */
export async function installRepairs(): Promise<() => void> {
  const entry = import.meta.resolve("@bytecodealliance/componentize-js");
  const library: unknown = await import(new URL("../lib/spidermonkey-embedding-splicer.js", entry).href);
  if (!hasSplicer(library)) {
    throw new InternalError(`componentize-js has no splicer; the repair is written for ${componentizeVersion}`);
  }
  const { splicer } = library;
  const { spliceBindings, stubWasi } = splicer;
  let frozen: FrozenEngine | undefined;
  let isThawed = false;
  splicer.spliceBindings = (engine, ...rest) => {
    const result = spliceBindings(raiseHeapLimit(engine), ...rest);
    frozen = freezeEngine(result.wasm);
    return { ...result, wasm: frozen.engine, jsBindings: repairBindings(result.jsBindings) };
  };
  splicer.stubWasi = (snapshot, ...rest) => {
    if (!frozen) throw new InternalError("componentize-js took its snapshot of an engine that was not repaired");
    const result = stubWasi(frozen.thaw(snapshot), ...rest);
    isThawed = true;
    return result;
  };
  const hasFixedFolders = fixFolders();
  return () => {
    // With a clock that stands still, it would work in every short test.
    if (isThawed && hasFixedFolders()) return;
    throw new InternalError(
      `componentize-js makes components in another way; the repair is written for ${componentizeVersion}`,
    );
  };
}

/**
 * The engine sees the files that it is made of in folders of always the same names: it keeps their paths, and hashes of
 * them. componentize-js chooses folders of random names, and passes them on as options of the program that runs the
 * engine, and as the engine's own arguments on its standard input.
 */
function fixFolders(): () => boolean {
  const { spawnSync } = childProcess;
  let isDone = false;
  const spawnWithFixedFolders: typeof runProgram = (program, words, options) => {
    const ownFolder = words.find((word) => word.startsWith("--dir="))?.slice("--dir=".length);
    const [guestFolder, sourceFolder] = words.find((word) => word.startsWith("--mapdir=/::"))?.split("::") ?? [];
    const { input } = options;
    if (ownFolder === undefined || guestFolder === undefined || sourceFolder === undefined || typeof input !== "string") {
      return runProgram(program, words, options);
    }
    isDone = true;
    const fixedWords = words.map((word) => (word === `--dir=${ownFolder}` ? `--mapdir=/build::${ownFolder}` : word));
    // The first may lie within the second.
    const fixedInput = input.replaceAll(ownFolder, "/build").replaceAll(sourceFolder, "");
    return runProgram(program, fixedWords, { ...options, input: fixedInput });
  };
  function runProgram(program: string, words: readonly string[], options: childProcess.SpawnSyncOptions) {
    return spawnSync(program, words, options);
  }
  Object.assign(childProcess, { spawnSync: spawnWithFixedFolders });
  // So that modules that have imported it by its name get ours.
  syncBuiltinESMExports();
  return () => isDone;
}

interface Splicer {
  spliceBindings(
    engine: Uint8Array,
    ...rest: readonly unknown[]
  ): { readonly wasm: Uint8Array; readonly jsBindings: string };
  stubWasi(snapshot: Uint8Array, ...rest: readonly unknown[]): Uint8Array;
}

function hasSplicer(library: unknown): library is { readonly splicer: Splicer } {
  return (
    typeof library === "object" &&
    library !== null &&
    "splicer" in library &&
    typeof library.splicer === "object" &&
    library.splicer !== null &&
    "spliceBindings" in library.splicer &&
    typeof library.splicer.spliceBindings === "function" &&
    "stubWasi" in library.splicer &&
    typeof library.splicer.stubWasi === "function"
  );
}
