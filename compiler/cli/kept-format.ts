/** The layout of generated TypeScript for programs that end: files that are there already are not formatted again. */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../component/replace-file.js";
import type { OutputFile } from "../emit/emitter.js";
import { formatOutputs } from "../emit/format.js";
import { ownVersion } from "./version.js";

/** Of a file in `generated/`, as `.hproc/formatted.json` has it: hashes of what was emitted, and of what became of it. */
interface Kept {
  readonly emitted: string;
  readonly formatted: string;
}

export interface KeptFormat {
  /** Gives what `formatOutputs` gives. */
  readonly format: typeof formatOutputs;
  /** To be called when all files lie where they belong. */
  remember(): Promise<void>;
}

/**
 * Loading the formatter takes longer than the rest of the compiler, and most builds change no schema: a file is taken as
 * it lies in `folder` when it was made of the same text by the same release, and nobody has changed it since.
 */
export function createKeptFormat(folder: string): KeptFormat {
  const recordFile = join(folder, ".hproc/formatted.json");
  let records: string | undefined;
  const format: typeof formatOutputs = async (files) => {
    const known = await readRecords(recordFile);
    const present = new Map<string, OutputFile>();
    for (const { path, text } of files.filter(isFormatted)) {
      const record = known[path];
      if (record?.emitted !== hash(text)) continue;
      const found = await readFile(join(folder, path), "utf8").catch(() => undefined);
      if (found !== undefined && record.formatted === hash(found)) present.set(path, { path, text: found });
    }
    const missing = files.filter((file) => isFormatted(file) && !present.has(file.path));
    if (missing.length === 0) return files.map((file) => present.get(file.path) ?? file);
    const made = await formatOutputs(missing);
    for (const file of made) present.set(file.path, file);
    records = printRecords(files.filter(isFormatted), present);
    return files.map((file) => present.get(file.path) ?? file);
  };
  const remember = async (): Promise<void> => {
    if (records !== undefined) await replaceFile(recordFile, records);
  };
  return { format, remember };
}

function isFormatted({ path }: OutputFile): boolean {
  return path.endsWith(".ts");
}

/** The file may be deleted, or written by anybody. */
async function readRecords(file: string): Promise<Readonly<Record<string, Partial<Kept>>>> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function printRecords(files: readonly OutputFile[], formatted: ReadonlyMap<string, OutputFile>): string {
  const records = files.map(({ path, text }): [string, Kept] => [
    path,
    { emitted: hash(text), formatted: hash(formatted.get(path)?.text ?? "") },
  ]);
  return `${JSON.stringify(Object.fromEntries(records), undefined, 2)}\n`;
}

/** With the release, whose formatter may be another one. */
function hash(text: string): string {
  return createHash("sha256").update(`hproc ${ownVersion()}\n`).update(text).digest("hex");
}
