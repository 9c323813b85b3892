/** `hproc/guest/boot` for a process that runs without a component. */

import { createRun } from "../guest/message-loop.js";
import * as standard from "./direct-standard.js";

export const run = createRun(standard);
