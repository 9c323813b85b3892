/** Where our decoders and serde_json's differ on purpose, each with its reason. Nothing else may differ. */

import { parseJson, type JsonValue } from "../../runtime/contract/index.js";
import { readJson } from "./read-json.js";

/** One candidate as one type. `theirs` and `ours` are what is written after reading it, undefined where it is refused. */
export interface Comparison {
  readonly type: string;
  /** Bytes that are no UTF-8 are shown one by one, as Latin 1. */
  readonly text: string;
  readonly theirs: string | undefined;
  readonly ours: string | undefined;
}

export interface Difference {
  readonly reason: string;
  readonly explains: (comparison: Comparison) => boolean;
}

export const differences: readonly Difference[] = [
  {
    reason: "more: a whole number may be written as a float, `1.0` or `1e2`, and zero as `-0`; parsed JSON no longer tells them apart",
    explains({ type, text, theirs, ours }) {
      const whole = wholeNumbers(text);
      return theirs === undefined && ours !== undefined && whole !== text && readJson(type, whole) === ours;
    },
  },
  {
    reason: "more: of a field or case that is there twice the last one counts, as in every JSON parser of JavaScript",
    explains: ({ text, theirs, ours }) => theirs === undefined && ours !== undefined && /"(\w+)":.*"\1":/.test(text),
  },
  {
    reason: "less: a record is an object; serde also reads a list of its fields in their order, which it never writes",
    explains: ({ type, text, theirs, ours }) =>
      theirs !== undefined && ours === undefined && text.includes("[") && theirs.includes("{") && readJson(type, theirs) === theirs,
  },
  {
    reason: "less: a number beyond the range of `f32` is refused; Rust makes an infinity of it and writes that as `null`",
    explains: ({ type, text, theirs, ours }) => type === "Single" && theirs === "null" && ours === undefined && Math.abs(Number(text)) > 3.4028235e38,
  },
  {
    reason: "less: `int` is refused where a JavaScript number does not hold it; it is `s64` in WIT",
    explains: ({ type, text, theirs, ours }) =>
      ["Whole", "ByWhole"].includes(type) && theirs !== undefined && ours === undefined && !Number.isSafeInteger(Number(/-?\d+/.exec(text)?.[0])),
  },
  {
    reason: "less: all of a text is checked; serde skips bad UTF-8, half surrogates and any depth in fields that it ignores",
    explains: ({ type, text, theirs, ours }) =>
      theirs !== undefined && ours === undefined && readJson(type, text.replace(/,?"(?:z|Circle)":.*\}/, "}")) === theirs,
  },
  {
    reason: "other: entries of maps and sets stay in their order, whole numbers as keys come first; a `BTreeMap` sorts. In `json` `1.0` is 1",
    explains: ({ type, theirs, ours }) => ours !== undefined && theirs !== undefined && sorted(type, ours) === sorted(type, theirs),
  },
  {
    reason: "other: in `json` integers beyond 64 bits keep every digit; serde makes floats of them",
    explains: ({ type, theirs, ours }) => type === "Anything" && ours !== undefined && theirs !== undefined && rounded(ours) === rounded(theirs),
  },
  {
    reason: "other: a float is the nearest one to its text; serde_json without `float_roundtrip` may read its neighbour",
    explains: ({ text, theirs, ours }) =>
      theirs !== undefined && Number(ours) === Number(text) && Math.abs(Number(ours) - Number(theirs)) <= Math.abs(Number(ours)) * 2 ** -51,
  },
];

/** Numbers that are whole, written without fraction and exponent. Strings, and so keys, stay as they are. */
function wholeNumbers(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (part) =>
    Number.isInteger(Number(part)) ? `${BigInt(Number(part))}` : part,
  );
}

/** The same text for the same values in another order. */
function sorted(type: string, json: string): string {
  return write(parsed(json), type.endsWith("Set"));
}

function rounded(json: string): string {
  return sorted("Anything", json.replace(/\d{19,}/g, (digits) => (BigInt(digits) >= 2n ** 63n ? String(Number(digits)) : digits)));
}

function parsed(json: string): JsonValue {
  const result = parseJson(json);
  if (result.kind === "problem") throw new Error(`${json}: ${result.message}`);
  return result.value;
}

function write(value: JsonValue, isSet: boolean): string {
  if (Array.isArray(value)) {
    const parts = value.map((part) => write(part, false));
    return `[${(isSet ? parts.sort() : parts).join()}]`;
  }
  if (typeof value !== "object" || value === null) return typeof value === "string" ? JSON.stringify(value) : String(value);
  const entries = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${write(part, false)}`);
  return `{${entries.sort().join()}}`;
}
