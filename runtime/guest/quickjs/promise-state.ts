/** What a promise holds, and how it is settled and followed: ECMA-262 27.2.1 and 27.2.2, without the objects of programs. */

import { enqueue, type Job, runQueue } from "./jobs.js";

export type Status = "pending" | "fulfilled" | "rejected";

/** A job that waits for a promise: it gets the settled promise in `source` and is then queued. */
export interface Follower extends Job {
  source: PromiseState | undefined;
}

/**
 * It does not know the object that programs have: QuickJS frees at once what nobody refers to, but a circle only when it
 * looks through all that a program holds, and each promise would be one.
 */
export class PromiseState {
  status: Status = "pending";
  /** The value, or the reason of the rejection. */
  value: unknown = undefined;
  /** Somebody follows it, who sees a rejection. */
  isFollowed = false;
  followers: Follower[] | undefined = undefined;
}

/** The state of a promise of ours; undefined of anything else. */
let ownStateOf: (value: object) => PromiseState | undefined = () => undefined;

/** For the module that has the class of promises. */
export function setOwnStateOf(read: (value: object) => PromiseState | undefined): void {
  ownStateOf = read;
}

/** A function that is told of a settled promise. Its result settles what the capability stands for. */
export interface Capability {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

export function settle(state: PromiseState, status: "fulfilled" | "rejected", value: unknown): void {
  const { followers } = state;
  state.followers = undefined;
  state.status = status;
  state.value = value;
  if (status === "rejected" && !state.isFollowed) rejected.push(state);
  if (!followers) return;
  for (const follower of followers) {
    follower.source = state;
    enqueue(follower);
  }
}

/** Promise Resolve Functions, 27.2.1.3.2: a thenable is followed, in a job of its own. */
export function resolveState(state: PromiseState, value: unknown): void {
  if (!isObject(value)) return settle(state, "fulfilled", value);
  if (ownStateOf(value) === state) return settle(state, "rejected", new TypeError("a promise cannot wait for itself"));
  let then: unknown;
  try {
    then = (value as { readonly then?: unknown }).then;
  } catch (error) {
    return settle(state, "rejected", error);
  }
  if (typeof then !== "function") return settle(state, "fulfilled", value);
  enqueue(new ThenableJob(state, value, then));
}

export interface ResolvingFunctions {
  readonly resolve: (value?: unknown) => void;
  readonly reject: (reason?: unknown) => void;
}

/** CreateResolvingFunctions, 27.2.1.3: only the first call of either counts. */
export function resolvingFunctions(state: PromiseState): ResolvingFunctions {
  let isResolved = false;
  return {
    resolve: nameless((value) => {
      if (isResolved) return;
      isResolved = true;
      resolveState(state, value);
    }),
    reject: nameless((reason) => {
      if (isResolved) return;
      isResolved = true;
      settle(state, "rejected", reason);
    }),
  };
}

/** Functions of the standard that are made at run time have no name; of a property they would take its. */
export function nameless<F extends (...values: never[]) => unknown>(callback: F): F {
  return Object.defineProperty(callback, "name", { value: "", configurable: true });
}

/** PerformPromiseThen, 27.2.5.4.1. */
export function follow(state: PromiseState, follower: Follower): void {
  if (state.status === "pending") {
    if (state.followers) state.followers.push(follower);
    else state.followers = [follower];
  } else {
    follower.source = state;
    enqueue(follower);
  }
  state.isFollowed = true;
}

type Handler = (value: unknown) => unknown;

/** PromiseReaction, 27.2.1.2, and its job, 27.2.2.1. */
export class Reaction implements Follower {
  source: PromiseState | undefined = undefined;
  readonly #capability: Capability;
  readonly #onFulfilled: Handler | undefined;
  readonly #onRejected: Handler | undefined;

  constructor(capability: Capability, onFulfilled: Handler | undefined, onRejected: Handler | undefined) {
    this.#capability = capability;
    this.#onFulfilled = onFulfilled;
    this.#onRejected = onRejected;
  }

  run(): void {
    const { source } = this;
    if (!source) return;
    const isFulfilled = source.status === "fulfilled";
    const handler = isFulfilled ? this.#onFulfilled : this.#onRejected;
    let result = source.value;
    if (handler) {
      try {
        result = handler(result);
      } catch (error) {
        return this.#capability.reject(error);
      }
    } else if (!isFulfilled) {
      return this.#capability.reject(result);
    }
    this.#capability.resolve(result);
  }
}

/** NewPromiseResolveThenableJob, 27.2.2.2. */
class ThenableJob implements Job {
  readonly #state: PromiseState;
  readonly #thenable: object;
  readonly #then: Function;

  constructor(state: PromiseState, thenable: object, then: Function) {
    this.#state = state;
    this.#thenable = thenable;
    this.#then = then;
  }

  run(): void {
    const { resolve, reject } = resolvingFunctions(this.#state);
    try {
      Reflect.apply(this.#then, this.#thenable, [resolve, reject]);
    } catch (error) {
      reject(error);
    }
  }
}

/** Those that nobody followed when they were rejected. */
let rejected: PromiseState[] = [];
let onUnhandledRejection: (reason: unknown) => void = () => {};

export function setOnUnhandledRejection(listener: (reason: unknown) => void): void {
  onUnhandledRejection = listener;
}

/**
 * Runs every job that is ready, and all that these make ready. Then tells of the rejections that nobody has handled
 * until now; what that makes ready is run, too.
 */
export function runJobs(): void {
  runQueue();
  while (rejected.length > 0) {
    const unhandled = rejected.filter((state) => !state.isFollowed);
    rejected = [];
    for (const { value } of unhandled) onUnhandledRejection(value);
    runQueue();
  }
}
