/** The component's entry: the blocking message loop on the host's `standard` interface. */

import * as standard from "hyperware:process/standard@1.0.0";
import type { ProcessDefinition } from "./definition.js";
import { onceJobsHaveRun } from "./drain.js";
import type { Guest } from "./guest.js";
import type { HomePageFiles } from "./home-page.js";
import { installTimers } from "./install-timers.js";
import { receive } from "./receive.js";
import { startGuest } from "./start-guest.js";

// Now, so that what an author's file does when it is loaded finds them too.
const startTimers = installTimers();

/**
 * The export `init` of the world `process-v1`. It returns only when the stored state cannot be read, and throws what
 * ends the process otherwise.
 */
export function run(definition: ProcessDefinition, homePage: HomePageFiles = {}): (our: string) => Promise<void> {
  return async () => {
    const guest = startGuest(standard, definition, { homePage, startTimers });
    if (!guest) return;
    await takeMessages(guest);
  };
}

/** Never fulfilled. Not a loop with `await`: its promises cost half of what the engine takes to run the jobs. */
function takeMessages(guest: Guest): Promise<never> {
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
