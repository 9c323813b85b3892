/** Which statements are taken, and what stands in them (hyperdrive `src/sqlite.rs`, `READ_KEYWORDS`, `WRITE_KEYWORDS`). */

import { Refusal } from "../databases/refusal.js";

const readWords: ReadonlySet<string> = new Set("ANALYZE ATTACH BEGIN EXPLAIN PRAGMA SELECT VALUES WITH".split(" "));
const writeWords: ReadonlySet<string> = new Set(
  "ALTER ANALYZE COMMIT CREATE DELETE DETACH DROP END INSERT REINDEX RELEASE RENAME REPLACE ROLLBACK SAVEPOINT UPDATE VACUUM".split(" "),
);

/** Throws `Refusal`, also for what would reach files other than the database: Hyperdrive lets it. */
export function demandKeyword(kind: "read" | "write", statement: string): void {
  const word = firstWord(statement);
  if (kind === "read" && !readWords.has(word)) throw new Refusal("NotAReadKeyword");
  if (kind === "write" && !writeWords.has(word)) throw new Refusal("NotAWriteKeyword");
  if (word === "ATTACH" || (word === "VACUUM" && /\bINTO\b/i.test(statement))) {
    // The words of SQLite where it may attach none.
    throw new Refusal({ RusqliteError: "too many attached databases - max 0" });
  }
}

function firstWord(statement: string): string {
  return (/^\s*(\S*)/.exec(statement)?.[1] ?? "").toUpperCase();
}

/** Texts, names and comments, in which no parameter stands; parameters; the end of the first statement. */
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[^]*?(?:\*\/|$)|\?([0-9]*)|([:@$][A-Za-z_][\w]*)|;/g;

/** The number of the last parameter, as SQLite counts them (https://www.sqlite.org/lang_expr.html#varparam). */
export function countParameters(statement: string): number {
  const named = new Set<string>();
  let greatest = 0;
  for (const [piece, digits, name] of statement.matchAll(pieces)) {
    if (piece === ";") break;
    if (digits !== undefined) greatest = Math.max(greatest, digits === "" ? greatest + 1 : Number(digits));
    if (name === undefined || named.has(name)) continue;
    named.add(name);
    greatest++;
  }
  return greatest;
}
