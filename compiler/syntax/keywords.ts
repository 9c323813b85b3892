/** The words that begin declarations and members, and what can follow them. */

/** What follows the first word of a declaration: the kind of the second token and the text of the third. */
export const declarationShapes: ReadonlyMap<string, string> = new Map([
  ["package", ":"],
  ["use", "{"],
  ["record", "{"],
  ["enum", "{"],
  ["variant", "{"],
  ["type", "="],
  ["process", "{"],
]);

/** What can follow the first word of a member, as a kind of token or as its text. */
export const memberShapes: ReadonlyMap<string, readonly string[]> = new Map([
  ["name", ["string"]],
  ["world", ["string"]],
  ["engine", ["word"]],
  ["ui", ["string"]],
  ["icon", ["string"]],
  ["widget", ["string"]],
  ["save", ["word"]],
  ["timeout", ["number"]],
  ["log", ["{"]],
  ["needs", ["word"]],
  ["state", ["{"]],
  ["endpoint", ["word"]],
  ["uses", ["word"]],
  ["init", ["word", "documentation", "}"]],
  ["http", ["word", "string", ","]],
  ["local", ["word", ","]],
  ["remote", ["word", ","]],
  ["ws", ["string", "client"]],
  ["every", ["number"]],
]);

export const declarationWords: readonly string[] = [...declarationShapes.keys()];
export const memberWords: readonly string[] = [...memberShapes.keys()];
/** Their name may stand on the next line. */
export const handlerWords: readonly string[] = ["http", "local", "remote", "ws", "every"];

export const kindWords: readonly string[] = ["http", "local", "remote"];
