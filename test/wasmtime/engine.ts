/** Hyperdrive's engine, built from the sources beside this file, as a way to run a component on the local node. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Installation } from "../../runtime/node/processes.js";
import { root } from "../support/project.js";

const folder = join(root, "test/wasmtime");
const target = process.env["CARGO_TARGET_DIR"] ?? join(folder, "target");
const program = join(target, "release", process.platform === "win32" ? "hyperdrive-engine.exe" : "hyperdrive-engine");

export const hasCargo = (): boolean => !spawnSync("cargo", ["--version"]).error;

/** The first time takes minutes. Returns false when cargo has said what is wrong. */
export function buildEngine(): boolean {
  const options = { cwd: folder, stdio: "inherit", env: { ...process.env, CARGO_TARGET_DIR: target } } as const;
  return spawnSync("cargo", ["build", "--release", "--quiet"], options).status === 0;
}

/** What to install so that a component runs on the engine, which must have been built. Compiles each content once. */
export function prepareOnEngine(wasmPath: string): Installation["code"] {
  const hash = createHash("sha256").update(readFileSync(program)).update(readFileSync(wasmPath)).digest("hex").slice(0, 16);
  const compiledFolder = join(target, "compiled");
  const compiled = join(compiledFolder, `${basename(wasmPath, ".wasm")}.${hash}`);
  mkdirSync(compiledFolder, { recursive: true });
  if (!existsSync(compiled)) {
    const { status, stderr } = spawnSync(program, ["compile", wasmPath, compiled], { encoding: "utf8" });
    if (status !== 0) throw new Error(`wasmtime does not compile ${wasmPath}: ${stderr}`);
  }
  // A module that the node runs as a process, and that lets the engine do what a process does.
  const bundlePath = `${compiled}.js`;
  writeFileSync(
    bundlePath,
    `import * as standard from "hyperware:process/standard@1.0.0";
import { runOnEngine } from ${JSON.stringify(new URL("./driver.js", import.meta.url).href)};
export const init = (our) => runOnEngine(standard, ${JSON.stringify([program, "run", compiled])}, our);
`,
  );
  return { kind: "direct", bundlePath };
}
