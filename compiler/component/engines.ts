/** The engines by their names, each loaded when it is needed. */

import type { EngineName } from "../model/engine.js";
import type { Engine } from "./engine.js";

/** Costs a millisecond: what makes components is loaded by an engine's first component. */
export async function loadEngine(name: EngineName): Promise<Engine> {
  switch (name) {
    case "quickjs":
      return (await import("./quickjs/engine.js")).quickJs;
    case "starlingmonkey":
      return (await import("./starlingmonkey/engine.js")).starlingMonkey;
  }
}
