/** Periods as they are written: `5 messages`, `30 seconds`. */

import type { PeriodSyntax } from "../syntax/nodes.js";
import { toInteger } from "./numbers.js";

/** Milliseconds of the units of time; both numbers may be used with any count. */
const unitsMs: ReadonlyMap<string, number> = new Map([
  ["seconds", 1000],
  ["second", 1000],
  ["minutes", 60_000],
  ["minute", 60_000],
  ["hours", 3_600_000],
  ["hour", 3_600_000],
  ["days", 86_400_000],
  ["day", 86_400_000],
]);

export const timeUnits: readonly string[] = [...unitsMs.keys()];
export const messageUnits: readonly string[] = ["messages", "message"];

/** Longer ones are a mistake in the unit; the node's timer is asked anew at every start of the process anyway. */
export const maxPeriodMs = 366 * 86_400_000;

/** Undefined for a unit that is none of time, or a count that is no whole number from 1. */
export function readPeriodMs({ count, unit }: PeriodSyntax): number | undefined {
  const unitMs = unitsMs.get(unit.text);
  const value = toInteger(count.text);
  if (unitMs === undefined || value === undefined || value < 1n) return undefined;
  return Number(value) * unitMs;
}
