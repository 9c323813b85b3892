/** What `hproc.config.json` says beside a schema: `schemas/config.schema.json` describes it. */

import type { EngineName } from "./engine.js";

export interface Config {
  /** Of all processes whose schema does not name one. */
  readonly engine?: EngineName;
  /** Members of `metadata.json` that do not follow from the schema, under its own names. */
  readonly metadata?: ConfiguredMetadata;
  /** By the name of a process as its id has it: `todo`. */
  readonly processes?: Readonly<Record<string, ManifestAdditions>>;
}

export interface ConfiguredMetadata {
  readonly description?: string;
  readonly image?: string;
  readonly external_url?: string;
  readonly animation_url?: string;
  readonly license?: string;
  readonly mirrors?: readonly string[];
  readonly screenshots?: readonly string[];
  /** Packages whose interfaces are needed to build this one: `ledger:bob.os`. */
  readonly dependencies?: readonly string[];
}

/** What a process needs beside what its schema shows, under the names of `manifest.json`. */
export interface ManifestAdditions {
  readonly request_capabilities?: readonly Capability[];
  readonly grant_capabilities?: readonly Capability[];
  readonly on_exit?: "None" | "Restart";
  readonly public?: boolean;
}

/** A process that may be messaged, or a capability that it issues. */
export type Capability = string | { readonly process: string; readonly params: unknown };
