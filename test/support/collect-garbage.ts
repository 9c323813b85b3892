/** Garbage of this thread is collected when a measurement of memory begins and ends. */

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** At once, and as far as it goes. */
export const collectGarbage: () => void = runInNewContext("gc");
