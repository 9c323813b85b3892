/** Takes time and chance out of the making of a component, so that one source gives one component, byte for byte. */

import { call, freezeCalls, type CallPlace, type FrozenEngine } from "../frozen-calls.js";
import { componentizeVersion } from "./bindings.js";

/**
 * The engine runs once when a component is made, and its memory as it is then becomes part of the component: with seeds
 * of hash tables, the guard of its stack, and times. It gets them from two imports, `random_get` and `clock_time_get` of
 * WASI preview 1, which the program that runs it does not let anyone provide. So the five places that call them are
 * exchanged for instructions of equal length while it runs, and put back afterwards: on the node, chance is chance.
 *
 * @throws InternalError where one of the places is not there exactly once.
 */
export function freezeEngine(engine: Uint8Array): FrozenEngine {
  return freezeCalls(engine, places, `@bytecodealliance/componentize-js ${componentizeVersion}`);
}

const places: readonly CallPlace[] = [
  {
    // random_get(buffer, length): every byte becomes 42, not 0, since generators are seeded until they are not 0.
    subject: "the engine's source of random numbers",
    before: [0x20, 0x00, 0x20, 0x01, call],
    after: [0x41, 0xff, 0xff, 0x03, 0x71, 0x04, 0x40, 0x00, 0x0b, 0x0b],
    // local.get 0, i32.const 42, local.get 1, memory.fill, i32.const 0, and the test for failure as it was
    frozen: [0x20, 0x00, 0x41, 0x2a, 0x20, 0x01, 0xfc, 0x0b, 0x00, 0x41, 0x00, 0x04, 0x40, 0x00, 0x0b, 0x0b],
  },
  {
    // random_get(stack pointer + 12, 4): it fails, for which the engine has a constant.
    subject: "the guard of the engine's stack",
    before: [0x20, 0x01, 0x41, 0x0c, 0x6a, 0x41, 0x04, call],
    after: [0x21, 0x00],
    // i32.const 1, local.set 0
    frozen: [0x41, 0x01, 0x21, 0x00],
  },
  {
    // clock_time_get(clock, 1, buffer), of any clock: one millisecond. No time at all means none to the engine.
    subject: "the engine's clocks",
    before: [0x20, 0x00, 0x42, 0x01, 0x20, 0x01, call],
    after: [0x41, 0xff, 0xff, 0x03, 0x71, 0x0b],
    // local.get 1, i64.const 1 000 000, i64.store, i32.const 0, end
    frozen: [0x20, 0x01, 0x42, 0xc0, 0x84, 0x3d, 0x37, 0x03, 0x00, 0x41, 0x00, 0x0b],
  },
  {
    // clock_time_get(0, 1000, stack pointer + 8), dropped: the 0 that is there already stays.
    subject: "the engine's time in microseconds",
    before: [0x41, 0x00, 0x42, 0xe8, 0x07, 0x20, 0x01, 0x41, 0x08, 0x6a, call],
    after: [0x1a],
    frozen: [],
  },
  {
    // clock_time_get(0, 1 000 000 000, stack pointer + 8), dropped: likewise.
    subject: "the engine's time in seconds",
    before: [0x41, 0x00, 0x42, 0x80, 0x94, 0xeb, 0xdc, 0x03, 0x20, 0x00, 0x41, 0x08, 0x6a, call],
    after: [0x1a],
    frozen: [],
  },
];
