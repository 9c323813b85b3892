/** What we are compared with and do not depend on: installed where the system keeps what is temporary, once. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { root } from "../support/project.js";

/** Files that Node runs. */
export interface Peers {
  readonly typeSpec: string;
  readonly buf: string;
  /** A library, as its main module has it. */
  load(name: "rou3" | "rou3/compiler" | "find-my-way" | "hono/router/reg-exp-router"): Promise<unknown>;
  /** Where it is, for a program that is bundled. */
  resolve(name: "zod"): string;
}

/** Exact, so that a comparison can be repeated. */
const versions = { "@typespec/compiler": "1.11.0", "@bufbuild/buf": "1.75.0", rou3: "1.0.0", "find-my-way": "9.10.1", hono: "4.13.19", zod: "4.6.7" } as const;

/** Undefined when they cannot be installed, which is said. */
export async function installPeers(): Promise<Peers | undefined> {
  const folder = join(root, ".hproc/bench/peers");
  const modules = createRequire(join(folder, "package.json"));
  const peers: Peers = {
    typeSpec: join(folder, "node_modules/@typespec/compiler/cmd/tsp.js"),
    buf: join(folder, "node_modules/@bufbuild/buf/bin/buf"),
    load: (name) => import(pathToFileURL(modules.resolve(name)).href),
    resolve: (name) => modules.resolve(name),
  };
  if (Object.keys(versions).every((name) => existsSync(join(folder, "node_modules", name)))) return peers;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, dependencies: versions }));
    process.stderr.write("installing the peers …\n");
    await promisify(execFile)("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder });
    return peers;
  } catch (error) {
    process.stderr.write(`the peers are left out: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
}
