/** `hproc.config.json` and `metadata.json` beside a schema: read, and everything that is wrong in them. */

import { dirname, join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport } from "../diagnostics/report.js";
import type { Config } from "../model/config.js";
import type { Model } from "../model/model.js";
import { createSourceFile, type SourceFile } from "../text/source-file.js";
import { suggest } from "../text/suggest.js";
import type { Host } from "./host.js";
import type { SchemaLocation } from "./locate.js";
import type { JsonFile, JsonSchemaName } from "./json-file.js";

export const configFile = "hproc.config.json";
export const metadataFile = "metadata.json";

export interface ProjectFiles {
  /** Empty where there is none, or where it has errors. */
  readonly config: Config;
  /** Absolute paths of what was read or looked for. */
  readonly inputs: readonly string[];
  /** Where each was read: absolute. */
  readonly paths: ReadonlyMap<SourceFile, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** `model` is undefined when the schema has errors; the files are then compared with their JSON Schemas alone. */
export async function readProjectFiles(
  schema: SchemaLocation,
  model: Model | undefined,
  host: Host,
): Promise<ProjectFiles> {
  const [config, metadata] = await Promise.all([
    readFile(schema, configFile, "config", host),
    readFile(schema, metadataFile, "metadata", host),
  ]);
  const found = [config, metadata].filter((each) => each !== undefined);
  const diagnostics = found.flatMap(({ json }) => json.diagnostics);
  if (config && model) diagnostics.push(...findUnknownProcesses(config, model));
  if (metadata && model) diagnostics.push(...compareMetadata(metadata, model));
  return {
    // Its schema, which is closed, has told that it is one.
    config: (config?.json.value ?? {}) as Config,
    inputs: [configFile, metadataFile].map((name) => join(schema.folder, name)),
    paths: new Map(found.map(({ file }) => [file, join(schema.folder, file.name)])),
    diagnostics,
  };
}

interface Read {
  readonly file: SourceFile;
  readonly json: JsonFile;
}

async function readFile(
  { folder, displayPath }: SchemaLocation,
  name: string,
  schema: JsonSchemaName,
  host: Host,
): Promise<Read | undefined> {
  const text = await host.read(join(folder, name));
  if (text === undefined) return undefined;
  const file = createSourceFile(join(dirname(displayPath), name), text, name);
  // Loaded here: most schemas have neither, and the validator takes longer to load than a schema to check.
  const { readJsonFile } = await import("./json-file.js");
  return { file, json: readJsonFile(file, schema) };
}

function findUnknownProcesses({ file, json }: Read, { processes }: Model): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const known = processes.map(({ id }) => id.processName);
  for (const name of Object.keys((json.value as Config | undefined)?.processes ?? {})) {
    if (known.includes(name)) continue;
    const span = json.placeOf(["processes", name], "name");
    createReport(found)("config/unknown-process", { name, known, suggestion: suggest(name, known) }, { file, span });
  }
  return found;
}

/** What its schema says of it. */
interface Metadata {
  readonly name: string;
  readonly properties: {
    readonly package_name: string;
    readonly publisher: string;
    readonly code_hashes: Readonly<Record<string, string>>;
  };
}

/** `hproc build` completes the file; it does not turn the metadata of one package into those of another. */
function compareMetadata({ file, json }: Read, model: Model): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const metadata = json.value as Metadata | undefined;
  if (!metadata) return found;
  const report = createReport(found);
  const { name, publisher, version } = model.package;
  const { package_name, publisher: itsPublisher, code_hashes } = metadata.properties;
  for (const [path, its, ours] of [
    // Under which kit publishes the package.
    [["name"], metadata.name, name],
    [["properties", "package_name"], package_name, name],
    [["properties", "publisher"], itsPublisher, publisher],
  ] as const) {
    const member = path.at(-1) ?? "";
    if (its !== ours) report("config/other-package", { member, its, ours }, { file, span: json.placeOf(path) });
  }
  const newest = Object.keys(code_hashes).reduce((left, right) => (compareVersions(left, right) < 0 ? right : left), version);
  if (newest !== version) {
    const span = json.placeOf(["properties", "code_hashes", newest], "name");
    report("config/newer-version", { newest, version }, { file, span });
  }
  return found;
}

/** By https://semver.org, section 11: below 0 when the left one is older. */
export function compareVersions(left: string, right: string): number {
  const [ours, theirs] = [splitVersion(left), splitVersion(right)];
  const numbers = compareParts(ours.numbers, theirs.numbers);
  if (numbers !== 0) return numbers;
  // A version without a suffix is the one that those with one lead to.
  if (ours.suffix.length === 0 || theirs.suffix.length === 0) return theirs.suffix.length - ours.suffix.length;
  return compareParts(ours.suffix, theirs.suffix);
}

function splitVersion(version: string): { readonly numbers: readonly string[]; readonly suffix: readonly string[] } {
  const [, numbers = "", suffix] = /^([^-+]*)(?:-([^+]*))?/.exec(version) ?? [];
  return { numbers: numbers.split("."), suffix: suffix?.split(".") ?? [] };
}

function compareParts(left: readonly string[], right: readonly string[]): number {
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    const isNumber = [part, other].map((each) => /^\d+$/.test(each));
    if (isNumber[0] && isNumber[1]) return BigInt(part) < BigInt(other) ? -1 : 1;
    if (isNumber[0] !== isNumber[1]) return isNumber[0] ? -1 : 1;
    return part < other ? -1 : 1;
  }
  return left.length - right.length;
}
