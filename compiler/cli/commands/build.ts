/** `hproc build` */

import { buildComponents } from "../build-processes.js";
import { readEngine } from "../choose-engine.js";
import type { Command } from "../command.js";
import { interruptible } from "../interrupt.js";
import { checkTypes, compileProject } from "../prepare.js";

export const build: Command = {
  help: `usage: hproc build [path] [--engine NAME]

Compiles a schema, checks its handlers with TypeScript, makes a component of each process, pkg/<process>.wasm, and the
package of them: target/<package>:<publisher>.zip, whose hash it writes into metadata.json. A component that is right
already is taken from the cache in .hproc/, where its source map is, too.

  --engine NAME   the JavaScript engine of the components, quickjs or starlingmonkey: for this build in place of
                  what the schema says with \`engine\`, or else hproc.config.json

examples:
  hproc build
  hproc build examples/todo
  hproc build --engine quickjs`,
  options: { engine: { type: "string" } },
  run: ({ path, output, values }) => {
    const engine = readEngine(values["engine"]);
    return interruptible(async (interrupted) => {
      const project = await compileProject(path, output);
      if (!project) return 1;
      // The bundler does not ask whether types are right: both work at once.
      const isRight = checkTypes(project, output, interrupted);
      if (!(await buildComponents(project, { output, interrupted, engine, isRight }))) return 1;
      // Loaded here: a project with errors does without.
      const [{ removeLeftBehind }, { packProject }] = await Promise.all([
        import("../left-behind.js"),
        import("../pack-project.js"),
      ]);
      await removeLeftBehind(project.folder, project.model);
      return (await packProject(project, output)) ? 0 : 1;
    });
  },
};
