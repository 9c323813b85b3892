/** Puts the repairs of the bindings and of the heap limit where componentize-js will meet them. */

import { InternalError } from "../text/internal-error.js";
import { componentizeVersion, repairBindings } from "./starlingmonkey-bindings.js";
import { raiseHeapLimit } from "./starlingmonkey-heap.js";

/**
 * componentize-js joins engine and bindings by one call of an object that it exports by accident, the *splicer*, in a
 * file that its package does not list. There is no other way in: both are made and used within one function.
 *
 * The change lasts until the process ends, which is why componentize-js has a process of its own.
 */
export async function installRepairs(): Promise<void> {
  const entry = import.meta.resolve("@bytecodealliance/componentize-js");
  const library: unknown = await import(new URL("../lib/spidermonkey-embedding-splicer.js", entry).href);
  if (!hasSplicer(library)) {
    throw new InternalError(`componentize-js has no splicer; the repair is written for ${componentizeVersion}`);
  }
  const { splicer } = library;
  const splice = splicer.spliceBindings;
  splicer.spliceBindings = (engine, ...rest) => {
    const result = splice(raiseHeapLimit(engine), ...rest);
    return { ...result, jsBindings: repairBindings(result.jsBindings) };
  };
}

interface Splicer {
  spliceBindings(engine: Uint8Array, ...rest: readonly unknown[]): { readonly jsBindings: string };
}

function hasSplicer(library: unknown): library is { readonly splicer: Splicer } {
  return (
    typeof library === "object" &&
    library !== null &&
    "splicer" in library &&
    typeof library.splicer === "object" &&
    library.splicer !== null &&
    "spliceBindings" in library.splicer &&
    typeof library.splicer.spliceBindings === "function"
  );
}
