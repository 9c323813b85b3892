/** Options that take a whole number. */

import { UsageError } from "../project/usage-error.js";

/** Undefined when the option is not there. Throws `UsageError` for anything but digits up to `maximum`. */
export function readWhole(option: string, value: string | boolean | undefined, maximum: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (typeof value === "string" && /^\d+$/.test(value) && number <= maximum) return number;
  throw new UsageError(`\`${option}\` takes a whole number up to ${maximum}; found \`${value}\``);
}
