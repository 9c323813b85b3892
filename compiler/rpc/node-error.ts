/** What a running node refuses, or why there is none: told apart from what is wrong with a project. */

/** Says all that the user needs; the command line exits with 1. */
export class NodeError extends Error {
  override readonly name = "NodeError";
}
