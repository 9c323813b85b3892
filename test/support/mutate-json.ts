/** JSON that is nearly right: one part of a value replaced, dropped or added. */

import type { Random } from "../../runtime/node/random.js";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const others: readonly Json[] = [
  null, true, -1, 0, 1.5, 300, 70_000, 5e9, "", "x", "é😀", "Red", "Busy", [], [1], [null, "x"], {}, { a: 1 }, { Ok: null }, { Err: "x" },
];

/** `text` is valid JSON, in which large numbers may lose digits. */
export function mutateJson(text: string, random: Random): string {
  const value = JSON.parse(text) as Json;
  return JSON.stringify(mutate(value, random));
}

function mutate(value: Json, random: Random): Json {
  // Most of the time deeper, where there is something.
  if (typeof value !== "object" || value === null || random.below(4) === 0) return random.pick(others);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.below(4) === 0) return [...value, random.pick(others)];
    const index = random.below(value.length);
    return value.map((element, at) => (at === index ? mutate(element, random) : element));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random.below(5) === 0) return Object.fromEntries([...entries, ["extra", random.pick(others)]]);
  const index = random.below(entries.length);
  if (random.below(4) === 0) return Object.fromEntries(entries.filter((_, at) => at !== index));
  return Object.fromEntries(entries.map(([key, part], at) => [key, at === index ? mutate(part, random) : part]));
}
