/** `metadata.json` of a package that somebody has built. */

import { basename } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { readJsonFile } from "../project/json-file.js";
import { createSourceFile } from "../text/source-file.js";

/** What its JSON Schema says of it. */
export interface Metadata {
  readonly name: string;
  readonly properties: {
    readonly package_name: string;
    readonly publisher: string;
    readonly current_version: string;
    /** SHA-256 of the zips by version; empty for one that is not published. */
    readonly code_hashes: Readonly<Record<string, string>>;
  };
}

export interface ReadMetadata {
  /** As messages name it. */
  readonly path: string;
  /** Undefined unless it is as its schema has it. */
  readonly value: Metadata | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export function readMetadata(path: string, text: string): ReadMetadata {
  const { value, diagnostics } = readJsonFile(createSourceFile(path, text, basename(path)), "metadata");
  return { path, value: value as Metadata | undefined, diagnostics };
}

/** The hash that it gives for its current version; undefined when it has none for it. */
export function promisedHash({ properties: { current_version: version, code_hashes: hashes } }: Metadata): string | undefined {
  return Object.hasOwn(hashes, version) ? hashes[version] : undefined;
}

/** As the app-store takes it: its hashes are pairs there (hyperdrive `lib/src/kernel.rs`, `Erc721Properties`). */
export function metadataOnWire(metadata: Metadata): unknown {
  const { properties } = metadata;
  return { ...metadata, properties: { ...properties, code_hashes: Object.entries(properties.code_hashes) } };
}
