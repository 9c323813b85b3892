/** Something under way that ends in an outcome, which is a value; who wants an exception asks for it. */

/** Awaiting it gives its outcome; nothing that can go wrong outside of the program is thrown. */
export abstract class Pending<T, Outcome> implements PromiseLike<Outcome> {
  readonly #outcome: Promise<Outcome>;

  /** `outcome` rejects at most with what code of the author's has thrown in it. */
  constructor(outcome: Promise<Outcome>) {
    this.#outcome = outcome;
  }

  then<Fulfilled = Outcome, Rejected = never>(
    onFulfilled?: ((outcome: Outcome) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#outcome.then(onFulfilled, onRejected);
  }

  /** The result itself. Throws for every outcome but `ok`. */
  async orThrow(): Promise<T> {
    return this.unwrap(await this.#outcome);
  }

  /** The result in an outcome, or the error to throw. */
  protected abstract unwrap(outcome: Outcome): T;
}
