/** A package as a command takes it. */

import { UsageError } from "../project/usage-error.js";
import type { PackageId } from "../rpc/app-store.js";

/** Of `package:publisher`. Throws `UsageError` for anything else. */
export function parsePackageId(text: string): PackageId {
  const [packageName = "", publisherNode = "", ...more] = text.split(":");
  if (/^[a-z0-9-]+$/.test(packageName) && /^[a-z0-9.-]+$/.test(publisherNode) && more.length === 0) {
    return { packageName, publisherNode };
  }
  throw new UsageError(`\`${text}\` is no package; one looks like \`package:publisher\``);
}
