/** The blocking message loop of a process on a `standard` interface. */

import type { Standard } from "../contract/index.js";
import type { ProcessDefinition } from "./definition.js";
import { onceJobsHaveRun } from "./drain.js";
import { Guest } from "./guest.js";
import type { HomePageFiles } from "./home-page.js";
import { installTimers } from "./install-timers.js";
import { LogSink } from "./log.js";
import { receive } from "./receive.js";
import { UnreadableStateError } from "./stored-state.js";

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
      const guest = createGuest(standard, definition, homePage);
      if (!guest) return;
      startTimers(guest.timers);
      guest.start();
      await takeMessages(standard, guest);
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

/** Undefined when the stored state cannot be read: the process then ends, and is not started again to fail again. */
function createGuest(standard: Standard, definition: ProcessDefinition, homePage: HomePageFiles): Guest | undefined {
  try {
    return new Guest(standard, definition, { homePage });
  } catch (error) {
    if (!(error instanceof UnreadableStateError)) throw error;
    // Not to the file: there is no later tick in which it could be written.
    new LogSink(standard, { terminal: "error", file: "none" }, undefined).write("error", undefined, error.message);
    standard.setOnExit({ tag: "none" });
    return undefined;
  }
}
