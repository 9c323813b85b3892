/** As components, transpiled by jco. */

import { engineNames } from "../../compiler/model/engine.js";
import { testIdle } from "./idle.js";

for (const engine of engineNames) testIdle(`component ${engine}`);
