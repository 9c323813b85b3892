/** The engines that components can be made with. */

import type { Engine } from "./engine.js";
import { starlingMonkey } from "./starlingmonkey.js";

export const engines: readonly Engine[] = [starlingMonkey];
