/** What a part of the node keeps for a process, while a successor takes its place or fails to. */

import type { Handover } from "../../contract/handover.js";

/** One of the two is called, once. */
export interface Replacing {
  /** The successor serves: what only the one before had, and has not handed over, is given up. */
  done(handover: Handover): void;
  /** The one before serves again: what the successor has added is given up. */
  undo(): void;
}
