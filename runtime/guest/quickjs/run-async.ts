/** Async functions: esbuild makes generators of them, which are driven here. */

import { enqueue } from "./jobs.js";
import { follow, type Follower, isObject, type PromiseState, resolveState, settle } from "./promise-state.js";
import { OwnPromise, pendingPromise, stateOf, toPromise } from "./promise.js";

type Steps = Iterator<unknown, unknown, unknown> & Required<Pick<Iterator<unknown, unknown, unknown>, "throw">>;

/**
 * One call of an async function: one object, and none more for each `await`. It follows what it waits for itself, as it
 * waits for one thing at a time.
 */
class AsyncCall implements Follower {
  source: PromiseState | undefined = undefined;
  readonly #steps: Steps;
  readonly #state: PromiseState;
  /** What it goes on with where it waits for no promise. */
  #value: unknown = undefined;

  constructor(steps: Steps, state: PromiseState) {
    this.#steps = steps;
    this.#state = state;
  }

  run(): void {
    const { source } = this;
    const value = source ? source.value : this.#value;
    this.source = undefined;
    this.#value = undefined;
    let step: IteratorResult<unknown, unknown>;
    try {
      step = source?.status === "rejected" ? this.#steps.throw(value) : this.#steps.next(value);
    } catch (error) {
      return settle(this.#state, "rejected", error);
    }
    this.wait(step);
  }

  /** Until what the function awaits is there. */
  wait(step: IteratorResult<unknown, unknown>): void {
    for (;;) {
      const { done, value } = step;
      if (done) return resolveState(this.#state, value);
      // Takes one job, as a promise that is fulfilled does.
      if (!isObject(value)) {
        this.#value = value;
        return enqueue(this);
      }
      try {
        return follow(stateOf(toPromise(OwnPromise, value) as object), this);
      } catch (error) {
        // Of a getter `constructor`. The function may catch it, and await something else.
        try {
          step = this.#steps.throw(error);
        } catch (uncaught) {
          return settle(this.#state, "rejected", uncaught);
        }
      }
    }
  }
}

/** Calls of async functions that are within each other, none of which has come to its first `await`. */
let depth = 0;

/** Each takes some frames of the stack, which has 512 KiB in Hyperdrive's engine. */
const deepest = 32;

const noValues: readonly unknown[] = [];

/**
 * What stands for esbuild's `__async`. An async function that calls itself very deeply before it awaits anything goes on
 * in a job instead: that is later than elsewhere, where only the stack's end is sooner. `values` are null where the function
 * has no use for `arguments`: its parameters are in the generator's closure.
 */
export function runAsync(self: unknown, values: ArrayLike<unknown> | null, generatorFunction: (...values: never[]) => Steps): OwnPromise {
  const promise = pendingPromise();
  const state = stateOf(promise);
  let steps: Steps;
  let step: IteratorResult<unknown, unknown>;
  try {
    steps = Reflect.apply(generatorFunction, self, values ?? noValues);
  } catch (error) {
    // Of the parameters' defaults and patterns.
    settle(state, "rejected", error);
    return promise;
  }
  const call = new AsyncCall(steps, state);
  if (depth >= deepest) {
    enqueue(call);
    return promise;
  }
  depth++;
  try {
    step = steps.next();
  } catch (error) {
    settle(state, "rejected", error);
    return promise;
  } finally {
    depth--;
  }
  call.wait(step);
  return promise;
}
