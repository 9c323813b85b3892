/** One process for very many requests: nothing may be left of any of them. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createRandom } from "../../runtime/node/random.js";
import { findFault } from "./find-fault.js";
import { makeEvents } from "./plan.js";
import { World } from "./world.js";

export interface SoakResult {
  readonly fault: string | undefined;
  readonly requestCount: number;
  /** Of the heap, in use after a collection: once everything has been used, and at the end. */
  readonly warmBytes: number;
  readonly endBytes: number;
}

/** Requests that may meet; then all of them end. */
const requestsPerRound = 1000;
/** A quarter is enough for the engine to have compiled what it will. */
const warmShare = 0.25;
/** The heap of one run differs from that of another by less; what 20,000 requests leave behind is more. */
const allowedGrowthBytes = 1024 * 1024;

/** At least so many requests, and frames of WebSockets, to one process. Stops at a fault. */
export async function soak(requestCount: number, seed: number): Promise<SoakResult> {
  const setup = {
    save: { kind: "every-message" },
    timeoutMs: 1000,
    isLogged: true,
    initMs: undefined,
    sweep: { periodMs: 100, steps: [{ kind: "ask" }, { kind: "nap", ms: 20 }] },
  } as const;
  const random = createRandom(seed);
  const world = new World(setup, seed);
  await world.start();
  let [count, warmBytes] = [0, 0];
  let fault: string | undefined;
  while (count < requestCount && fault === undefined) {
    // One process: a crash would free everything.
    const events = makeEvents(random, requestsPerRound, count).filter(({ kind }) => kind !== "crash");
    for (const event of events) await world.play(event);
    count += requestsPerRound;
    await world.finish();
    fault = findFault(world, setup.timeoutMs);
    world.clear();
    if (warmBytes === 0 && count >= requestCount * warmShare) warmBytes = await usedBytes();
  }
  const endBytes = await usedBytes();
  // After the measurement: until here the process must not be collected itself.
  world.clear();
  if (endBytes > warmBytes + allowedGrowthBytes) fault ??= `the heap has grown from ${warmBytes} to ${endBytes} bytes`;
  return { fault, requestCount: count, warmBytes, endBytes };
}

async function usedBytes(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  // What finalizers and weak references hold goes with the second.
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed;
}
