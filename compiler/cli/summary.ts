/** What commands say about their work, in one line each. */

import type { SchemaLocation } from "../project/locate.js";
import type { WriteSummary } from "../project/write.js";

export function describeCompiled(schema: SchemaLocation, written: WriteSummary, elapsedMs: number): string {
  const { created, updated, unchanged, removed } = written;
  const total = created.length + updated.length + unchanged.length;
  const changed = created.length + updated.length;
  const changes = [changed === 0 ? "none changed" : `${changed} changed`];
  if (removed.length > 0) changes.push(`${removed.length} removed`);
  return `compiled ${schema.displayPath}: ${total} files, ${changes.join(", ")}, ${Math.round(elapsedMs)} ms`;
}

/** `1.93 MB`, `12 kB`: decimal units. */
export function formatBytes(count: number): string {
  return count < 1e6 ? `${Math.ceil(count / 1e3)} kB` : `${(count / 1e6).toFixed(2)} MB`;
}
