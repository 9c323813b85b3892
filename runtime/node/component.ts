/** Turns a component into JavaScript and core modules with jco, once for each content. */

import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { directGlue, UnknownGlueError } from "./component-glue.js";

export interface TranspiledComponent {
  readonly folder: string;
  /** Name of the module that exports `instantiate`. */
  readonly entry: string;
}

/** Counts changes of what is written, so that folders of older versions are not used. */
const formatVersion = "2";

const entry = "component.mjs";

/** A file that is no component, or one that jco cannot handle. */
export class ComponentError extends Error {
  override readonly name = "ComponentError";
}

/** Writes to a folder below `cacheFolder` that is there completely or not at all. Takes seconds the first time. */
export async function transpileComponent(wasmPath: string, cacheFolder: string): Promise<TranspiledComponent> {
  const component = await readFile(wasmPath);
  const hash = createHash("sha256").update(formatVersion).update(component).digest("hex").slice(0, 32);
  const folder = join(cacheFolder, hash);
  if (await exists(join(folder, entry))) return { folder, entry };

  const files = await transpile(component, wasmPath);
  const draft = `${folder}.${randomUUID()}.tmp`;
  try {
    for (const [name, content] of Object.entries(files)) {
      const path = join(draft, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
    }
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another run may have been faster.
    if (!(await exists(join(folder, entry)))) throw error;
  }
  return { folder, entry };
}

async function transpile(component: Uint8Array, wasmPath: string): Promise<Record<string, Uint8Array | string>> {
  const { "component.js": glue, ...cores } = await runJco(component, wasmPath);
  try {
    return { ...cores, [entry]: directGlue(new TextDecoder().decode(glue)) };
  } catch (error) {
    if (!(error instanceof UnknownGlueError)) throw error;
    throw new ComponentError(`${wasmPath} cannot be run: ${error.message}`);
  }
}

async function runJco(component: Uint8Array, wasmPath: string): Promise<Record<string, Uint8Array>> {
  // Loaded here, because it costs half a second and only a new component needs it.
  const jco = await import("@bytecodealliance/jco");
  try {
    const options = { name: "component", instantiation: "async", wasiShim: false, noTypescript: true } as const;
    return (await jco.transpile(component, options)).files;
  } catch (error) {
    throw new ComponentError(`${wasmPath} is not a component that can be run`, { cause: error });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
