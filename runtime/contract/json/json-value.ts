/** What parsing JSON text gives. */

/** A parsed JSON value. Integers beyond ±(2^53 - 1) are `bigint`; all other numbers are `number`. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | { [key: string]: JsonValue };

export type ParsedJson =
  | { readonly kind: "value"; readonly value: JsonValue }
  /** `message` is a sentence without the offset; `offset` counts UTF-16 units. */
  | { readonly kind: "problem"; readonly message: string; readonly offset: number };
