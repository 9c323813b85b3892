/** The world that componentize-qjs builds for: that of a process, as far as it can, and with random numbers. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InternalError } from "../../text/internal-error.js";

/** The engine exports an `init` of its own, which makes the snapshot; the world's has this name until the component is made. */
export const ownInit = "run-process";

/** For the guest: the engine's own random numbers are part of its memory, and so the same in each instance. */
export const randomInterface = "wasi:random/random@0.2.0";

/** As WASI 0.2 has it. */
const randomWit = `package wasi:random@0.2.0;

interface random {
  get-random-bytes: func(len: u64) -> list<u8>;
  get-random-u64: func() -> u64;
}
`;

/**
 * Writes the package of the world into `folder`, with what it depends on below it.
 *
 * @throws InternalError where the text is not that of the world `process-v1`.
 */
export async function writeWorld(folder: string, wit: string): Promise<void> {
  const world = wit
    .replace(/^( *)include lib;$/m, (include, indent: string) => `${include}\n${indent}import ${randomInterface};`)
    .replace(/\bexport init:/, `export ${ownInit}:`);
  if (!world.includes(`import ${randomInterface};`) || !world.includes(`export ${ownInit}:`)) {
    throw new InternalError("the world of a process does not look as expected");
  }
  await mkdir(join(folder, "deps/random"), { recursive: true });
  await writeFile(join(folder, "world.wit"), world);
  await writeFile(join(folder, "deps/random/random.wit"), randomWit);
}
