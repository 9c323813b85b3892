/** Random `u64` values, drawn from the system in batches. */

import { webcrypto } from "node:crypto";

const batch = new BigUint64Array(64);
let used = batch.length;

export function randomId(): bigint {
  if (used === batch.length) {
    webcrypto.getRandomValues(batch);
    used = 0;
  }
  return batch[used++] ?? 0n;
}
