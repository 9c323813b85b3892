/** The timers of the process in place of the engine's, which never fire while `receive` blocks. */

import type { Timers } from "./timers.js";

type Callback = (...values: unknown[]) => void;

/**
 * Replaces the globals. What is set before the process has started waits for it: a component runs its modules when it
 * is built. Returns what starts them.
 */
export function installTimers(): (timers: Timers) => void {
  let timers: Timers | undefined;
  const early: ((timers: Timers) => void)[] = [];
  const set = (method: "setTimeout" | "setInterval") => (callback: Callback, delayMs?: number, ...values: unknown[]) => {
    if (typeof callback !== "function") throw new TypeError(`${method} takes a function`);
    if (timers) return timers[method](callback, delayMs, ...values);
    // Nobody can know its id before the start; ids of timers begin at 1.
    early.push((started) => started[method](callback, delayMs, ...values));
    return 0;
  };
  const clear = (id: unknown): void => timers?.clear(id);
  Object.assign(globalThis, {
    setTimeout: set("setTimeout"),
    setInterval: set("setInterval"),
    clearTimeout: clear,
    clearInterval: clear,
  });
  return (started) => {
    timers = started;
    for (const start of early) start(started);
  };
}
