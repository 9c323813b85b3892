/** Periods of timers, of saving and of the time that a handler has: a unit that exists, and as many of it as can be counted. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { PeriodSyntax } from "../../syntax/nodes.js";
import type { SourceFile } from "../../text/source-file.js";
import { suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";
import { isNumberText, toInteger } from "../numbers.js";
import { maxPeriodMs, messageUnits, readPeriodMs, timeUnits } from "../periods.js";

export function checkPeriods({ processes }: Bindings, report: Report): void {
  for (const { file, syntax } of processes) {
    for (const member of syntax.members) {
      if (member.kind === "timer" || member.kind === "timeout") checkPeriod(member.period, file, timeUnits, report);
      if (member.kind === "save" && member.period !== undefined) {
        checkPeriod(member.period, file, [...messageUnits, ...timeUnits], report);
      }
    }
  }
}

function checkPeriod(period: PeriodSyntax, file: SourceFile, units: readonly string[], report: Report): void {
  const { count, unit } = period;
  if (!units.includes(unit.text)) {
    const suggestion = abbreviations.get(unit.text) ?? suggest(unit.text, units);
    const plurals = units.filter((one) => one.endsWith("s")).map((one) => `\`${one}\``);
    const args = { unit: unit.text, units: plurals.join(", "), suggestion };
    report("process/unit", args, { file, span: unit.span }, { fixes: replacement(unit.span, suggestion) });
    return;
  }
  if (!isNumberText(count.text)) return;
  const problem = findProblem(period);
  if (problem === undefined) return;
  const better = betterPeriod(count.text, unit.text);
  const span = { start: count.span.start, end: unit.span.end };
  const args = { count: count.text, unit: unit.text, problem, better };
  // Of no time at all nobody knows how much was meant.
  const fixes = Number(count.text) === 0 ? [] : replacement(span, better);
  report("process/period", args, { file, span: count.span }, { fixes });
}

/** The next smaller unit of each, and how many of them it is. */
const smallerUnits: ReadonlyMap<string, readonly [unit: string, count: number]> = new Map([
  ["days", ["hours", 24]],
  ["hours", ["minutes", 60]],
  ["minutes", ["seconds", 60]],
]);

/** `0.5 minutes` as `30 seconds`. */
function betterPeriod(count: string, unit: string): string | undefined {
  const [smaller, factor] = smallerUnits.get(unit.endsWith("s") ? unit : `${unit}s`) ?? [];
  const value = Number(count) * (factor ?? 0);
  if (smaller !== undefined && value >= 1 && Number.isInteger(value) && count.includes(".")) return `${value} ${smaller}`;
  return Number(count) === 0 ? `1 ${unit.replace(/s$/, "")}` : undefined;
}

const abbreviations: ReadonlyMap<string, string> = new Map([
  ["s", "seconds"],
  ["sec", "seconds"],
  ["secs", "seconds"],
  ["m", "minutes"],
  ["min", "minutes"],
  ["mins", "minutes"],
  ["h", "hours"],
  ["hr", "hours"],
  ["hrs", "hours"],
  ["d", "days"],
  ["msg", "messages"],
  ["requests", "messages"],
]);

function findProblem(period: PeriodSyntax): string | undefined {
  const count = toInteger(period.count.text);
  if (count === undefined) return "it is not a whole number";
  if (count < 1n) return "it is less than one";
  if (count > Number.MAX_SAFE_INTEGER) return "it is too large";
  return (readPeriodMs(period) ?? 0) > maxPeriodMs ? "it is longer than 366 days" : undefined;
}
