/** Takes time and chance out of the making of a component, so that one source gives one component, byte for byte. */

import { call, freezeCalls, type CallPlace, type FrozenEngine } from "../frozen-calls.js";
import { madeFor } from "./runtime-module.js";

/**
 * The engine runs once when a component is made, and its memory as it is then becomes part of the component: with seeds
 * of the hash tables of its Rust part, and the time that the seed of `Math.random` and `performance.timeOrigin` are made
 * of. They come from three imports of WASI, each called in one place, which are exchanged for instructions of equal
 * length while it runs, and put back afterwards.
 *
 * The seeds stay in the memory, as they do unrepaired: there they are the same for all instances of one build, here for
 * all builds. What the hash tables hold are names of the world and not what messages bring.
 *
 * @throws InternalError where one of the places is not there exactly once.
 */
export function freezeRuntime(runtime: Uint8Array): FrozenEngine {
  return freezeCalls(runtime, places, madeFor);
}

const places: readonly CallPlace[] = [
  {
    // insecure-seed(stack): 16 bytes that are read next stay as they are.
    subject: "the seed of the engine's hash tables",
    before: [0x20, 0x00, call],
    // local.get 0, i64.load, local.set 14, global.get 1
    after: [0x20, 0x00, 0x29, 0x03, 0x00, 0x21, 0x0e, 0x23, 0x01],
    frozen: [0x20, 0x00, 0x29, 0x03, 0x00, 0x21, 0x0e, 0x23, 0x01],
  },
  {
    // monotonic-clock now(): 0 ns.
    subject: "the engine's monotonic clock",
    before: [0x41, 0x00, 0x21, 0x01, call],
    // local.set 3, local.get 0, i32.const 0, i32.store offset=12
    after: [0x21, 0x03, 0x20, 0x00, 0x41, 0x00, 0x36, 0x02, 0x0c],
    // i32.const 0, local.set 1, i64.const 0, and the rest as it was
    frozen: [0x41, 0x00, 0x21, 0x01, 0x42, 0x00, 0x21, 0x03, 0x20, 0x00, 0x41, 0x00, 0x36, 0x02, 0x0c],
  },
  {
    // wall-clock now(stack), of which seconds and nanoseconds are copied to where the caller wants them: 0 of both.
    subject: "the engine's wall clock",
    before: [0x20, 0x01, call],
    after: [
      // local.get 0, i32.const 0, i32.store offset=12
      0x20, 0x00, 0x41, 0x00, 0x36, 0x02, 0x0c,
      // local.get 0, local.get 1, i32.load offset=8, i32.store offset=8
      0x20, 0x00, 0x20, 0x01, 0x28, 0x02, 0x08, 0x36, 0x02, 0x08,
      // local.get 0, local.get 1, i64.load, i64.store
      0x20, 0x00, 0x20, 0x01, 0x29, 0x03, 0x00, 0x37, 0x03, 0x00,
    ],
    frozen: [
      0x20, 0x00, 0x41, 0x00, 0x36, 0x02, 0x0c,
      // local.get 0, i32.const 0, i32.store offset=8
      0x20, 0x00, 0x41, 0x00, 0x36, 0x02, 0x08,
      // local.get 0, i64.const 0, i64.store
      0x20, 0x00, 0x42, 0x00, 0x37, 0x03, 0x00,
    ],
  },
];
