/** `metadata.json` of a package, as kit reads it (hyperdrive `lib/src/kernel.rs`, `Erc721Metadata`). */

import {
  isJsonObject,
  listOf,
  mapOf,
  parseJson,
  Problems,
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
  if (metadata && problems.count === 0) return metadata;
  const lines = problems.list.map(({ path, expected, found }) => {
    return `  ${path === "" ? "" : `${path}: `}expected ${expected}, found ${found}`;
  });
  throw new UsageError([`\`${displayPath}\` is not the metadata of a package:`, ...lines].join("\n"));
}

function decodeMetadata(value: JsonValue, problems: Problems): PackageMetadata | undefined {
  if (!isJsonObject(value)) return void problems.add("object", value);
  const inner = value["properties"];
  if (!isJsonObject(inner)) return void problems.add("object", inner, "properties");
  const packageName = string.decode(inner["package_name"], problems, "package_name");
  const publisher = string.decode(inner["publisher"], problems, "publisher");
  const currentVersion = string.decode(inner["current_version"], problems, "current_version");
  listOf(string).decode(inner["mirrors"], problems, "mirrors");
  const codeHashes = mapOf(string, string).decode(inner["code_hashes"], problems, "code_hashes");
  problems.within(0, "properties");
  if (problems.count > 0) return undefined;
  const onWire = { ...value, properties: { ...inner, code_hashes: [...codeHashes] } };
  return { packageName, publisher, currentVersion, codeHashes, onWire };
}
