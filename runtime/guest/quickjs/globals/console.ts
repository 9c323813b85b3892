/** `console`: what is written to it goes to the log of the process. */

import type { Log } from "../../log.js";
import { describe } from "../../log-value.js";

type Level = "error" | "warn" | "info" | "debug";
type Method = (...values: readonly unknown[]) => void;

let log: Log | undefined;

/** Lines of modules that load are kept until the process starts: a component is made without a log. */
const early: [level: Level, text: string][] = [];
const mostEarlyLines = 100;

export function startConsole(started: Log): void {
  log = started;
  for (const [level, text] of early.splice(0)) log[level](text);
}

function write(level: Level, text: string): void {
  if (log) log[level](text);
  else if (early.length < mostEarlyLines) early.push([level, text]);
}

const to = (level: Level): Method => (...values) => write(level, join(values));
const join = (values: readonly unknown[]): string => values.map(describe).join(" ");
const nothing: Method = () => {};

const counts = new Map<string, number>();
const timers = new Map<string, number>();

/** https://console.spec.whatwg.org; without groups and tables, which a log of lines does not have. */
export const console = {
  log: to("info"),
  info: to("info"),
  debug: to("debug"),
  warn: to("warn"),
  error: to("error"),
  dir: (value?: unknown) => write("info", describe(value)),
  dirxml: to("info"),
  table: to("info"),
  group: to("info"),
  groupCollapsed: to("info"),
  groupEnd: nothing,
  clear: nothing,
  trace: (...values: readonly unknown[]) => write("info", `${join(["trace:", ...values])}\n${new Error().stack ?? ""}`),
  assert(condition?: unknown, ...values: readonly unknown[]): void {
    if (!condition) write("error", join(["assertion failed", ...values]));
  },
  count(label: unknown = "default"): void {
    const count = (counts.get(String(label)) ?? 0) + 1;
    counts.set(String(label), count);
    write("info", `${String(label)}: ${count}`);
  },
  countReset: (label: unknown = "default") => void counts.delete(String(label)),
  time: (label: unknown = "default") => void timers.set(String(label), Date.now()),
  timeLog(label: unknown = "default", ...values: readonly unknown[]): void {
    const beganMs = timers.get(String(label));
    if (beganMs !== undefined) write("info", join([`${String(label)}: ${Date.now() - beganMs} ms`, ...values]));
  },
  timeEnd(label: unknown = "default"): void {
    console.timeLog(label);
    timers.delete(String(label));
  },
};
