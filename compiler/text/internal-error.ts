/** Our own mistakes, told apart from the user's. */

/** Thrown when hproc itself is wrong: names the construct that was being compiled. The command line exits with 3. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** For the end of an exhaustive `switch`. */
export function unreachable(value: never): never {
  throw new InternalError(`unexpected ${JSON.stringify(value)}`);
}
