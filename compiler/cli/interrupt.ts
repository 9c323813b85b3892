/** Ctrl-C during work that has something to put away before the program ends. */

/** The user asked for the end before the work was done. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
    this.signal = signal;
  }
}

const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM"];

/**
 * Runs `work` with a signal that is aborted at the first Ctrl-C or SIGTERM; a second one ends the program at once.
 * Work that returns in spite of it is done; whatever it throws from then on becomes `Interrupted`.
 */
export async function interruptible<Result>(work: (interrupted: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const ignore = (): void => {
    for (const signal of signals) process.off(signal, abort);
  };
  const abort = (signal: NodeJS.Signals): void => {
    ignore();
    controller.abort(new Interrupted(signal));
  };
  for (const signal of signals) process.on(signal, abort);
  try {
    return await work(controller.signal);
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    ignore();
  }
}
