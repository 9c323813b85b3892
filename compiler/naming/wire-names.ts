/** Names in JSON, as Rust's serde writes those of the process that kit would generate from the same WIT. */

import { capitalize, splitWords } from "./words.js";

/** A handler's key in the envelope and the name of a case: `createTask` to `CreateTask`. */
export function toWireCase(name: string): string {
  return splitWords(name).map(capitalize).join("");
}

/** A field's key, and a parameter's key in a query: `nextId` to `next_id`. */
export function toWireField(name: string): string {
  return splitWords(name).join("_");
}
