/** Work on one thing, in turn. Hyperdrive's vfs locks each open file likewise. */

export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Begins when all that was given for `key` before has ended, however it did. */
  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key);
    const own = before ? before.then(work, work) : work();
    this.#last.set(key, own);
    try {
      return await own;
    } finally {
      if (this.#last.get(key) === own) this.#last.delete(key);
    }
  }
}
