/** The last lines that a node has printed, of every verbosity, for who asks later. */

import { formatProcessId } from "../contract/address.js";
import type { ProcessId } from "../contract/address.js";
import type { Printout } from "./kernel-message.js";

export interface RecentLine extends Printout {
  /** Milliseconds since the Unix epoch. */
  readonly timeMs: number;
  /** Grows by one with each line of the node. */
  readonly number: number;
}

export interface RecentLinesQuery {
  /** At most so many, the last ones. */
  readonly count: number;
  readonly verbosity: number;
  /** Not printed before this time. */
  readonly sinceMs?: number | undefined;
  /** Of one process: what it has printed, and what is printed about it. */
  readonly process?: ProcessId | undefined;
}

const keptCount = 2000;
/** Longer ones are cut: two thousand stack traces are no small thing. */
const longestText = 4096;

export class RecentLines {
  readonly #lines: RecentLine[] = [];
  #count = 0;

  add(timeMs: number, line: Printout): void {
    this.#lines.push({ ...line, timeMs, number: this.#count++, text: line.text.slice(0, longestText) });
    // Many at once: each removal moves all others.
    if (this.#lines.length >= keptCount * 2) this.#lines.splice(0, keptCount);
  }

  /** In the order in which they were printed. */
  find({ count, verbosity, process, sinceMs = 0 }: RecentLinesQuery): readonly RecentLine[] {
    const id = process && formatProcessId(process);
    const isMeant = (line: RecentLine): boolean =>
      line.timeMs >= sinceMs && line.verbosity <= verbosity && (id === undefined || formatProcessId(line.source) === id || line.text.includes(id));
    return count === 0 ? [] : this.#lines.slice(-keptCount).filter(isMeant).slice(-count);
  }
}
