/** The part of the platform's `WebSocket` that is used: browsers and Node 22 have one, and that of `ws` fits. */

export interface PlatformSocket {
  binaryType: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: "open", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: (event: { readonly code: number; readonly reason: string }) => void): void;
  addEventListener(type: "error", listener: (event: object) => void): void;
}

export type PlatformSocketClass = new (url: string) => PlatformSocket;

/** Throws `TypeError` where the platform has none and none is given. */
export function findSocketClass(given: PlatformSocketClass | undefined): PlatformSocketClass {
  const found = given ?? (globalThis as { readonly WebSocket?: PlatformSocketClass }).WebSocket;
  if (found) return found;
  throw new TypeError("this platform has no WebSocket: give the client one, such as that of the package `ws`");
}
