/** The hash of a package, by which nodes tell its versions apart. */

import { createHash } from "node:crypto";

/** As `metadata.json` has it: in small hexadecimal digits, without `0x`. */
export function sha256Of(zip: Uint8Array): string {
  return createHash("sha256").update(zip).digest("hex");
}
