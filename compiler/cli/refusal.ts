/** What ends a build and is no mistake of hproc: the schema is not there, or the system refuses. */

import { describeSystemError, isSystemError } from "../project/system-error.js";
import { UsageError } from "../project/usage-error.js";

/** For the user. Throws anything else again. */
export function refusalOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (isSystemError(error)) return describeSystemError(error);
  throw error;
}
