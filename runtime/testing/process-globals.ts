/**
 * What author code finds as globals while it runs in the thread of a test: its timers and its time are those of its
 * node, and the test's own stay as they are.
 */

import { AsyncLocalStorage } from "node:async_hooks";
import type { Timers } from "../guest/timers.js";

/** The process whose code runs. */
export interface Surroundings {
  readonly timers: Timers;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

type Callback = (...values: unknown[]) => void;

const running = new AsyncLocalStorage<Surroundings>();
let userCount = 0;
let restore: () => void = () => {};

/** Runs code of a process; what it starts asynchronously belongs to it too. */
export function runAsProcess<Result>(surroundings: Surroundings, work: () => Result): Result {
  return running.run(surroundings, work);
}

/** Until the returned function is called, `setTimeout` and its like and `Date` are those of the process whose code runs. */
export function useProcessGlobals(): () => void {
  if (userCount++ === 0) restore = replaceGlobals();
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    if (--userCount === 0) restore();
  };
}

function replaceGlobals(): () => void {
  const { setTimeout, setInterval, clearTimeout, clearInterval, Date } = globalThis;
  const originals = { setTimeout, setInterval, clearTimeout, clearInterval, Date };
  const clear = (original: (id: never) => void) => (id: unknown) => {
    const timers = running.getStore()?.timers;
    return timers ? timers.clear(id) : original(id as never);
  };
  Object.assign(globalThis, {
    setTimeout: (callback: Callback, delayMs?: number, ...values: unknown[]) =>
      running.getStore()?.timers.setTimeout(callback, delayMs, ...values) ?? setTimeout(callback, delayMs, ...values),
    setInterval: (callback: Callback, periodMs?: number, ...values: unknown[]) =>
      running.getStore()?.timers.setInterval(callback, periodMs, ...values) ?? setInterval(callback, periodMs, ...values),
    clearTimeout: clear(clearTimeout),
    clearInterval: clear(clearInterval),
    Date: createDate(Date),
  });
  return () => void Object.assign(globalThis, originals);
}

/** A `Date` whose present is that of the process whose code runs. Dates made before and after are of both classes. */
function createDate(Original: DateConstructor): DateConstructor {
  // Whole milliseconds, as everywhere: on a network that is late by chance the clock is between two.
  const now = (): number => Math.floor(running.getStore()?.now() ?? Original.now());
  return new Proxy(Original, {
    construct: (target, values: ConstructorParameters<DateConstructor>) =>
      Reflect.construct(target, (values.length as number) === 0 ? [now()] : values) as object,
    apply: () => new Original(now()).toString(),
    get: (target, key, receiver) => (key === "now" ? now : (Reflect.get(target, key, receiver) as unknown)),
  });
}
