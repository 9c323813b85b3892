/** `hproc test` */

import { spawn } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { installedModules } from "../../component/installed-modules.js";
import { showProblems } from "../build-processes.js";
import type { Command } from "../command.js";
import { interruptible } from "../interrupt.js";
import { prepareProject, type PreparedProject } from "../prepare.js";
import type { Output } from "../output.js";

export const test: Command = {
  help: `usage: hproc test [path]

Compiles a schema, checks its handlers with TypeScript, and runs the files beside it that end in .test.ts by Node's own
test runner. They import \`hproc/testing\`, which runs handlers in the thread of the test: no ports, no WebAssembly.

examples:
  hproc test
  hproc test examples/todo`,
  options: {},
  run: ({ path, values, output }) =>
    interruptible(async (interrupted) => {
      const project = await prepareProject(path, output, interrupted);
      if (!project) return 1;
      const entries = await findTests(project.folder);
      if (entries.length === 0) {
        output.error(`hproc: no file in ${project.displayFolder} ends in .test.ts`);
        return 1;
      }
      const files = await bundle(project, entries, output);
      if (!files) return 1;
      output.end();
      const isForPeople = (values["format"] ?? "text") === "text" && values["json"] !== true;
      return (await runNode(files, project.folder, isForPeople, interrupted)) ? 0 : 1;
    }),
};

/** Relative to the project, sorted. */
async function findTests(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".test.ts"))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return paths.filter((path) => !/(?:^|[\\/])(?:node_modules|\.hproc|generated|pkg)[\\/]/.test(path)).sort();
}

async function bundle(project: PreparedProject, entries: readonly string[], output: Output): Promise<readonly string[] | undefined> {
  const { bundleTests } = await import("../../component/bundle-tests.js");
  const outFolder = join(project.folder, ".hproc/tests");
  await rm(outFolder, { recursive: true, force: true });
  const bundled = await bundleTests({ projectRoot: project.folder, entries, outFolder, hproc: installedModules });
  if (bundled.kind === "bundled") return bundled.files;
  await showProblems(bundled.problems, "error", project, output);
  return undefined;
}

/** Whether all of them passed. Where programs read our lines, what the runner says to people is on stderr. */
function runNode(
  files: readonly string[],
  folder: string,
  isForPeople: boolean,
  interrupted: AbortSignal,
): Promise<boolean> {
  const runner = spawn(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", ...files], {
    cwd: folder,
    stdio: ["ignore", isForPeople ? "inherit" : process.stderr, "inherit"],
    signal: interrupted,
  });
  return new Promise((resolve, reject) => {
    runner.on("error", reject);
    runner.on("exit", (code) => resolve(code === 0));
  });
}
