/**
 * Names of hosts in other letters than ASCII. Stands for `tr46`, which whatwg-url asks, and whose tables are four times as
 * large as the rest of it: what they map is, but for rare letters, what Unicode's own normalization and lower case give. No
 * letter is refused for being out of use.
 */

import { toASCII as toPunycode, toUnicode as fromPunycode } from "punycode/punycode.es6.js";

/** Null where a label is no Punycode that can be read. */
export function toASCII(domain: string): string | null {
  const mapped = domain.normalize("NFKC").toLowerCase().normalize("NFC").replace(/[\u3002\uff0e\uff61]/g, ".").replace(/\u00ad/g, "");
  try {
    // Only to see whether it can be read.
    fromPunycode(mapped);
    return toPunycode(mapped);
  } catch {
    return null;
  }
}

export function toUnicode(domain: string): { readonly domain: string; readonly error: boolean } {
  return { domain: fromPunycode(domain), error: false };
}
