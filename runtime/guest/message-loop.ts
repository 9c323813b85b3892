/** The blocking message loop of a process on a `standard` interface. */

import type { Standard } from "../contract/index.js";
import type { ProcessDefinition } from "./definition.js";
import { onceJobsHaveRun } from "./drain.js";
import type { Guest } from "./guest.js";
import type { HomePageFiles } from "./home-page.js";
import { installTimers } from "./install-timers.js";
import { receive } from "./receive.js";
import { startGuest } from "./start-guest.js";

/**
 * Makes the export `init` of the world `process-v1`. It returns only when the stored state cannot be read, and throws
 * what ends the process otherwise.
 */
export type Run = (definition: ProcessDefinition, homePage?: HomePageFiles) => (our: string) => Promise<void>;

/** To be called when the modules are loaded: what an author's file does then finds the timers of the process, too. */
export function createRun(standard: Standard): Run {
  const startTimers = installTimers();
  return (definition, homePage = {}) =>
    async () => {
      const guest = startGuest(standard, definition, { homePage, startTimers });
      if (guest) await takeMessages(standard, guest);
    };
}

/** Never fulfilled. Not a loop with `await`: its promises cost half of what the engine takes to run the jobs. */
function takeMessages(standard: Standard, guest: Guest): Promise<never> {
  return new Promise((_, reject) => {
    function tick(): void {
      try {
        guest.endTick();
        guest.deliver(receive(standard));
      } catch (error) {
        return reject(error);
      }
      onceJobsHaveRun(tick);
    }
    onceJobsHaveRun(tick);
  });
}
