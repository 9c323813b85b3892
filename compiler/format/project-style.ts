/** What a project's settings say about layout: `.prettierrc` and its other forms, and `.editorconfig`. */

import { readdir, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "../project/usage-error.js";
import type { FormatStyle } from "./format.js";

/** How to lay out the file of a path. */
export type StyleOf = (path: string) => Promise<FormatStyle>;

/** Looks into each folder once. What it returns rejects with `UsageError` when the settings cannot be used. */
export function createStyleOf(): StyleOf {
  const known = new Map<string, Promise<boolean>>();
  const hasSettings = (folder: string): Promise<boolean> => {
    const present = known.get(folder);
    if (present !== undefined) return present;
    const parent = dirname(folder);
    const found = hasOwnSettings(folder).then((own) => own || (parent !== folder && hasSettings(parent)));
    known.set(folder, found);
    return found;
  };
  // All of prettier takes longer to load than a file to format, and many projects have no settings.
  return async (path) => ((await hasSettings(dirname(resolve(path)))) ? await readStyle(path) : {});
}

async function readStyle(path: string): Promise<FormatStyle> {
  const { resolveConfig } = await import("prettier");
  const config = await resolveConfig(path, { editorconfig: true }).catch((error: unknown) => {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new UsageError(`the settings of prettier for \`${path}\` cannot be read: ${reason}`);
  });
  const { printWidth, tabWidth, useTabs, endOfLine } = config ?? {};
  const isCount = (value: unknown): boolean =>
    value === undefined || value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && Number(value) >= 0);
  const wrong = Object.entries({
    printWidth: isCount(printWidth),
    tabWidth: isCount(tabWidth),
    useTabs: useTabs === undefined || typeof useTabs === "boolean",
    endOfLine: endOfLine === undefined || ["lf", "crlf", "cr", "auto"].includes(endOfLine),
  }).find(([, isRight]) => !isRight);
  if (wrong)
    throw new UsageError(`the settings of prettier for \`${path}\` have a \`${wrong[0]}\` that it does not take`);
  return { printWidth, tabWidth, useTabs, endOfLine };
}

async function hasOwnSettings(folder: string): Promise<boolean> {
  // A folder that may not be read has no settings for us.
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (/^(?:\.prettierrc(?:\..+)?|prettier\.config\..+|\.editorconfig)$/.test(name)) return true;
    if (/^package\.(?:json|yaml)$/.test(name) && mentionsPrettier(await readText(join(folder, name)))) return true;
  }
  return false;
}

/** As settings, not as a package that is depended on: that has a version. Whatever is left prettier reads for itself. */
function mentionsPrettier(description: string): boolean {
  return /(?:^|["'])prettier["']?\s*:(?!\s*["']?[~^<>=]*\d)/m.test(description);
}

async function readText(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}
