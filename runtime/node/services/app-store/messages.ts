/** The JSON of requests to `main:app-store:sys` (hyperdrive `packages/app-store/api/app-store:sys-v2.wit`). */

import { decodeJson, isRecord, readVariant } from "../../json-body.js";

/** On the wire an object, although everywhere else it is written `package:publisher`. */
export interface PackageId {
  readonly packageName: string;
  readonly publisherNode: string;
}

export type AppStoreRequest =
  | { readonly kind: "new-package"; readonly packageId: PackageId }
  | {
      readonly kind: "install";
      readonly packageId: PackageId;
      /** SHA-256 of the zip in small hexadecimal digits. */
      readonly versionHash: string;
      /** Without it, Hyperdrive asks the chain. */
      readonly hasMetadata: boolean;
    }
  | { readonly kind: "uninstall" | "get-api"; readonly packageId: PackageId }
  | { readonly kind: "apis" };

/** Undefined for what gets no answer. */
export function parseAppStoreRequest(body: Uint8Array): AppStoreRequest | undefined {
  const variant = readVariant(decodeJson(body));
  if (!variant) return undefined;
  const { name, value } = variant;
  switch (name) {
    case "NewPackage": {
      const packageId = isRecord(value) ? parsePackageId(value["package_id"]) : undefined;
      if (!packageId || !isRecord(value) || typeof value["mirror"] !== "boolean") return undefined;
      return { kind: "new-package", packageId };
    }
    case "Install":
      return isRecord(value) ? parseInstall(value) : undefined;
    case "Uninstall":
    case "GetApi": {
      const packageId = parsePackageId(value);
      return packageId && { kind: name === "GetApi" ? "get-api" : "uninstall", packageId };
    }
    case "Apis":
      return value === null ? { kind: "apis" } : undefined;
    default:
      return undefined;
  }
}

function parseInstall(value: Readonly<Record<string, unknown>>): AppStoreRequest | undefined {
  const { version_hash: versionHash, metadata = null } = value;
  const packageId = parsePackageId(value["package_id"]);
  if (!packageId || typeof versionHash !== "string") return undefined;
  if (metadata !== null && !isMetadata(metadata)) return undefined;
  return { kind: "install", packageId, versionHash, hasMetadata: metadata !== null };
}

/** What the node needs of it, and in which form: `code_hashes` are pairs here. */
function isMetadata(value: unknown): boolean {
  const properties = isRecord(value) ? value["properties"] : undefined;
  if (!isRecord(properties)) return false;
  const { package_name: name, publisher, current_version: version, mirrors, code_hashes: hashes } = properties;
  return (
    [name, publisher, version].every((text) => typeof text === "string") &&
    Array.isArray(mirrors) &&
    mirrors.every((mirror) => typeof mirror === "string") &&
    Array.isArray(hashes) &&
    hashes.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === "string"))
  );
}

function parsePackageId(value: unknown): PackageId | undefined {
  if (!isRecord(value)) return undefined;
  const { package_name: packageName, publisher_node: publisherNode } = value;
  if (typeof packageName !== "string" || typeof publisherNode !== "string") return undefined;
  return { packageName, publisherNode };
}

export function packageIdJson({ packageName, publisherNode }: PackageId): unknown {
  return { package_name: packageName, publisher_node: publisherNode };
}

/** `todo:template.os`. */
export function formatPackageId({ packageName, publisherNode }: PackageId): string {
  return `${packageName}:${publisherNode}`;
}

/** False for names that kit refuses too; they become names of folders. */
export function isSafePackageId({ packageName, publisherNode }: PackageId): boolean {
  return /^[a-z0-9-]+$/.test(packageName) && /^[a-z0-9.-]+$/.test(publisherNode);
}
