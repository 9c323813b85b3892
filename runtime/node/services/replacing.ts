/** What a part of the node keeps for a process, while a successor takes its place or fails to. */

/** One of the two is called, once. */
export interface Replacing {
  /** The successor serves: what only the one before had is given up. */
  done(): void;
  /** The one before serves again: what the successor has added is given up. */
  undo(): void;
}
