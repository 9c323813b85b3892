/** Messages of a socket that a `for await` has not taken yet. */

/** A loop that is slower than its socket ends with an error before it takes all memory. */
const maxWaitingCount = 10_000;

export class MessageQueue<T> implements AsyncIterator<T, undefined> {
  /** Each in an object, so that none is taken for nothing. */
  #messages: { readonly value: T }[] = [];
  readonly #waiting: { resolve(result: IteratorResult<T, undefined>): void; reject(error: Error): void }[] = [];
  #end: "open" | "done" | "overrun" = "open";
  readonly #onReturn: () => void;

  /** `onReturn` is called when the loop is left. */
  constructor(onReturn: () => void) {
    this.#onReturn = onReturn;
  }

  push(message: T): void {
    if (this.#end !== "open") return;
    const taker = this.#waiting.shift();
    if (taker) return taker.resolve({ done: false, value: message });
    if (this.#messages.length < maxWaitingCount) this.#messages.push({ value: message });
    else {
      this.#messages = [];
      this.#end = "overrun";
    }
  }

  /** What has come before is still taken. */
  end(): void {
    if (this.#end !== "open") return;
    this.#end = "done";
    for (const { resolve } of this.#waiting.splice(0)) resolve({ done: true, value: undefined });
  }

  /** Rejects with `RangeError` when more messages waited than are kept. */
  next(): Promise<IteratorResult<T, undefined>> {
    const message = this.#messages.shift();
    if (message) return Promise.resolve({ done: false, value: message.value });
    if (this.#end === "done") return Promise.resolve({ done: true, value: undefined });
    if (this.#end === "overrun") {
      this.#end = "done";
      return Promise.reject(new RangeError(`more than ${maxWaitingCount} messages waited for this loop`));
    }
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.end();
    this.#messages = [];
    this.#onReturn();
    return Promise.resolve({ done: true, value: undefined });
  }
}
