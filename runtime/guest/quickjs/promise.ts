/** `Promise`, as ECMA-262 27.2 has it, over our own queue of jobs. */

import {
  type Capability,
  follow,
  isObject,
  nameless,
  PromiseState,
  Reaction,
  resolveState,
  resolvingFunctions,
  setOwnStateOf,
  settle,
} from "./promise-state.js";

/** Makes a pending promise that has no resolving functions yet. */
const pending = Symbol("pending");

type Executor = (resolve: (value?: unknown) => void, reject: (reason?: unknown) => void) => void;

let readState: (promise: object) => PromiseState;
let hasState: (value: object) => boolean;

class OwnPromise {
  readonly #state: PromiseState;

  static {
    Object.defineProperty(this, "name", { value: "Promise", configurable: true });
    readState = (promise) => (promise as OwnPromise).#state;
    hasState = (value) => #state in value;
    setOwnStateOf((value) => (#state in value ? value.#state : undefined));
  }

  constructor(executor: Executor | typeof pending) {
    if (typeof executor !== "function" && executor !== pending) throw new TypeError("Promise takes a function");
    const state = new PromiseState();
    this.#state = state;
    if (executor === pending) return;
    const { resolve, reject } = resolvingFunctions(state);
    try {
      executor(resolve, reject);
    } catch (error) {
      reject(error);
    }
  }

  then(onFulfilled?: unknown, onRejected?: unknown): unknown {
    if (!isPromise(this)) throw new TypeError("then is called on what is no promise");
    const Species = speciesOf(this);
    const { promise, capability } = Species === OwnPromise ? ownCapability() : boundCapability(Species);
    follow(stateOf(this), new Reaction(capability, toHandler(onFulfilled), toHandler(onRejected)));
    return promise;
  }

  catch(onRejected?: unknown): unknown {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: unknown): unknown {
    if (!isObject(this)) throw new TypeError("finally is called on what is no object");
    const Species = speciesOf(this);
    if (typeof onFinally !== "function") return this.then(onFinally, onFinally);
    return this.then(
      nameless((value: unknown) => resolvedBy(Species, onFinally()).then(nameless(() => value))),
      nameless((reason: unknown) =>
        resolvedBy(Species, onFinally()).then(
          nameless(() => {
            throw reason;
          }),
        ),
      ),
    );
  }

  static resolve(value?: unknown): unknown {
    if (!isObject(this)) throw new TypeError("Promise.resolve is called on what is no constructor");
    return toPromise(this, value);
  }

  static reject(reason?: unknown): unknown {
    const { promise, reject } = newCapability(this);
    reject(reason);
    return promise;
  }

  static withResolvers(): PromiseCapability {
    const { promise, resolve, reject } = newCapability(this);
    return { promise, resolve, reject };
  }

  static try(callback: (...values: unknown[]) => unknown, ...values: unknown[]): unknown {
    if (!isObject(this)) throw new TypeError("Promise.try is called on what is no constructor");
    const { promise, resolve, reject } = newCapability(this);
    try {
      resolve(callback(...values));
    } catch (error) {
      reject(error);
    }
    return promise;
  }

  static get [Symbol.species](): unknown {
    return this;
  }
}
Object.defineProperty(OwnPromise.prototype, Symbol.toStringTag, { value: "Promise", configurable: true });

export { OwnPromise };

export function isPromise(value: unknown): boolean {
  return isObject(value) && hasState(value);
}

/** Of a promise. */
export function stateOf(promise: object): PromiseState {
  return readState(promise);
}

/** A promise of ours that is settled by its state alone. */
export function pendingPromise(): OwnPromise {
  return new OwnPromise(pending);
}

export interface PromiseCapability {
  readonly promise: unknown;
  readonly resolve: (value?: unknown) => void;
  readonly reject: (reason?: unknown) => void;
}

/** NewPromiseCapability, 27.2.1.5. */
export function newCapability(Constructor: unknown): PromiseCapability {
  if (Constructor === OwnPromise) {
    const promise = pendingPromise();
    return { promise, ...resolvingFunctions(stateOf(promise)) };
  }
  if (!isConstructor(Constructor)) throw new TypeError("a promise is to be made by what is no constructor");
  let resolve: unknown;
  let reject: unknown;
  const promise = Reflect.construct(Constructor, [
    nameless((first: unknown, second: unknown) => {
      if (resolve !== undefined || reject !== undefined) throw new TypeError("the executor is called twice");
      resolve = first;
      reject = second;
    }),
  ]);
  if (!isResolver(resolve) || !isResolver(reject)) throw new TypeError("the constructor gives no function to settle its promise");
  return { promise, resolve, reject };
}

function isResolver(value: unknown): value is (value?: unknown) => void {
  return typeof value === "function";
}

/** PromiseResolve, 27.2.4.7.1. */
export function toPromise(Constructor: unknown, value: unknown): unknown {
  if (isPromise(value) && (value as { readonly constructor: unknown }).constructor === Constructor) return value;
  if (Constructor === OwnPromise) {
    const promise = pendingPromise();
    resolveState(stateOf(promise), value);
    return promise;
  }
  const { promise, resolve } = newCapability(Constructor);
  resolve(value);
  return promise;
}

function resolvedBy(Constructor: unknown, value: unknown): { then(onFulfilled: unknown): unknown } {
  return toPromise(Constructor, value) as { then(onFulfilled: unknown): unknown };
}

/** Settles a promise of ours without resolving functions: nobody else can settle it. */
class StateCapability implements Capability {
  readonly #state: PromiseState;

  constructor(state: PromiseState) {
    this.#state = state;
  }

  resolve(value: unknown): void {
    resolveState(this.#state, value);
  }

  reject(reason: unknown): void {
    settle(this.#state, "rejected", reason);
  }
}

function ownCapability(): { readonly promise: unknown; readonly capability: Capability } {
  const promise = pendingPromise();
  return { promise, capability: new StateCapability(stateOf(promise)) };
}

/** The functions of a foreign promise, called without `this`. */
function boundCapability(Constructor: unknown): { readonly promise: unknown; readonly capability: Capability } {
  const { promise, resolve, reject } = newCapability(Constructor);
  return { promise, capability: { resolve: (value) => resolve(value), reject: (reason) => reject(reason) } };
}

/** SpeciesConstructor, 7.3.22. */
function speciesOf(promise: object): unknown {
  const { constructor } = promise;
  if (constructor === OwnPromise || constructor === undefined) return OwnPromise;
  if (!isObject(constructor)) throw new TypeError("the constructor of a promise is no object");
  const Species: unknown = (constructor as { readonly [Symbol.species]?: unknown })[Symbol.species];
  if (Species === undefined || Species === null) return OwnPromise;
  if (!isConstructor(Species)) throw new TypeError("the species of a promise is no constructor");
  return Species;
}

function isConstructor(value: unknown): value is Function {
  if (typeof value !== "function") return false;
  try {
    // Looks whether `value` could be `new.target` and does not call it.
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
}

function toHandler(value: unknown): ((value: unknown) => unknown) | undefined {
  return typeof value === "function" ? (value as (value: unknown) => unknown) : undefined;
}
