/** A browser of the machine, for tests of pages as a person sees them. */

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/**
 * The path of a Chromium: `CHROMIUM_PATH`, or one of the usual names on `PATH`. Undefined when there is none. Throws
 * `Error` when `CHROMIUM_PATH` names something else than a program.
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const given = environment["CHROMIUM_PATH"];
  if (given !== undefined && given !== "") {
    if (isProgram(given)) return given;
    throw new Error(`CHROMIUM_PATH names a Chromium to test pages with; ${given} is no program`);
  }
  const folders = (environment["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const names = ["chromium", "chromium-browser", "google-chrome"];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

export function launchChromium(executablePath: string): Promise<Browser> {
  // Root, as in containers, gets no sandbox, and `/dev/shm` is small there.
  const isRoot = process.getuid?.() === 0;
  return chromium.launch({ executablePath, args: ["--disable-dev-shm-usage", ...(isRoot ? ["--no-sandbox"] : [])] });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
