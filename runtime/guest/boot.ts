/** The component's entry: the message loop on the host's `standard` interface. */

import * as standard from "hyperware:process/standard@1.0.0";
import { createRun } from "./message-loop.js";

export const run = createRun(standard);
