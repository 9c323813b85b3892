/** `result<T, E>` in TypeScript. */

export type Ok<T> = { readonly tag: "ok"; readonly val: T };
export type Err<E> = { readonly tag: "err"; readonly val: E };
export type Result<T, E> = Ok<T> | Err<E>;

/** The good outcome; without an argument, that of `result<unit, E>`. */
export function ok(): Ok<void>;
export function ok<T>(val: T): Ok<T>;
export function ok<T>(val?: T): Ok<T | undefined> {
  return { tag: "ok", val };
}

/** The bad outcome; without an argument, that of `result<T, unit>`. */
export function err(): Err<void>;
export function err<E>(val: E): Err<E>;
export function err<E>(val?: E): Err<E | undefined> {
  return { tag: "err", val };
}
