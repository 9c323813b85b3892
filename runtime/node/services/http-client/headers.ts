/** The headers of a process as they leave, and those of an answer as a process gets them. */

export type Headers = Readonly<Record<string, string>>;

/** Names in small letters; what is no header is left out (hyperdrive `src/http/client.rs`, `deserialize_headers`). */
export function outgoingHeaders(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name, value]) => isToken(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)),
  );
}

/** From names and values in turn: `x-request-ID` is `X-Request-Id`, of several the last counts, what is no text is empty. */
export function incomingHeaders(rawHeaders: readonly string[]): Headers {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = "", value = ""] = rawHeaders.slice(index, index + 2);
    headers[toTitleCase(name)] = /^[\t\x20-\x7e]*$/.test(value) ? value : "";
  }
  return headers;
}

/** A method or the name of a header (RFC 9110, 5.6.2). */
export function isToken(text: string): boolean {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text);
}

function toTitleCase(name: string): string {
  return name
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1).toLowerCase())
    .join("-");
}
