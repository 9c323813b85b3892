/** The start of a process on the host, up to its first tick. */

import type { Standard } from "../contract/index.js";
import type { ProcessDefinition } from "./definition.js";
import { Guest } from "./guest.js";
import type { HomePageFiles } from "./home-page.js";
import { LogSink } from "./log.js";
import { UnreadableStateError } from "./stored-state.js";
import type { Timers } from "./timers.js";

export interface StartOptions {
  readonly homePage: HomePageFiles;
  /** Before the first code of the author's runs. */
  readonly startTimers: (timers: Timers) => void;
}

/** Undefined when the stored state cannot be read: the process then ends, and is not started again to fail again. */
export function startGuest(standard: Standard, definition: ProcessDefinition, options: StartOptions): Guest | undefined {
  const guest = createGuest(standard, definition, options.homePage);
  if (!guest) return undefined;
  options.startTimers(guest.timers);
  guest.start();
  return guest;
}

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
