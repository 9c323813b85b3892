/** Codecs on JSON texts: what comes out, or each violation as a line. */

import { EncodeError, parseJson, Problems, type Codec, type TextCodec } from "../../runtime/contract/index.js";

export type Outcome<T> = { readonly value: T } | { readonly problems: readonly string[] };

/** Decodes a JSON text. Throws when it is no JSON. */
export function decode<T>(codec: Codec<T>, text: string): Outcome<T> {
  const parsed = parseJson(text);
  if (parsed.kind === "problem") throw new Error(parsed.message);
  const problems = new Problems();
  return outcome(codec.decode(parsed.value, problems), problems);
}

export function decodeText<T>(codec: TextCodec<T>, text: string): Outcome<T> {
  const problems = new Problems();
  return outcome(codec.decodeText(text, problems), problems);
}

/** The JSON, or the message of the `EncodeError`. The value may be anything, as from code without types. */
export function encode(codec: Codec<unknown>, value: unknown): string {
  try {
    return codec.encode(value);
  } catch (error) {
    if (error instanceof EncodeError) return error.message;
    throw error;
  }
}

function outcome<T>(value: T, problems: Problems): Outcome<T> {
  if (problems.count === 0) return { value };
  return {
    problems: problems.list.map(
      ({ path, expected, found }) => `${path === "" ? "value" : path}: expected ${expected}, found ${found}`,
    ),
  };
}
