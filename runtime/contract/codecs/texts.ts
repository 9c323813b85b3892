/** Codecs of `bool`, `char`, `string` and `unit`. */

import type { Codec } from "../codec.js";
import { unfit } from "./parts.js";
import { hasLoneSurrogate, scalarCodec, stringFormCodec, type ScalarCodec } from "./scalar-codec.js";
import { refused } from "./unchecked.js";

export const bool: ScalarCodec<boolean> = scalarCodec(
  {
    expected: "bool",
    fromJson: (value) => (typeof value === "boolean" ? value : undefined),
    fromText: (text) => (text === "true" ? true : text === "false" ? false : undefined),
    toText: (value) => (typeof value === "boolean" ? String(value) : undefined),
    quote: "as-is",
  },
  {
    decode(value, problems, step) {
      if (typeof value === "boolean") return value;
      problems.add("bool", value, step);
      return refused();
    },
  },
);

export const string: ScalarCodec<string> = {
  ...stringFormCodec({
    expected: "string",
    fromText: (text) => text,
    toText: (value) => (typeof value === "string" && !hasLoneSurrogate(value) ? value : undefined),
  }),
  // The most frequent type, read and written without the calls that the others share.
  decode(value, problems, step) {
    if (typeof value === "string") return value;
    problems.add("string", value, step);
    return refused();
  },
  encode(value, step) {
    if (typeof value !== "string") throw unfit("string", value, step);
    const quoted = JSON.stringify(value);
    // A lone surrogate is written as an escape, so what has none is no longer than its quotes make it.
    if (quoted.length !== value.length + 2 && hasLoneSurrogate(value)) throw unfit("string", value, step);
    return quoted;
  },
};

/** One Unicode scalar value. */
export const char: ScalarCodec<string> = stringFormCodec({
  expected: "char",
  fromText: (text) => (isScalarValue(text) ? text : undefined),
  toText: (value) => (typeof value === "string" && isScalarValue(value) ? value : undefined),
});

export const unit: Codec<void> = {
  expected: "null",
  decode(value, problems, step) {
    if (value !== null) problems.add("null", value, step);
  },
  encode(value, step) {
    if (value !== undefined) throw unfit("unit", value, step);
    return "null";
  },
};

function isScalarValue(text: string): boolean {
  const code = text.codePointAt(0);
  return code !== undefined && text.length === (code > 0xffff ? 2 : 1) && !hasLoneSurrogate(text);
}
