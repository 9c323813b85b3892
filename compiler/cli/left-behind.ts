/** Takes out of `pkg/` what an earlier build has put there and this one has not: all of it goes into the zip. */

import { rm } from "node:fs/promises";
import { join, normalize, sep } from "node:path";
import { replaceFile } from "../component/replace-file.js";
import type { Model } from "../model/model.js";
import { nodeHost } from "../project/node-host.js";

/**
 * The component of a process that has been renamed, and the folder of a `ui` that has moved. What an author has put
 * there stays, since only what is recorded goes. To be called when everything of `model` has been made.
 */
export async function removeLeftBehind(folder: string, model: Model): Promise<void> {
  const recordFile = join(folder, ".hproc/built.json");
  const made = model.processes.flatMap(({ id, ui }) => [
    `${id.processName}.wasm`,
    ...(ui ? [normalize(ui.folder).split(sep).join("/").replace(/\/$/, "")] : []),
  ]);
  for (const path of readRecord(await nodeHost.read(recordFile))) {
    // Not what something of today lies in, nor what lies in it.
    const isInUse = made.some((each) => `${each}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${each}/`));
    if (!isInUse) await rm(join(folder, "pkg", path), { recursive: true, force: true });
  }
  await replaceFile(recordFile, `${JSON.stringify(made, undefined, 2)}\n`);
}

/** Paths within `pkg`; the file may be deleted, or written by anybody. */
function readRecord(text: string | undefined): readonly string[] {
  try {
    const value: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(value) ? value.filter(isSafe) : [];
  } catch {
    return [];
  }
}

function isSafe(path: unknown): path is string {
  return typeof path === "string" && path.split("/").every((part) => !["", ".", ".."].includes(part) && !/[\\:]/.test(part));
}
