/** The engine's `DOMException`, which the library that we compile with does not declare. */

declare const DOMException: new (message: string, name: string) => Error;

export function domException(message: string, name: string): Error {
  return new DOMException(message, name);
}
