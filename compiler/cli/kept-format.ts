/** The layout of generated TypeScript from one run to the next: loading and running the formatter is a fifth of a start. */

import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { OutputFile } from "../emit/emitter.js";
import { formatOutputs } from "../emit/format.js";
import type { Host } from "../project/host.js";
import { ownVersion } from "./version.js";

const memoryFile = ".hproc/formatted.json";

/**
 * Gives what `formatOutputs` gives. A file in `folder` that was formatted from the same text, and is as it was then, is
 * taken as it stands; the others are formatted, and remembered. What cannot be remembered costs time only.
 */
export function createKeptFormat(folder: string, host: Host): (files: readonly OutputFile[]) => Promise<readonly OutputFile[]> {
  return async (files) => {
    const keyOf = createKey();
    const memory = readMemory(await host.read(join(folder, memoryFile)));
    const known = new Map<string, OutputFile>();
    for (const file of files.filter(({ path }) => path.endsWith(".ts"))) {
      const present = await host.read(join(folder, file.path));
      if (present !== undefined && memory[file.path] === keyOf(file.text, present)) known.set(file.path, { ...file, text: present });
    }
    const isNew = (file: OutputFile): boolean => file.path.endsWith(".ts") && !known.has(file.path);
    const missing = files.filter(isNew);
    if (missing.length === 0) return files.map((file) => known.get(file.path) ?? file);
    const formatted = await formatOutputs(files.filter(isNew));
    for (const file of formatted) known.set(file.path, file);
    const next = files.flatMap(({ path, text }) => {
      const own = known.get(path);
      return own ? [[path, keyOf(text, own.text)] as const] : [];
    });
    await host.write(join(folder, memoryFile), `${JSON.stringify(Object.fromEntries(next), undefined, 2)}\n`).catch(() => {});
    return files.map((file) => known.get(file.path) ?? file);
  };
}

const require = createRequire(import.meta.url);

/** Other versions may print otherwise. */
function createKey(): (text: string, formatted: string) => string {
  const { version }: { readonly version: string } = require("prettier/package.json");
  const versions = `${ownVersion()} ${version}`;
  return (text, formatted) => createHash("sha256").update(`${versions}\n${text}\0${formatted}`).digest("hex");
}

/** Empty for what is none. */
function readMemory(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text ?? "{}");
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}
