/** Whether a process has become slower or larger, from what was measured of each of ten parts of its messages, or more. */

export interface Part {
  readonly messageCount: number;
  readonly elapsedMs: number;
  /** Of all threads of the program: what other programs do meanwhile hardly changes it. */
  readonly cpuMs: number;
  /** At its end. */
  readonly linearBytes: number;
  readonly residentBytes: number;
}

/** 0.1 is a tenth more. */
const largerBy = 0.1;
/** What the heaps of Node, of the driver and of each thread, go up and down by. */
const residentSlackBytes = 32 * 2 ** 20;
/** One growth of a heap in a component that is small. */
const linearSlackBytes = 2 ** 20;

/**
 * The end is compared with the beginning without its first tenth, in which Node compiles; the size at the end with that
 * of the middle, since heaps fill up to their limits once. Each is the median of three tenths: one part alone is noise.
 * `slowerBy` is what a message may cost more at the end: 0.1 is a tenth.
 */
export function judge(parts: readonly Part[], slowerBy: number): readonly string[] {
  const median = (fromTenth: number, of: (part: Part) => number): number => {
    const ends = [fromTenth, fromTenth + 3].map((tenth) => Math.round((tenth * parts.length) / 10));
    const sorted = parts
      .slice(...ends)
      .map(of)
      .sort((left, right) => left - right);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  const faults: string[] = [];
  const costUs = ({ cpuMs, messageCount }: Part): number => (cpuMs * 1000) / messageCount;
  const [early, late] = [median(1, costUs), median(7, costUs)];
  if (late > early * (1 + slowerBy)) {
    faults.push(`a message costs ${late.toFixed(1)} us at the end, and ${early.toFixed(1)} us at the beginning`);
  }
  const grown = (name: string, slackBytes: number, of: (part: Part) => number): void => {
    const [before, after] = [median(4, of), median(7, of)];
    if (after <= before * (1 + largerBy) + slackBytes) return;
    const [from, to] = [before, after].map((bytes) => (bytes / 2 ** 20).toFixed(1));
    faults.push(`${name} has grown from ${from} MiB in the middle to ${to} MiB at the end`);
  };
  grown("linear memory", linearSlackBytes, ({ linearBytes }) => linearBytes);
  grown("resident memory", residentSlackBytes, ({ residentBytes }) => residentBytes);
  return faults;
}
