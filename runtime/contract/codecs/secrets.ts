/** `@secret`: codecs whose messages say what was expected and never what came. */

import { EncodeError, type Codec, type Step } from "../codec.js";
import { secretFound } from "../problems.js";
import type { Problems } from "../problems.js";
import { addStep } from "./parts.js";
import type { ScalarCodec } from "./scalar-codec.js";

export function secretOf<T>(codec: ScalarCodec<T>): ScalarCodec<T>;
export function secretOf<T>(codec: Codec<T>): Codec<T>;
export function secretOf<T>(codec: Codec<T> | ScalarCodec<T>): Codec<T> | ScalarCodec<T> {
  const hidden: Codec<T> = {
    expected: codec.expected,
    isSecret: true,
    decode: (value, problems, step) => hiding(problems, step, () => codec.decode(value, problems)),
    encode: (value, step) => hidingError(step, () => codec.encode(value)),
  };
  if (!("decodeText" in codec)) return hidden;
  return {
    ...hidden,
    decodeText: (text, problems) => hiding(problems, undefined, () => codec.decodeText(text, problems)),
    encodeText: (value) => hidingError(undefined, () => codec.encodeText(value)),
  };
}

function hiding<T>(problems: Problems, step: Step | undefined, decode: () => T): T {
  const mark = problems.count;
  const decoded = decode();
  if (problems.count === mark) return decoded;
  problems.hide(mark);
  problems.within(mark, step);
  return decoded;
}

/** The error of an encoder stands in the log. */
function hidingError(step: Step | undefined, encode: () => string): string {
  try {
    return encode();
  } catch (error) {
    throw error instanceof EncodeError ? addStep(step, new EncodeError("", error.expected, secretFound)) : error;
  }
}
