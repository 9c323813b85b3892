/** Which characters process ids may have where Hyperdrive checks them (`lib/src/core.rs`, `check_process_id_hypermap_safe`). */

import type { ProcessId } from "../contract/address.js";

export function isSafeProcessId({ processName, packageName, publisherNode }: ProcessId): boolean {
  return isSafeName(processName) && isSafeName(packageName) && /^[a-z0-9.-]+$/.test(publisherNode);
}

function isSafeName(name: string): boolean {
  return /^[a-z0-9-]+$/.test(name);
}
