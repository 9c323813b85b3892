/** Whether a process has become slower or larger, from what was measured of each tenth of its messages. */

export interface Tenth {
  readonly messageCount: number;
  readonly elapsedMs: number;
  /** Of all threads of the program: what other programs do meanwhile hardly changes it. */
  readonly cpuMs: number;
  /** At its end. */
  readonly linearBytes: number;
  readonly residentBytes: number;
}

/** As parts: 0.1 is a tenth. */
const slowerBy = 0.1;
const largerBy = 0.1;
/** What the heaps of Node, of the driver and of each thread, go up and down by. */
const residentSlackBytes = 32 * 2 ** 20;
/** One growth of a heap in a component that is small. */
const linearSlackBytes = 2 ** 20;

/**
 * The end is compared with the beginning without its first tenth, in which Node compiles; the size at the end with that
 * of the middle, since heaps fill up to their limits once. Each is the median of three tenths: one alone is noise.
 */
export function judge(tenths: readonly Tenth[]): readonly string[] {
  const at = (from: number, part: (tenth: Tenth) => number): number => {
    const [, middle = Number.NaN] = tenths.slice(from, from + 3).map(part).sort((left, right) => left - right);
    return middle;
  };
  const faults: string[] = [];
  const costUs = ({ cpuMs, messageCount }: Tenth): number => (cpuMs * 1000) / messageCount;
  const [early, late] = [at(1, costUs), at(7, costUs)];
  if (late > early * (1 + slowerBy)) {
    faults.push(`a message costs ${late.toFixed(1)} us at the end, and ${early.toFixed(1)} us at the beginning`);
  }
  const grown = (name: string, slackBytes: number, part: (tenth: Tenth) => number): void => {
    const [before, after] = [at(4, part), at(7, part)];
    if (after <= before * (1 + largerBy) + slackBytes) return;
    const [from, to] = [before, after].map((bytes) => (bytes / 2 ** 20).toFixed(1));
    faults.push(`${name} has grown from ${from} MiB in the middle to ${to} MiB at the end`);
  };
  grown("linear memory", linearSlackBytes, ({ linearBytes }) => linearBytes);
  grown("resident memory", residentSlackBytes, ({ residentBytes }) => residentBytes);
  return faults;
}
