/** The clock of the build loop. */

import type { Clock } from "./build-loop.js";

export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    // A timer takes a millisecond at least.
    if (delayMs === 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
