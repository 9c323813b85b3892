/** Why no component came out, as data for the terminal, `--json` and the editor. */

export interface ComponentProblem {
  readonly message: string;
  /** One concrete action, where there is one. */
  readonly help: string | undefined;
  /** Relative to the project; undefined, like the rest, where the problem has no place. */
  readonly file: string | undefined;
  /** Counted from 1. */
  readonly line: number | undefined;
  /** UTF-16 units, counted from 1. */
  readonly column: number | undefined;
  readonly lineText: string | undefined;
}

/** A problem of the program as a whole. */
export function createProblem(message: string, help?: string): ComponentProblem {
  return { message, help, file: undefined, line: undefined, column: undefined, lineText: undefined };
}
