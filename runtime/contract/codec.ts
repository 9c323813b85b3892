/** How one type goes to the wire and comes back. Emitted codecs and the runtime's built-in ones have this shape. */

import type { Problems } from "./problems.js";

export interface Codec<T> {
  /** The type as messages name it: `u64`, `list<Task>`. */
  readonly expected: string;
  /** True for what `secretOf` made: texts in which a value of it may stand are not shown. */
  readonly isSecret?: boolean;
  /**
   * Reads a value out of parsed JSON (see `json.ts`; integers beyond 2^53 arrive as `bigint`); undefined is a part that is
   * not there. Violations go to `problems`, with `step` in front of their paths; when there are any, the result must not
   * be used.
   */
  decode(value: unknown, problems: Problems, step?: Step): T;
  /**
   * JSON text, as Rust's serde_json writes it. Throws `EncodeError`, with `step` in front of its path, when the value does
   * not fit the type.
   */
  encode(value: T, step?: Step): string;
}

/** Where a value stands in what it is a part of: the name of a field, or an index. */
export type Step = string | number;

/** A codec of a type that can also be written as one piece of a path or a query: scalars, enums, aliases of them. */
export interface TextCodec<T> {
  /** Reads percent-decoded text. Violations go to `problems`. */
  decodeText(text: string, problems: Problems): T;
}

/** A value that author code returned or stored does not fit its declared type. */
export class EncodeError extends Error {
  override readonly name = "EncodeError";
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  constructor(path: string, expected: string, found: string) {
    super(`${path === "" ? "value" : path}: expected ${expected}, found ${found}`);
    this.path = path;
    this.expected = expected;
    this.found = found;
  }
}
