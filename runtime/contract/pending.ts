/** Something under way that ends in an outcome, which is a value; who wants an exception asks for it. */

/** Awaiting it gives its outcome and never throws. */
export abstract class Pending<T, Outcome> implements PromiseLike<Outcome> {
  readonly #outcome: Promise<Outcome>;

  /** `outcome` must not reject. */
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
