/** A line of `logs`, for programs and for people. */

export interface LogLine {
  /** `2026-01-02T03:04:05.678Z`. */
  readonly time: string;
  readonly node: string;
  /** Grows by one with each line of the node. */
  readonly number: number;
  readonly source: string;
  readonly verbosity: number;
  readonly text: string;
}

/** With the time of the day here, and with the node where there are several. */
export function formatLogLine({ time, node, text }: LogLine, { isSeveral }: { readonly isSeveral: boolean }): string {
  return `${new Date(time).toTimeString().slice(0, 8)} ${isSeveral ? `${node}: ` : ""}${text}`;
}
