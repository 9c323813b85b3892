/** What a command of `hproc` is. */

import type { ParseArgsConfig } from "node:util";
import type { Output } from "./output.js";

export interface CommandInput {
  /** As the user gave it. */
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly output: Output;
}

export interface Command {
  /** With examples. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Resolves to the exit code: 0 done, 1 the project has errors. */
  run(input: CommandInput): Promise<number>;
}
