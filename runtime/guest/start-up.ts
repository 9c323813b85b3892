/** What a process asks of its node at its start, and whether all of it is answered. */

import type { Exchanges, Outgoing, Reply } from "./exchanges.js";

export class StartUp {
  readonly #exchanges: Exchanges;
  #openCount = 0;

  constructor(exchanges: Exchanges) {
    this.#exchanges = exchanges;
  }

  /** Also what answers have led to. */
  get isOver(): boolean {
    return this.#openCount === 0;
  }

  send(outgoing: Outgoing, onReply: (reply: Reply) => void): void {
    this.#openCount++;
    this.#exchanges.send(outgoing, (reply) => {
      onReply(reply);
      this.#openCount--;
    });
  }
}
