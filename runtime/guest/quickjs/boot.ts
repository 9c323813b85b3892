/** The component's entry in QuickJS: the blocking message loop, with our own queue of jobs between two messages. */

import { startTimers } from "./install.js";
import type { ProcessDefinition } from "../definition.js";
import type { Guest } from "../guest.js";
import type { HomePageFiles } from "../home-page.js";
import { receive } from "../receive.js";
import { startGuest } from "../start-guest.js";
import { startConsole } from "./globals/console.js";
import { setOnListenerError } from "./globals/events.js";
import { setOnUncaught } from "./jobs.js";
import { runJobs, setOnUnhandledRejection } from "./promise-state.js";
import { seedRandom } from "./random.js";
import { standard } from "./standard.js";

/**
 * The export `init` of the world `process-v1`. It returns only when the stored state cannot be read, and throws what
 * ends the process otherwise.
 */
export function run(definition: ProcessDefinition, homePage: HomePageFiles = {}): (our: string) => void {
  return () => {
    seedRandom();
    const guest = startGuest(standard, definition, { homePage, startTimers });
    if (!guest) return;
    reportTo(guest);
    try {
      takeMessages(guest);
    } catch (error) {
      // What the engine says of it is for the node's own log, and names places in the bundle.
      guest.log.error("the process ends", error);
      throw error;
    }
  };
}

function takeMessages(guest: Guest): never {
  for (;;) {
    runJobs();
    guest.endTick();
    guest.deliver(receive(standard));
  }
}

/** What nobody else can catch belongs to no request: it goes to the log of the process, and ends nothing. */
function reportTo({ log }: Guest): void {
  startConsole(log);
  setOnUncaught((error) => log.error("a callback of queueMicrotask failed", error));
  setOnListenerError((error) => log.error("a listener of an event failed", error));
  setOnUnhandledRejection((reason) => log.error("a promise was rejected and nobody handles it", reason));
}
