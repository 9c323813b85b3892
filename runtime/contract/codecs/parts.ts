/** What codecs of values with parts have in common: the paths of what is wrong. */

import { EncodeError, type Step } from "../codec.js";
import { describeFound, joinPath, type Problems } from "../problems.js";

/** Decodes a value with parts, whose violations have their paths within it already. */
export function decodeWithin<T>(problems: Problems, step: Step | undefined, decode: () => T): T {
  const mark = problems.count;
  const decoded = decode();
  if (problems.count !== mark) problems.within(mark, step);
  return decoded;
}

/** Encodes a value with parts. Throws `EncodeError` with `step`, if there is one, in front of the path within it. */
export function encodeWithin(step: Step | undefined, encode: () => string): string {
  if (step === undefined) return encode();
  try {
    return encode();
  } catch (error) {
    throw addStep(step, error);
  }
}

/** The error to throw instead: other errors than `EncodeError` stay as they are. */
export function addStep(step: Step | undefined, error: unknown): unknown {
  return error instanceof EncodeError && step !== undefined
    ? new EncodeError(joinPath(step, error.path), error.expected, error.found)
    : error;
}

/** The error of an encoder whose input, which may be anything that author code passed, is not of the type. */
export function unfit(expected: string, value: unknown, step?: Step): EncodeError {
  return new EncodeError(step === undefined ? "" : joinPath(step, ""), expected, describeFound(value));
}
