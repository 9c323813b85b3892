/** Requests about the databases of a package (hyperdrive `lib/src/kv.rs`, `lib/src/sqlite.rs`). */

import type { Address, JsonValue } from "../../../contract/index.js";
import { decodeUtf8, isJsonObject, parseJson } from "../../../contract/index.js";

export interface DatabaseKey {
  readonly packageName: string;
  readonly publisherNode: string;
  readonly name: string;
}

export interface DatabaseRequest {
  readonly key: DatabaseKey;
  /** The name of the action. */
  readonly action: string;
  /** What stands beside the name, integers with every digit; null for a bare one. */
  readonly value: JsonValue;
}

/** Undefined for what is no such request. */
export function parseRequest(body: Uint8Array): DatabaseRequest | undefined {
  const parsed = parseJson(decodeUtf8(body) ?? "");
  if (parsed.kind !== "value" || !isJsonObject(parsed.value)) return undefined;
  const { package_id: packageId, db: name, action } = parsed.value;
  const { package_name: packageName, publisher_node: publisherNode } = isJsonObject(packageId) ? packageId : {};
  if (typeof packageName !== "string" || typeof publisherNode !== "string" || typeof name !== "string") return undefined;
  const key = { packageName, publisherNode, name };
  if (typeof action === "string") return { key, action, value: null };
  if (!isJsonObject(action)) return undefined;
  const [entry, ...others] = Object.entries(action);
  return entry && others.length === 0 ? { key, action: entry[0], value: entry[1] } : undefined;
}

/** A transaction's id in the content of an action; null without one, undefined for what is none. */
export function readTransactionId(value: JsonValue): number | bigint | null | undefined {
  const { tx_id: id = null } = isJsonObject(value) ? value : {};
  if (id === null || typeof id === "bigint") return id;
  return typeof id === "number" && Number.isSafeInteger(id) && id >= 0 ? id : undefined;
}

export function isOwnPackage({ process }: Address, { packageName, publisherNode }: DatabaseKey): boolean {
  return process.packageName === packageName && process.publisherNode === publisherNode;
}

/** As the key of a map, and in errors. */
export function keyText({ packageName, publisherNode, name }: DatabaseKey): string {
  return JSON.stringify([packageName, publisherNode, name]);
}
