/** Requests over HTTP that wait for the answer of a process. */

import type { Clock } from "../../clock.js";
import type { KernelMessage } from "../../kernel-message.js";
import { emptyAnswer } from "./exchange.js";
import type { HttpAnswer } from "./exchange.js";

export interface PendingAnswer {
  /** The id of the message that was sent. */
  readonly id: bigint;
  readonly seconds: bigint;
  /** What the client gets for what the process answered. */
  readonly read: (response: KernelMessage) => HttpAnswer;
}

export class PendingAnswers {
  readonly #clock: Clock;
  readonly #pending = new Map<bigint, (response: KernelMessage | undefined) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves to 408 when nobody answers in time. */
  wait({ id, seconds, read }: PendingAnswer): Promise<HttpAnswer> {
    return new Promise((resolve) => {
      const finish = (response: KernelMessage | undefined): void => {
        this.#pending.delete(id);
        cancelTimer();
        resolve(response ? read(response) : emptyAnswer(408));
      };
      const cancelTimer = this.#clock.after(Number(seconds) * 1000, () => finish(undefined));
      this.#pending.set(id, finish);
    });
  }

  /** The first answer counts; a later one with the same id finds nobody. */
  take(response: KernelMessage): void {
    this.#pending.get(response.id)?.(response);
  }

  /** Answers what still waits with 408. */
  close(): void {
    for (const finish of [...this.#pending.values()]) finish(undefined);
  }
}
