/** TypeSpec and buf, which are no dependencies: installed where the system keeps what is temporary, once. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/project.js";

/** Files that Node runs. */
export interface Peers {
  readonly typeSpec: string;
  readonly buf: string;
}

/** Exact, so that a comparison can be repeated. */
const versions = { "@typespec/compiler": "1.11.0", "@bufbuild/buf": "1.75.0" } as const;

/** Undefined when they cannot be installed, which is said. */
export async function installPeers(): Promise<Peers | undefined> {
  const folder = join(root, ".hproc/bench/peers");
  const peers = {
    typeSpec: join(folder, "node_modules/@typespec/compiler/cmd/tsp.js"),
    buf: join(folder, "node_modules/@bufbuild/buf/bin/buf"),
  };
  if (existsSync(peers.typeSpec) && existsSync(peers.buf)) return peers;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: versions }));
    process.stderr.write("installing TypeSpec and buf …\n");
    await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder });
    return peers;
  } catch (error) {
    process.stderr.write(`TypeSpec and buf are left out: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}
