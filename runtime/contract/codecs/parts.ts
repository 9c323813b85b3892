/** The parts of a value: what is missing, and failures of encoding, which carry the path of the part. */

import { EncodeError, type Codec } from "../codec.js";
import { describeFound, joinPath, type Problems } from "../problems.js";
import { refused } from "./unchecked.js";

/** Records that a part is not there. */
export function missing<T>(codec: Codec<T>, problems: Problems): T {
  problems.add(codec.expected, undefined);
  return refused();
}

/** Encodes a field or an element. Throws `EncodeError` with `step` in front of the path. */
export function encodePart<T>(step: string | number, codec: Codec<T>, value: T): string {
  try {
    return codec.encode(value);
  } catch (error) {
    throw addStep(step, error);
  }
}

/** The error to throw instead: other errors than `EncodeError` stay as they are. */
export function addStep(step: string | number, error: unknown): unknown {
  return error instanceof EncodeError
    ? new EncodeError(joinPath(step, error.path), error.expected, error.found)
    : error;
}

/** The error of an encoder whose input, which may be anything that author code passed, is not of the type. */
export function unfit(expected: string, value: unknown): EncodeError {
  return new EncodeError("", expected, describeFound(value));
}
