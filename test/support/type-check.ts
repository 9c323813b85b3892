/** TypeScript over files in memory, as strict as the strictest project that uses them. */

import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { processGlobals } from "../../compiler/project/process-globals.js";
import { publishedPaths } from "../../compiler/project/type-check.js";
import type { TextFile } from "./golden.js";

/** Where the files are to run: in a process, or where clients do, with the globals of a page. */
export type Place = "process" | "page";

/** What the compiler says, one finding a line with paths as in `files`; empty when all is well. */
export async function typeCheck(files: readonly TextFile[], place: Place = "process"): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "hproc-types-"));
  try {
    const globals = place === "process" ? [{ path: "globals.d.ts", text: processGlobals }] : [];
    for (const { path, text } of [...files, ...globals, configFile([...files, ...globals], place)]) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await runCompiler(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function configFile(files: readonly TextFile[], place: Place): TextFile {
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023", ...(place === "page" ? ["dom"] : [])],
    types: [],
    module: "esnext",
    moduleResolution: "bundler",
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noFallthroughCasesInSwitch: true,
    noImplicitOverride: true,
    noImplicitReturns: true,
    noPropertyAccessFromIndexSignature: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    erasableSyntaxOnly: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    paths: publishedPaths(),
  };
  return { path: "tsconfig.json", text: JSON.stringify({ compilerOptions, files: files.map((file) => file.path) }) };
}

function runCompiler(folder: string): Promise<string> {
  const compiler = join(dirname(fileURLToPath(import.meta.resolve("typescript/package.json"))), "bin/tsc");
  return new Promise((done) => {
    execFile(process.execPath, [compiler, "-p", folder, "--pretty", "false"], { cwd: folder }, (_, stdout, stderr) => {
      done((stdout + stderr).trim());
    });
  });
}
