/** Something under way whose outcome is a value: awaiting it never throws. */

export class PendingOutcome<Outcome, Value> implements PromiseLike<Outcome> {
  readonly #outcome: Promise<Outcome>;
  readonly #unwrap: (outcome: Outcome) => Value;

  /** `unwrap` takes the value out of an outcome that has one, and throws for any other. */
  constructor(outcome: Promise<Outcome>, unwrap: (outcome: Outcome) => Value) {
    this.#outcome = outcome;
    this.#unwrap = unwrap;
  }

  then<Fulfilled = Outcome, Rejected = never>(
    onFulfilled?: ((outcome: Outcome) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#outcome.then(onFulfilled, onRejected);
  }

  /** The value itself. Throws for every outcome but `ok`. */
  async orThrow(): Promise<Value> {
    return this.#unwrap(await this.#outcome);
  }
}
