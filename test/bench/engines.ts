/** All engines, loaded: a bench makes its programs with each. */

import type { Engine } from "../../compiler/component/engine.js";
import { loadEngine } from "../../compiler/component/engines.js";
import { engineNames } from "../../compiler/model/engine.js";

export const engines: readonly Engine[] = await Promise.all(engineNames.map(loadEngine));
