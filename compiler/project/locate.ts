/** Which schema a command means. */

import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { parse } from "../syntax/parse.js";
import { createSourceFile } from "../text/source-file.js";
import { isMissing, isNoFile } from "./system-error.js";
import { UsageError } from "./usage-error.js";

export interface SchemaLocation {
  /** Absolute. */
  readonly folder: string;
  /** File name in the folder: `todo.hproc`. */
  readonly fileName: string;
  /** As messages name it: relative to where the user stands, as given. */
  readonly displayPath: string;
}

/**
 * A `.hproc` file, or a folder with exactly one that is a schema of its own: beside it there may be files whose types it
 * uses. Throws `UsageError` that says what was found instead.
 */
export async function locateSchema(path: string): Promise<SchemaLocation> {
  const kind = await kindOf(path);
  if (kind === undefined) throw new UsageError(`there is no file or folder \`${path}\``);
  if (kind === "file") {
    if (path.endsWith(".wit")) throw new UsageError(`\`${path}\` is WIT; \`hproc import\` makes a schema of it`);
    if (!path.endsWith(".hproc")) throw new UsageError(`\`${path}\` is not a .hproc file`);
    return { folder: resolve(dirname(path)), fileName: basename(path), displayPath: path };
  }
  const fileName = await findSchema(path);
  return { folder: resolve(path), fileName, displayPath: join(path, fileName) };
}

async function findSchema(folder: string): Promise<string> {
  const names = await listFiles(folder);
  const [first] = names;
  if (first === undefined) {
    throw new UsageError(`${describeFolder(folder)} has no .hproc file; name one, or a folder with one`);
  }
  if (names.length === 1) return first;
  const schemas = await chooseSchemas(folder, names);
  const [only, ...others] = schemas;
  if (only !== undefined && others.length === 0) return only;
  const found =
    only === undefined
      ? `several .hproc files, ${names.join(", ")}, of which none has a \`package\` line`
      : `several schemas, ${schemas.join(", ")}`;
  throw new UsageError(`${describeFolder(folder)} has ${found}; name one of them`);
}

/** Those with a `package` line; without any, those with a process, whose `package` line was forgotten. */
async function chooseSchemas(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const files = await Promise.all(names.map(async (name) => ({ name, kinds: await kindsIn(join(folder, name)) })));
  const withKind = (kind: DeclarationKind): readonly string[] =>
    files.filter(({ kinds }) => kinds.has(kind)).map(({ name }) => name);
  const withPackage = withKind("package");
  return withPackage.length > 0 ? withPackage : withKind("process");
}

type DeclarationKind = "package" | "process";

/** What a file declares, also where a part of it cannot be read. */
async function kindsIn(path: string): Promise<ReadonlySet<DeclarationKind>> {
  const kinds = new Set<DeclarationKind>();
  const { tree } = parse(createSourceFile(path, await readText(path)));
  for (const { kind, span } of tree.schema.declarations) {
    const word = kind === "broken" ? /^(?:package|process)\b/m.exec(tree.file.text.slice(span.start, span.end))?.[0] : kind;
    if (word === "package" || word === "process") kinds.add(word);
  }
  return kinds;
}

/** Empty for a link that leads nowhere. */
async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isNoFile(error)) return "";
    throw error;
  }
}

export async function isFolder(path: string): Promise<boolean> {
  return (await kindOf(path)) === "folder";
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Names, sorted. A link to a schema is one too; `.hproc` is the folder of our own files. */
async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && entry.name.endsWith(".hproc"))
    .map((entry) => entry.name)
    .sort();
}

function describeFolder(path: string): string {
  return path === "." ? "the current folder" : `\`${path}\``;
}
