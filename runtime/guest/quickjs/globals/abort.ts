/** `AbortController` and `AbortSignal` of the DOM Standard. */

import { domException } from "./dom-exception.js";
import { Event, EventTarget } from "./events.js";

declare const setTimeout: (callback: () => void, delayMs: number) => unknown;

const key = Symbol("key");
let abort: (signal: AbortSignal, reason: unknown) => void;

export class AbortSignal extends EventTarget {
  #isAborted = false;
  #reason: unknown = undefined;
  #onabort: ((event: Event) => unknown) | null = null;
  /** Signals that end with this one. */
  readonly #dependents: AbortSignal[] = [];

  static {
    abort = (signal, reason) => signal.#abort(reason);
  }

  constructor(secret?: unknown) {
    if (secret !== key) throw new TypeError("an AbortSignal is made by an AbortController");
    super();
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = new AbortSignal(key);
    signal.#abort(reason);
    return signal;
  }

  static timeout(delayMs: number): AbortSignal {
    const signal = new AbortSignal(key);
    setTimeout(() => signal.#abort(domException("the time is over", "TimeoutError")), delayMs);
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const sources = [...signals];
    if (sources.some((source) => !(source instanceof AbortSignal))) throw new TypeError("AbortSignal.any takes signals");
    const signal = new AbortSignal(key);
    const aborted = sources.find((source) => source.aborted);
    if (aborted) signal.#abort(aborted.reason);
    else for (const source of sources) source.#dependents.push(signal);
    return signal;
  }

  get aborted(): boolean {
    return this.#isAborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#isAborted) throw this.#reason;
  }

  get onabort(): ((event: Event) => unknown) | null {
    return this.#onabort;
  }

  set onabort(listener: unknown) {
    if (this.#onabort) this.removeEventListener("abort", this.#onabort);
    this.#onabort = typeof listener === "function" ? (listener as (event: Event) => unknown) : null;
    if (this.#onabort) this.addEventListener("abort", this.#onabort);
  }

  #abort(reason: unknown): void {
    if (this.#isAborted) return;
    const ended = this.#end(reason === undefined ? domException("it was called off", "AbortError") : reason);
    for (const signal of ended) signal.dispatchEvent(new Event("abort"));
  }

  /** All of them have ended before the first listener is called. */
  #end(reason: unknown): readonly AbortSignal[] {
    if (this.#isAborted) return [];
    this.#isAborted = true;
    this.#reason = reason;
    return [this, ...this.#dependents.splice(0).flatMap((signal) => signal.#end(reason))];
  }
}
Object.defineProperty(AbortSignal.prototype, Symbol.toStringTag, { value: "AbortSignal", configurable: true });

export class AbortController {
  readonly #signal = new AbortSignal(key);

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason?: unknown): void {
    abort(this.#signal, reason);
  }
}
Object.defineProperty(AbortController.prototype, Symbol.toStringTag, { value: "AbortController", configurable: true });
