/** HTTP as the http-server sees it, between the socket and the messages of processes. */

export interface HttpRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** The `Host` header, if there is one. */
  readonly host: string | undefined;
  /** Names and values in the order of the wire. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly client: { readonly address: string; readonly port: number } | undefined;
  readonly body: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  /** At most one of each name. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
}

const noBody = new Uint8Array(0);

/** An answer of the server itself, without content. */
export function emptyAnswer(status: number): HttpAnswer {
  return { status, headers: [["content-type", "application/octet-stream"]], body: noBody };
}

export function textAnswer(status: number, contentType: string | undefined, text: string): HttpAnswer {
  const body = new TextEncoder().encode(text);
  return { status, headers: contentType === undefined ? [] : [["content-type", contentType]], body };
}

/** By name in lower case; of several the last counts, and a value with other than visible ASCII is empty. */
export function foldHeaders(headers: HttpRequest["headers"]): Record<string, string> {
  const folded = new Map<string, string>();
  for (const [name, value] of headers) folded.set(name.toLowerCase(), isVisibleAscii(value) ? value : "");
  return Object.fromEntries(folded);
}

/** What a process wants in its answer. Names and values that HTTP does not allow are left out. */
export function allowedHeaders(headers: Readonly<Record<string, string>>): HttpAnswer["headers"] {
  const allowed = new Map<string, string>([["content-type", "application/octet-stream"]]);
  for (const [name, value] of Object.entries(headers)) {
    if (/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name) && isVisibleAscii(value)) allowed.set(name.toLowerCase(), value);
  }
  return [...allowed];
}

function isVisibleAscii(value: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(value);
}

/** `+` is a space, and of a repeated key the last value counts. */
export function readQuery(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(query));
}

/** Paths with and without it are the same. */
export function withoutEndSlash(path: string): string {
  return path.endsWith("/") ? path.slice(0, -1) : path;
}

export function formatSocketAddress({ address, port }: { address: string; port: number }): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}
