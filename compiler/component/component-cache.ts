/** Keeps made components by what they were made of, since making one takes seconds. */

import { createHash } from "node:crypto";
import { readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Engine, EngineInput } from "./engine.js";
import { replaceFile } from "./replace-file.js";

/** A component has 12 MB. Enough to switch between a few processes and a few states of each without making them again. */
const keptComponents = 12;

/** Every part that may change the component, each with its length in front, so that no two inputs run together. */
export function cacheKey(engine: Engine, { source, wit, world }: EngineInput): string {
  const hash = createHash("sha256");
  for (const part of [engine.name, engine.version, wit, world, source]) hash.update(`${part.length}:${part}`);
  return hash.digest("hex");
}

/** The component made earlier, or undefined. Marks it as used, so that it is kept longer. */
export async function readCached(folder: string, key: string): Promise<Uint8Array | undefined> {
  const path = toPath(folder, key);
  try {
    const component = await readFile(path);
    const now = new Date();
    await utimes(path, now, now);
    return component;
  } catch {
    // Not there or not readable: both are answered by making it again.
    return undefined;
  }
}

/** Adds a component and removes those that were used longest ago. */
export async function keepInCache(folder: string, key: string, component: Uint8Array): Promise<void> {
  await replaceFile(toPath(folder, key), component);
  const entries = (await readdir(folder)).filter((name) => entryName.test(name));
  const aged = await Promise.all(entries.map(async (name) => ({ name, usedAt: await lastUse(join(folder, name)) })));
  aged.sort((one, other) => other.usedAt - one.usedAt);
  await Promise.all(aged.slice(keptComponents).map(({ name }) => rm(join(folder, name), { force: true })));
}

/** Nothing else in the folder is ever removed. */
const entryName = /^[0-9a-f]{64}\.wasm$/;

function toPath(folder: string, key: string): string {
  return join(folder, `${key}.wasm`);
}

/** Another build may remove the file in between; then it counts as old. */
async function lastUse(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
