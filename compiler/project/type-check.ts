/** The author's TypeScript against the generated interfaces, by the TypeScript compiler as a program. */

import { execFile } from "node:child_process";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeAtomically } from "./node-host.js";

export interface TypeCheckResult {
  readonly ok: boolean;
  /** The compiler's own lines, with paths relative to `folder`; empty when all is well. */
  readonly output: string;
}

/**
 * Checks `files` (relative to `folder`) under strict settings. No tsconfig is asked of the author, and `hproc/*` is
 * found in this installation, so a project needs no `node_modules`.
 */
export async function typeCheck(folder: string, files: readonly string[]): Promise<TypeCheckResult> {
  const configFolder = join(folder, ".hproc");
  const config = {
    compilerOptions: {
      target: "es2023",
      lib: ["es2023"],
      types: [],
      module: "esnext",
      moduleResolution: "bundler",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      forceConsistentCasingInFileNames: true,
      paths: publishedPaths(),
    },
    files: files.map((file) => relative(configFolder, resolve(folder, file))),
  };
  const configPath = join(configFolder, "tsconfig.json");
  await writeAtomically(configPath, `${JSON.stringify(config, undefined, 2)}\n`);
  return runCompiler(folder, configPath);
}

/** The declarations of this installation, for a compiler that does not find the package by itself. */
export function publishedPaths(): Record<string, readonly string[]> {
  const runtime = fileURLToPath(new URL("../../runtime/", import.meta.url));
  return {
    "hproc/contract": [join(runtime, "contract/index.d.ts")],
    "hproc/guest": [join(runtime, "guest/index.d.ts")],
    "hproc/guest/boot": [join(runtime, "guest/boot.d.ts")],
  };
}

function runCompiler(folder: string, configPath: string): Promise<TypeCheckResult> {
  const compiler = join(dirname(fileURLToPath(import.meta.resolve("typescript/package.json"))), "bin/tsc");
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      [compiler, "-p", configPath, "--pretty", "false"],
      { cwd: folder, maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (!error) return done({ ok: true, output: "" });
        const output = stdout.trim();
        // Without a finding the compiler itself failed: no mistake of the author's.
        if (output === "") return fail(new Error(`the TypeScript compiler failed: ${stderr.trim() || error.message}`));
        done({ ok: false, output });
      },
    );
  });
}
