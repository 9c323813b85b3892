/** The author's TypeScript against the generated interfaces, by the TypeScript compiler as a program. */

import { execFile } from "node:child_process";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { InternalError } from "../text/internal-error.js";
import { nodeHost, writeAtomically } from "./node-host.js";
import { globalsFile, processGlobals } from "./process-globals.js";

/** One finding, as the TypeScript compiler has it. */
export interface TypeProblem {
  /** `TS2741`. */
  readonly code: `TS${number}`;
  readonly message: string;
  /** Why, from the outer types to the inner ones. */
  readonly reasons: readonly string[];
  /** Relative to the checked folder. */
  readonly file: string;
  /** From 1, as the column, which counts UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

/**
 * Checks `files` (relative to `folder`) under strict settings and returns what is wrong with them. No tsconfig is asked
 * of the author, and `hproc/*` is found in this installation, so a project needs no `node_modules`.
 */
export async function typeCheck(
  folder: string,
  files: readonly string[],
  signal?: AbortSignal,
): Promise<readonly TypeProblem[]> {
  const configFolder = join(folder, ".hproc");
  const configPath = join(configFolder, "tsconfig.json");
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
    files: ["globals.d.ts", ...files.map((file) => relative(configFolder, resolve(folder, file)))],
  };
  await keep(join(folder, globalsFile), processGlobals);
  await keep(configPath, `${JSON.stringify(config, undefined, 2)}\n`);
  return readProblems(await runCompiler(folder, configPath, signal));
}

/** A disk takes longer to replace a file than to read it. */
async function keep(path: string, text: string): Promise<void> {
  if ((await nodeHost.read(path)) !== text) await writeAtomically(path, text);
}

/** The declarations of this installation, for a compiler that does not find the package by itself. */
export function publishedPaths(): Record<string, readonly string[]> {
  const runtime = fileURLToPath(new URL("../../runtime/", import.meta.url));
  return {
    "hproc/contract": [join(runtime, "contract/index.d.ts")],
    "hproc/guest": [join(runtime, "guest/index.d.ts")],
    "hproc/guest/boot": [join(runtime, "guest/boot.d.ts")],
    "hproc/client": [join(runtime, "client/index.d.ts")],
  };
}

/** What the compiler prints; empty when all is well. */
async function runCompiler(folder: string, configPath: string, signal: AbortSignal | undefined): Promise<string> {
  const [program, ...words] = await locateCompiler();
  return new Promise((done, fail) => {
    execFile(
      program,
      [...words, "-p", configPath, "--pretty", "false"],
      { cwd: folder, maxBuffer: 16 * 1024 * 1024, ...(signal === undefined ? {} : { signal }) },
      (error, stdout, stderr) => {
        if (!error) return done("");
        if (error.name === "AbortError") return fail(error);
        // Without a finding the compiler itself failed: no mistake of the author's.
        if (stdout.trim() === "")
          fail(new InternalError(`the TypeScript compiler failed: ${stderr.trim() || error.message}`));
        else done(stdout);
      },
    );
  });
}

/**
 * The program itself, as the command `tsc` of TypeScript 7 finds it: that command is a Node which does nothing but start
 * it, and takes longer for that than the program for its work. The command where it is not found so.
 */
async function locateCompiler(): Promise<readonly [program: string, ...words: string[]]> {
  const folder = dirname(fileURLToPath(import.meta.resolve("typescript/package.json")));
  try {
    const locator: { readonly default: () => string } = await import(pathToFileURL(join(folder, "lib/getExePath.js")).href);
    return [locator.default()];
  } catch {
    return [process.execPath, join(folder, "bin/tsc")];
  }
}

/**
 *     todo.ts(4,3): error TS2322: Type 'A' is not assignable to type 'B'.
 *       Type 'string' is not assignable to type 'bigint'.
 */
function readProblems(output: string): readonly TypeProblem[] {
  const problems: (TypeProblem & { reasons: string[] })[] = [];
  for (const line of output.split(/\r?\n/)) {
    const found = /^(.+?)\((\d+),(\d+)\): error TS(\d+): (.*)$/.exec(line);
    if (found) {
      const [, file = "", row, column, number, message = ""] = found;
      const code = `TS${Number(number)}` as const;
      problems.push({ code, message: clause(message), reasons: [], file, line: Number(row), column: Number(column) });
    } else if (/^\s+\S/.test(line)) {
      problems.at(-1)?.reasons.push(clause(line.trim()));
    } else if (line !== "") {
      // About the configuration, which is ours.
      throw new InternalError(`the TypeScript compiler says: ${line}`);
    }
  }
  return problems;
}

/** Messages of ours have no full stop. */
function clause(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
