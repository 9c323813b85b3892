/** The engine itself, QuickJS with its bindings, as the core module that componentize-qjs has within its own binary. */

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { InternalError } from "../../text/internal-error.js";

/** The release whose engine the repairs were written for and tested with; package.json pins the same. */
export const componentizeVersion = "0.4.5";

/** For messages. */
export const madeFor = `componentize-qjs ${componentizeVersion}`;

/**
 * Returns the engine without support for async functions of the component model, made for speed: what componentize-qjs
 * takes for `sync`. It gives it to nobody, and takes one instead of its own; so the binary is read as a file.
 *
 * @throws InternalError where the binary holds it in another form.
 */
export async function readRuntimeModule(): Promise<Uint8Array> {
  const binary = await readFile(await findBinary());
  const modules = findModules(binary).filter((module) => module.includes(seedImport) && !module.includes(asyncImport));
  // There are two, of which the one that is made for size is half as large.
  const [largest] = modules.sort((one, other) => other.length - one.length);
  if (modules.length !== 2 || !largest) {
    throw new InternalError(`the binary of componentize-qjs holds ${modules.length} engines where two are expected; hproc is made for ${madeFor}`);
  }
  return largest;
}

const seedImport = "wasi:random/insecure-seed";
const asyncImport = "[waitable-set-new]";

/** Which of its packages is the one for this machine, only componentize-qjs can tell: after it has loaded it. */
async function findBinary(): Promise<string> {
  await import("componentize-qjs");
  const { cache } = createRequire(import.meta.url);
  const path = Object.keys(cache).find((file) => /componentize-qjs[^/\\]*\.node$/.test(file));
  if (path === undefined) throw new InternalError("the binary of componentize-qjs is not to be found");
  return path;
}

/** The core modules made for dynamic linking, which the engine's are. */
function findModules(binary: Buffer): Buffer[] {
  const modules: Buffer[] = [];
  for (let at = binary.indexOf(moduleStart); at >= 0; at = binary.indexOf(moduleStart, at + 1)) {
    const end = findEnd(binary, at);
    if (end !== undefined) modules.push(binary.subarray(at, end));
  }
  return modules;
}

/** `\0asm`, version 1, and a first section that is custom. */
const moduleStart = Buffer.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x00]);

/** Nothing says how long a module is; the compiler that made these writes `target_features` last. */
function findEnd(binary: Buffer, start: number): number | undefined {
  let at = start + moduleStart.length - 1;
  for (let isFirst = true; ; isFirst = false) {
    const id = binary[at];
    const size = readUnsigned(binary, at + 1);
    if (id === undefined || id > lastSectionId || size === undefined) return undefined;
    const end = size.end + size.value;
    const nameSize = id === 0 ? readUnsigned(binary, size.end) : undefined;
    const name = nameSize && binary.toString("latin1", nameSize.end, nameSize.end + nameSize.value);
    if (isFirst && name !== "dylink.0") return undefined;
    if (name === "target_features") return end;
    at = end;
  }
}

/** Tags; those before have smaller ids. */
const lastSectionId = 13;

/** A LEB128 number of 32 bits. */
function readUnsigned(bytes: Buffer, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const part = bytes[start + index];
    if (part === undefined) return undefined;
    value += (part & 0x7f) * 2 ** (7 * index);
    if (part < 0x80) return { value, end: start + index + 1 };
  }
  return undefined;
}
