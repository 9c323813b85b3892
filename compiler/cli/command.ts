/** What a command of `hproc` is. */

import type { Arguments, Options } from "./arguments.js";
import type { Output } from "./output.js";

export interface CommandInput extends Arguments {
  readonly output: Output;
}

export interface Command {
  /** With examples. */
  readonly help: string;
  readonly options: Options;
  /** What stands behind the options; a path when left out. */
  readonly operand?: string;
  /** True when there may be several of it. */
  readonly several?: boolean;
  /**
   * Resolves to the exit code: 0 done, 1 the project has errors or a node refuses. Throws `UsageError`, `NodeError`,
   * `Interrupted`, and what the system refused; anything else is our mistake.
   */
  run(input: CommandInput): Promise<number>;
}
