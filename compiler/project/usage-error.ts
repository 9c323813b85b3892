/** Wrong use, told apart from what is wrong with a project and from our own mistakes. */

/** The user named something that is not there or cannot be meant. The command line exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
