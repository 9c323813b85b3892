/** What an emitter is: one output of the compiler, as a pure function of the model and what is configured beside it. */

import type { Config } from "../model/config.js";
import type { Model } from "../model/model.js";

export interface OutputFile {
  /** Relative to the schema's folder, with `/`: `generated/types.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Never reads files or clocks and never refuses a model: what an output cannot express is a rule of `check`. */
export type Emitter = (model: Model, config: Config) => readonly OutputFile[];
