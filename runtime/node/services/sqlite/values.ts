/** Parameters and rows on the wire (hyperdrive `src/sqlite.rs`, `get_json_params`). */

import type { JsonValue } from "../../../contract/index.js";
import { decodeUtf8, parseJson } from "../../../contract/index.js";
import { Refusal } from "../databases/refusal.js";

export type SqlValue = null | number | bigint | string | Uint8Array;

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** A JSON array. Throws `Refusal`. */
export function readParameters(blob: Uint8Array | undefined): readonly SqlValue[] {
  if (!blob) return [];
  const parsed = parseJson(decodeUtf8(blob) ?? "");
  if (parsed.kind !== "value" || !Array.isArray(parsed.value)) throw new Refusal("InvalidParameters");
  return parsed.value.map(readParameter);
}

function readParameter(value: JsonValue): SqlValue {
  if (value === null || typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint") return value < least || value > most ? Number(value) : value;
  if (typeof value !== "string") throw new Refusal("InvalidParameters");
  return readBase64(value) ?? value;
}

/** Only of the standard alphabet, with the padding that it has to have: every such text is a blob, whatever it was meant as. */
function readBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64") === text ? bytes : undefined;
}

/** Rows as objects by the names of their columns; of columns of one name the last. A blob is its base64. */
export function toRows(rows: readonly Readonly<Record<string, SqlValue>>[]): JsonValue {
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toJson(value)])));
}

function toJson(value: SqlValue): JsonValue {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  // Hyperdrive's task ends there, and nobody is answered.
  if (typeof value === "number" && !Number.isFinite(value)) throw new Refusal({ RusqliteError: `JSON has no ${value}` });
  return value;
}
