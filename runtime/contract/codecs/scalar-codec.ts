/** What scalars have beyond a codec: a form as one piece of a path, a query or an object's key. */

import type { Codec, Step, TextCodec } from "../codec.js";
import { unfit } from "./parts.js";
import { refused } from "./unchecked.js";

export interface ScalarCodec<T> extends Codec<T>, TextCodec<T> {
  /** The text that `decodeText` reads. Throws `EncodeError` when the value does not fit the type. */
  encodeText(value: T): string;
}

export interface ScalarForm<T> {
  readonly expected: string;
  /** Reads parsed JSON; undefined when it is not of the type. */
  readonly fromJson: (value: unknown) => T | undefined;
  /** Reads a piece of text; undefined when it is not of the type. */
  readonly fromText: (text: string) => T | undefined;
  /** Undefined when the value, which may be anything that author code passed, is not of the type. */
  readonly toText: (value: unknown) => string | undefined;
  /** JSON of what `toText` gave. */
  readonly quote: "as-string" | "as-is";
}

/**
 * `direct` has what messages are made of without the calls that all scalars share: an interpreter takes as long for a call
 * as for reading a number.
 */
export function scalarCodec<T>(form: ScalarForm<T>, direct: Partial<Pick<Codec<T>, "decode" | "encode">> = {}): ScalarCodec<T> {
  const { expected, fromJson, fromText, toText, quote } = form;
  function encodeText(value: T, step?: Step): string {
    const text = toText(value);
    if (text === undefined) throw unfit(expected, value, step);
    return text;
  }
  return {
    expected,
    decode(value, problems, step) {
      const decoded = fromJson(value);
      if (decoded !== undefined) return decoded;
      problems.add(expected, value, step);
      return refused();
    },
    encode: quote === "as-is" ? encodeText : (value, step) => JSON.stringify(encodeText(value, step)),
    decodeText(text, problems) {
      const decoded = fromText(text);
      if (decoded !== undefined) return decoded;
      problems.add(expected, text);
      return refused();
    },
    encodeText: (value) => encodeText(value),
    ...direct,
  };
}

/** A type whose JSON is a string, so that JSON and text hold the same characters. */
export function stringFormCodec<T>(form: Pick<ScalarForm<T>, "expected" | "fromText" | "toText">): ScalarCodec<T> {
  const { fromText } = form;
  return scalarCodec({
    ...form,
    fromJson: (value) => (typeof value === "string" ? fromText(value) : undefined),
    quote: "as-string",
  });
}

/** Of ES2024, and not in every browser; engines know it without a look at each character where they keep a text in bytes. */
interface WellFormable {
  readonly isWellFormed?: (this: string) => boolean;
}

/** True for text that Rust strings and UTF-8 cannot hold. */
export function hasLoneSurrogate(text: string): boolean {
  const { isWellFormed } = text as unknown as WellFormable;
  return isWellFormed ? !isWellFormed.call(text) : /[\ud800-\udfff]/u.test(text);
}

/** An integer as Rust reads it from text, such as a key of a map; paths and queries follow it too. */
export const integerText = /^(?:0|-?[1-9][0-9]*)$/;
/** The grammar of numbers in JSON. */
export const numberText = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
