/**
 * Parameters of SQL on their way to `sqlite:distro:sys`: a JSON array, in which a text that could be base64 becomes a blob
 * (hyperdrive `src/sqlite.rs`, `get_json_params`). Such a text, as `John` is one, is sent as the base64 of its UTF-8, and
 * its place in the statement says that it is text: `CAST(?1 AS TEXT)`.
 */

import { encodeUtf8 } from "../../contract/index.js";

/** A truth value is stored as 0 or 1, a number without fraction as an integer, bytes as a blob. */
export type SqlValue = null | boolean | number | bigint | string | Uint8Array;

export interface SqlStatement {
  readonly sql: string;
  /** Undefined without parameters. */
  readonly blob: Uint8Array | undefined;
}

declare const btoa: (text: string) => string;

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** Throws `RangeError` and `TypeError` for values that SQL has not. */
export function writeStatement(statement: string, parameters: readonly SqlValue[]): SqlStatement {
  if (parameters.length === 0) return { sql: statement, blob: undefined };
  const texts = parameters.map(writeValue);
  const sql = parameters.some(mayBeBase64) ? castTexts(statement, (index) => mayBeBase64(parameters[index])) : statement;
  return { sql, blob: encodeUtf8(`[${texts.join(",")}]`) };
}

function writeValue(value: SqlValue, index: number): string {
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "number":
      if (!Number.isFinite(value)) throw new RangeError(`parameter ${index + 1}: SQL has no ${value}`);
      return JSON.stringify(value);
    case "bigint":
      if (value < least || value > most) throw new RangeError(`parameter ${index + 1}: ${value} has more than 64 bits with sign`);
      return String(value);
    case "string":
      return mayBeBase64(value) ? `"${toBase64(encodeUtf8(value))}"` : JSON.stringify(value);
    case "object":
      if (value === null) return "null";
      if (value instanceof Uint8Array) return `"${toBase64(value)}"`;
  }
  throw new TypeError(`parameter ${index + 1}: SQL has no value of type ${typeof value}`);
}

/** Rather too many: what is no base64 in the end is text all the same. */
function mayBeBase64(value: SqlValue | undefined): boolean {
  return typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}

function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** Texts, names and comments of SQL, in which a `?` is none, and the parameters. A bare one has the number after the greatest before. */
const pieces = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[^]*?(?:\*\/|$)|\?([0-9]*)/g;

function castTexts(statement: string, isText: (index: number) => boolean): string {
  let greatest = 0;
  return statement.replace(pieces, (piece, digits: string | undefined) => {
    if (digits === undefined) return piece;
    const number = digits === "" ? greatest + 1 : Number(digits);
    greatest = Math.max(greatest, number);
    return isText(number - 1) ? `CAST(?${number} AS TEXT)` : piece;
  });
}
