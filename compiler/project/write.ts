/** Puts outputs into a folder; files that are right already are not touched, and those of an earlier schema go. */

import { join } from "node:path";
import type { OutputFile } from "../emit/emitter.js";
import type { Host } from "./host.js";
import type { SchemaLocation } from "./locate.js";
import {
  createRecord,
  hash,
  hasHeader,
  isForeign,
  packageOf,
  type OutputRecord,
  readRecords,
  type Records,
  sourceOf,
  writeRecords,
} from "./ownership.js";

/** Paths are relative to the schema's folder, in the order of the outputs. */
export interface WriteSummary {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
  /** Generated from this schema earlier, and no longer. */
  readonly removed: readonly string[];
  /** An author's own, at the paths of outputs. When there are any, nothing is written and nothing removed. */
  readonly foreign: readonly string[];
}

/** What there is to be done, compared with what is there. */
export interface WritePlan extends WriteSummary {
  readonly outputs: readonly OutputFile[];
  readonly recordsBefore: Records;
}

export async function writeOutputs(
  outputs: readonly OutputFile[],
  schema: SchemaLocation,
  host: Host,
): Promise<WriteSummary> {
  const plan = await planWrites(outputs, schema, host);
  await applyWrites(plan, schema, host);
  return summaryOf(plan);
}

export function summaryOf({ created, updated, unchanged, removed, foreign }: WritePlan): WriteSummary {
  return { created, updated, unchanged, removed, foreign };
}

/** Reads only. `inputs` are absolute paths of what the outputs were made from: none of them is ever written or removed. */
export async function planWrites(
  outputs: readonly OutputFile[],
  schema: SchemaLocation,
  host: Host,
  inputs: readonly string[] = [],
): Promise<WritePlan> {
  const [recordsBefore, ...texts] = await Promise.all([
    readRecords(schema, host),
    ...outputs.map(({ path }) => host.read(join(schema.folder, path))),
  ]);
  const wasCompiled = outputs.some(({ path }, index) => hasHeader(path) && sourceOf(texts[index] ?? "") !== undefined);
  const isInput = createIsInput(inputs, schema, host);
  const created: string[] = [];
  const updated: string[] = [];
  const unchanged: string[] = [];
  const foreign: string[] = [];
  for (const [index, { path, text }] of outputs.entries()) {
    const present = texts[index];
    if (present === undefined) created.push(path);
    else if (present === text) unchanged.push(path);
    else if ((await isInput(path)) || isForeign({ path, text: present }, { record: recordsBefore[path], wasCompiled })) foreign.push(path);
    else updated.push(path);
  }
  const leftBehind = await findLeftBehind(outputs, recordsBefore, schema, host);
  const areInputs = await Promise.all(leftBehind.map(isInput));
  const removed = leftBehind.filter((_, index) => !areInputs[index]);
  return { created, updated, unchanged, removed, foreign, outputs, recordsBefore };
}

/** The WIT of a process that is called may lie in `api/`, and may be from hproc too. */
function createIsInput(
  inputs: readonly string[],
  { folder }: SchemaLocation,
  host: Host,
): (path: string) => Promise<boolean> {
  const known = new Set(inputs);
  return async (path) => {
    const absolute = join(folder, path);
    return known.has(absolute) || known.has((await host.realPath(absolute)) ?? absolute);
  };
}

/** Does nothing at all when it would overwrite an author's file. */
export async function applyWrites(plan: WritePlan, schema: SchemaLocation, host: Host): Promise<void> {
  if (plan.foreign.length > 0) return;
  const unchanged = new Set(plan.unchanged);
  const changed = plan.outputs.filter(({ path }) => !unchanged.has(path));
  const written = await Promise.allSettled(
    changed.map(({ path, text }) => host.write(join(schema.folder, path), text)),
  );
  // Once none is under way any more.
  for (const result of written) if (result.status === "rejected") throw result.reason;
  for (const path of plan.removed) await host.remove(join(schema.folder, path));
  await writeRecords(recordsAfter(plan, schema), plan.recordsBefore, schema, host);
}

function recordsAfter({ outputs, recordsBefore, removed }: WritePlan, schema: SchemaLocation): Records {
  const records: Record<string, OutputRecord> = { ...recordsBefore };
  for (const path of removed) delete records[path];
  for (const { path, text } of outputs) if (!hasHeader(path)) records[path] = createRecord(text, schema);
  return records;
}

/**
 * Only what was made from this schema, or from one that has been renamed or deleted since: an author's own file may lie
 * beside it.
 */
async function findLeftBehind(
  outputs: readonly OutputFile[],
  records: Records,
  { folder, fileName }: SchemaLocation,
  host: Host,
): Promise<readonly string[]> {
  const current = new Set(outputs.map(({ path }) => path));
  const isOurSource = async (source: string | undefined): Promise<boolean> =>
    source === fileName || (source !== undefined && (await host.read(join(folder, source))) === undefined);
  // Of another package it is no schema that has been renamed: somebody has put the WIT of a process here to call it.
  const own = outputs.map(({ text }) => packageOf(text)).find((name) => name !== undefined);
  const isOurs = async (text: string): Promise<boolean> => {
    const [source, name] = [sourceOf(text), packageOf(text)];
    return (source === fileName || name === undefined || name === own) && (await isOurSource(source));
  };
  const found: string[] = [];
  const folders = new Set([...current].filter(hasHeader).map((path) => path.slice(0, path.indexOf("/"))));
  for (const generated of folders) {
    for (const file of await host.list(join(folder, generated))) {
      const path = `${generated}/${file}`;
      if (current.has(path) || !hasHeader(path)) continue;
      if (await isOurs((await host.read(join(folder, path))) ?? "")) found.push(path);
    }
  }
  for (const [path, { source, sha256 }] of Object.entries(records)) {
    if (current.has(path) || hasHeader(path) || !(await isOurSource(source))) continue;
    const present = await host.read(join(folder, path));
    if (present !== undefined && hash(present) === sha256) found.push(path);
  }
  return found;
}
