/** Bytes of the host as bytes of the program. */

import type { LazyLoadBlob } from "../contract/index.js";

/**
 * In a component of StarlingMonkey the bindings make lists of bytes in a realm of their own: `instanceof Uint8Array` is
 * false for them, so author code and codecs would refuse what they get.
 */
export function withOwnBytes(blob: LazyLoadBlob | undefined): LazyLoadBlob | undefined {
  if (blob === undefined || blob.bytes instanceof Uint8Array) return blob;
  return { mime: blob.mime, bytes: new Uint8Array(blob.bytes) };
}
