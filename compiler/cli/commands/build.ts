/** `hproc build` */

import { buildProcesses } from "../build-processes.js";
import type { Command } from "../command.js";
import { interruptible } from "../interrupt.js";
import { prepareProject } from "../prepare.js";

export const build: Command = {
  help: `usage: hproc build [path]

Compiles a schema, checks its handlers with TypeScript, and makes a component of each process: pkg/<process>.wasm, with
a source map beside it. A component that is right already is taken from the cache in .hproc/.

examples:
  hproc build
  hproc build examples/todo`,
  options: {},
  run: ({ path, output }) =>
    interruptible(async (interrupted) => {
      const project = await prepareProject(path, output, interrupted);
      if (!project) return 1;
      return (await buildProcesses(project, "component", { output, interrupted })) ? 0 : 1;
    }),
};
