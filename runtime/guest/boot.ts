/** The component's entry: the blocking message loop on the host's `standard` interface. */

import * as standard from "hyperware:process/standard@1.0.0";
import type { ProcessDefinition } from "./definition.js";
import { drainJobs } from "./drain.js";
import { Guest } from "./guest.js";
import { receive } from "./receive.js";

/** The export `init` of the world `process-v1`. It never returns; it throws what ends the process. */
export function run(definition: ProcessDefinition): (our: string) => Promise<void> {
  return async () => {
    const guest = new Guest(standard, definition);
    guest.start();
    for (;;) {
      await drainJobs();
      guest.endTick();
      guest.deliver(receive(standard));
    }
  };
}
