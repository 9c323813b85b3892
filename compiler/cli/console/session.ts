/** What commands act on, and what they give back. */

import type { Chance, LocalNode, Network } from "../../../runtime/node/index.js";

export interface Session {
  /** By name, in the order in which they were named; at least one. */
  readonly nodes: ReadonlyMap<string, LocalNode>;
  readonly network: Network;
  readonly chance: Chance;
  /** Ends the run. */
  readonly quit: () => void;
}

export interface Reply {
  /** For people; without an end of line. */
  readonly text: string;
  /** For programs; JSON. */
  readonly result: unknown;
}

export interface ConsoleCommand {
  /** What stands behind its name: `<…>` has to be there, `[…]` need not. */
  readonly operands: string;
  readonly summary: string;
  /** Throws `CommandError`. `words` are as many as `operands` says. */
  readonly run: (words: readonly string[], session: Session) => Reply | Promise<Reply>;
}
