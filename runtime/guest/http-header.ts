/** What the headers of a process may be. */

/**
 * Names in small letters. Throws `RangeError` for a header that is none: with a line break in it the rest would be a
 * header of its own, or the body (hyperdrive makes `HeaderValue`s, which take visible ASCII, spaces and tabs).
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) throw new RangeError(`${JSON.stringify(name)} is no name of a header`);
    if (typeof value !== "string" || !/^[\t\x20-\x7e]*$/.test(value)) {
      throw new RangeError(`the header ${name} takes a text of visible ASCII, found ${JSON.stringify(value)}`);
    }
  }
}
