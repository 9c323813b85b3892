/** A folder with files, for the time of a test. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export async function withFiles<Result>(
  files: Readonly<Record<string, string>>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "hproc-test-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An installation of hproc and a project, each where nothing else of it can be found by accident. */
export const installation = {
  "installation/runtime/contract/index.js": "export const version = 1;\n",
  "installation/runtime/guest/index.js":
    'import { version } from "../contract/index.js";\nexport const greet = (name) => `hello ${name} ${version}`;\n',
};

export const installedFiles = { "hproc/guest": "runtime/guest/index.js" };
