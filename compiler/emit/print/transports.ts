/** How callers reach a handler, and when a timer runs, in the words of the schema. */

import type { Handler } from "../../model/model.js";
import { formatRoute } from "../../model/route.js";

/** `POST /api/tasks, local`. */
export function describeTransports(handler: Handler): string {
  const { http, local, remote } = handler;
  const path = http?.path ? ` ${formatRoute(http.path)}` : "";
  const methods = http && (http.methods.length === 0 ? "HTTP" : http.methods.join(", "));
  return [http && `${methods}${path}`, local && "local", remote && "remote"].filter((part) => part).join(", ");
}

const units = [
  ["day", 24 * 60 * 60 * 1000],
  ["hour", 60 * 60 * 1000],
  ["minute", 60 * 1000],
  ["second", 1000],
  ["millisecond", 1],
] as const;

/** `10 minutes`, in the largest unit that counts it whole. */
export function describePeriod(periodMs: number): string {
  const [name, unitMs] = units.find(([, each]) => periodMs % each === 0) ?? units[4];
  const count = periodMs / unitMs;
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
