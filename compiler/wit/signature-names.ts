/** kit's records that stand for functions, and are never a value. */

import type { WitMember } from "./nodes.js";

export function isSignature(item: WitMember): boolean {
  return item.kind === "record" && signaturePattern.test(item.name.text);
}

/** Function and transport. */
export const signaturePattern = /^(.+)-signature-(http|local|remote)$/;
