/** Times as a test writes them. */

const unitsMs: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["second", 1000],
  ["min", 60_000],
  ["minute", 60_000],
  ["h", 3_600_000],
  ["hour", 3_600_000],
  ["d", 86_400_000],
  ["day", 86_400_000],
]);

/** Milliseconds, or `250ms`, `30s`, `10 minutes`, `3h`, `1 day`. Throws `RangeError` for anything else. */
export function toMilliseconds(duration: number | string): number {
  if (typeof duration === "number") {
    if (duration >= 0 && Number.isFinite(duration)) return duration;
    throw new RangeError(`time goes on by milliseconds from 0, not by ${duration}`);
  }
  const [, count = "", unit = ""] = /^(\d+(?:\.\d+)?) ?([a-z]+)$/.exec(duration) ?? [];
  const unitMs = unitsMs.get(unit) ?? unitsMs.get(unit.replace(/s$/, ""));
  if (unitMs !== undefined) return Number(count) * unitMs;
  throw new RangeError(`\`${duration}\` is no time; write milliseconds, or a text such as "30s", "10 minutes" or "3h"`);
}
