/** `metadata.json` of a package, as kit reads it (hyperdrive `lib/src/kernel.rs`, `Erc721Metadata`). */

import {
  decodeField,
  decodeObject,
  listOf,
  mapOf,
  parseJson,
  Problems,
  refused,
  string,
  type JsonValue,
} from "../../runtime/contract/index.js";
import { UsageError } from "../project/usage-error.js";

export interface PackageMetadata {
  readonly packageName: string;
  readonly publisher: string;
  readonly currentVersion: string;
  /** SHA-256 of the zips by version; empty while a version is being worked on. */
  readonly codeHashes: ReadonlyMap<string, string>;
  /** As the app-store takes it: its `code_hashes` are pairs. */
  readonly onWire: unknown;
}

/** Throws `UsageError` with everything that is wrong. */
export function readMetadata(text: string, displayPath: string): PackageMetadata {
  const parsed = parseJson(text);
  if (parsed.kind === "problem") throw new UsageError(`\`${displayPath}\` is not JSON: ${parsed.message}`);
  const problems = new Problems();
  const metadata = decodeMetadata(parsed.value, problems);
  if (problems.count === 0) return metadata;
  const lines = problems.list.map(({ path, expected, found }) => {
    return `  ${path === "" ? "" : `${path}: `}expected ${expected}, found ${found}`;
  });
  throw new UsageError([`\`${displayPath}\` is not the metadata of a package:`, ...lines].join("\n"));
}

function decodeMetadata(value: JsonValue, problems: Problems): PackageMetadata {
  const object = decodeObject(value, "object", problems);
  if (!object) return refused();
  const mark = problems.count;
  const inner = decodeObject(object["properties"], "object", problems);
  problems.within(mark, "properties");
  if (!inner) return refused();
  const packageName = decodeField(inner, "package_name", string, problems);
  const publisher = decodeField(inner, "publisher", string, problems);
  const currentVersion = decodeField(inner, "current_version", string, problems);
  decodeField(inner, "mirrors", listOf(string), problems);
  const codeHashes = decodeField(inner, "code_hashes", mapOf(string, string), problems);
  problems.within(mark, "properties");
  if (problems.count > mark) return refused();
  const onWire = { ...object, properties: { ...inner, code_hashes: [...codeHashes] } };
  return { packageName, publisher, currentVersion, codeHashes, onWire };
}
