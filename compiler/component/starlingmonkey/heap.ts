/** Raises the heap limit that componentize-js builds into its JavaScript engine. */

import { InternalError } from "../../text/internal-error.js";
import { componentizeVersion } from "./bindings.js";

/**
 * What all objects, strings and closures of a process together may take; the bytes of typed arrays do not count. The
 * engine's 32 MiB hold 400 000 small objects, and a JSON body of 2 MB can need more than that: the engine then collects
 * garbage for 13 seconds and ends the process. With this limit no message of the 10 MB that Hyperdrive lets through
 * between nodes can do so, whatever its shape. It is a limit, not a reservation: a small process stays as small.
 */
export const heapLimitMiB = 512;

/**
 * Returns the engine with the limit raised. The limit is an argument of `JS_NewContext`, which neither componentize-js
 * nor the engine lets anyone choose; so the four instructions that store it are exchanged for others of equal length:
 *
 *     i32.const 0x910                               i32.const 512 MiB
 *     i32.add                                ->     i32.store offset=0x910
 *     i32.const 32 MiB                              nop
 *     i32.store                                     nop
 *
 * @throws InternalError where these instructions do not occur exactly once.
 */
export function raiseHeapLimit(engine: Uint8Array): Uint8Array {
  const position = find(engine, storeOf32MiB, 0);
  if (position < 0 || find(engine, storeOf32MiB, position + 1) >= 0) {
    throw new InternalError(
      "the engine does not set its heap limit where it is expected to; " +
        `the repair is written for @bytecodealliance/componentize-js ${componentizeVersion}`,
    );
  }
  const raised = new Uint8Array(engine);
  raised.set(storeOf512MiB, position);
  return raised;
}

const storeOf32MiB = Uint8Array.of(0x41, 0x90, 0x12, 0x6a, 0x41, 0x80, 0x80, 0x80, 0x10, 0x36, 0x02, 0x00);
const storeOf512MiB = Uint8Array.of(0x41, 0x80, 0x80, 0x80, 0x80, 0x02, 0x36, 0x02, 0x90, 0x12, 0x01, 0x01);

function find(bytes: Uint8Array, wanted: Uint8Array, start: number): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(wanted, start);
}
