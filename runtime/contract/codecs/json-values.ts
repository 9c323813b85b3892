/** Codec of `json`: any JSON value, as it is. */

import { EncodeError, type Codec } from "../codec.js";
import { maxJsonDepth } from "../json.js";
import type { JsonValue } from "../json/json-value.js";
import { formatF64, nonFiniteText } from "./floats.js";
import { addStep, encodeWithin, unfit } from "./parts.js";
import { string } from "./texts.js";
import { trustParsedJson } from "./unchecked.js";

export const json: Codec<JsonValue> = {
  expected: "json",
  decode(value, problems, step) {
    if (value === undefined) problems.add("json", value, step);
    return trustParsedJson(value);
  },
  encode: (value, step) => encodeWithin(step, () => write(value, 0)),
};

/** The depth limit also ends values that contain themselves. */
function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case "boolean":
    case "bigint":
      return value.toString();
    case "number":
      return writeNumber(value);
    case "string":
      return string.encode(value);
    case "object":
      if (value === null) return "null";
      if (depth >= maxJsonDepth) throw new EncodeError("", `json of at most ${maxJsonDepth} levels`, "more");
      if (Array.isArray(value)) return writeList(value, depth + 1);
      if (isPlainObject(value)) return writeObject(value, depth + 1);
  }
  throw unfit("json", value);
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) {
    const text = nonFiniteText();
    if (text === undefined) throw unfit("json", value);
    return text;
  }
  return Number.isSafeInteger(value) && !Object.is(value, -0) ? value.toString() : formatF64(value);
}

function writeList(list: readonly unknown[], depth: number): string {
  let text = "";
  list.forEach((element, index) => {
    text += `${index === 0 ? "" : ","}${writePart(index, element, depth)}`;
  });
  return `[${text}]`;
}

function writeObject(object: object, depth: number): string {
  const parts = Object.entries(object).map(([key, value]) => `${string.encode(key)}:${writePart(key, value, depth)}`);
  return `{${parts.join(",")}}`;
}

function writePart(step: string | number, value: unknown, depth: number): string {
  try {
    return write(value, depth);
  } catch (error) {
    throw addStep(step, error);
  }
}

/** A `Map`, a `Date` or a class instance would lose its contents. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
