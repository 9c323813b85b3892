/** The package as npm packs it. */

import { execFileSync } from "node:child_process";
import { chmod, cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { repositoryFolder } from "./golden.js";

let packed: ReadonlySet<string> | undefined;

/** Paths in the package; npm is asked once. */
export function packedFiles(): ReadonlySet<string> {
  return (packed ??= askNpm());
}

function askNpm(): ReadonlySet<string> {
  // Without scripts: `prepack` would build what is being tested.
  const printed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: repositoryFolder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const parsed = JSON.parse(printed) as Record<string, { readonly files: readonly { readonly path: string }[] }>;
  return new Set(Object.values(parsed).flatMap(({ files }) => files.map(({ path }) => path)));
}

/**
 * Puts the packed files into `<folder>/node_modules` as npm does, with what they depend on as it is installed here, so
 * that no registry is asked.
 */
export async function installPacked(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  const target = join(modules, "hproc");
  for (const path of packedFiles()) await cp(join(repositoryFolder, path), join(target, path));
  await symlink(join(repositoryFolder, "node_modules"), join(target, "node_modules"));
  await symlink(join(repositoryFolder, "node_modules/@types"), join(modules, "@types"));
  const program = join(target, "dist/bin/main.js");
  await chmod(program, 0o755);
  await mkdir(join(modules, ".bin"));
  await symlink(program, join(modules, ".bin/hproc"));
}
