/** `hproc dev` */

import type { Installation } from "../../../runtime/node/index.js";
import { directModuleUrls } from "../../component/installed-modules.js";
import { locateSchema } from "../../project/locate.js";
import { type Bundled, bundleProcesses, type BuildSurroundings } from "../build-processes.js";
import { claimHomes } from "../claim-home.js";
import type { Command } from "../command.js";
import { copyUi } from "../copy-ui.js";
import { readDevSettings } from "../dev-settings.js";
import { followProject } from "../follow-project.js";
import { interruptible } from "../interrupt.js";
import { type PreparedProject, prepareProject } from "../prepare.js";
import { type Follow, runNodes } from "../run-nodes.js";
import { codeOf, createSwap, entryOf, installationOf, readManifest } from "../swap-processes.js";

export const dev: Command = {
  help: `usage: hproc dev [path] [--component] [--port N] [--node NAME | --nodes A,B] [--home FOLDER] [--verbosity N]

Runs the processes of a schema on a local node until Ctrl-C. Their state is kept in .hproc/node beside the schema.
What is saved meanwhile takes the place of what runs, with its state and its WebSockets; errors leave what runs.

  --component     run the WebAssembly components, as Hyperdrive does, instead of the same code without WebAssembly
  --port N        the HTTP port; the first free one from 8080 when left out
  --node NAME     the name of the node, fake.os when left out
  --nodes A,B     several nodes that reach each other, with the processes on each; one has the port N, the next N + 1.
                  The state of each is kept in a folder of its name, in .hproc/nodes or in the home
  --home FOLDER   where the node keeps process state
  --watch         wait for the repair of errors at the start, as on a terminal; otherwise they end the command
  --no-watch      run what is there at the start, whatever is saved
  --verbosity N   what to show of the processes' logs: 0 errors, 1 warnings, 2 information (the default), 3 everything

examples:
  hproc dev examples/counter
  hproc dev examples/todo --component --port 9000
  hproc dev examples/chat --nodes alice.os,bob.os`,
  options: {
    component: { type: "boolean" },
    port: { type: "string" },
    node: { type: "string" },
    nodes: { type: "string" },
    home: { type: "string" },
    watch: { type: "boolean" },
    "no-watch": { type: "boolean" },
    verbosity: { type: "string" },
  },
  run(input) {
    const settings = readDevSettings(input);
    return interruptible(async (interrupted) => {
      const { path, output } = input;
      const { asComponent, isWatching, isPatient = output.isTerminal, verbosity } = settings;
      const schema = await locateSchema(path);
      const built = isPatient ? undefined : await buildAll(path, asComponent, { output, interrupted });
      if (!built && !isPatient) return 1;
      interrupted.throwIfAborted();
      const nodes = settings.nodes.map((node) => ({ ...node, home: settings.locateHome(node.name, schema.folder) }));
      const claim = await claimHomes(nodes.map(({ home }) => home));
      if (claim.kind === "taken") {
        output.error(
          `hproc: a node runs in ${claim.home} already (process ${claim.pid}); stop it, or choose another \`--home\``,
        );
        return 1;
      }
      const ended = AbortSignal.any([interrupted, output.unread]);
      const follow: Follow = async (running) => {
        const swap = createSwap({ nodes: running, asComponent, output });
        if (built) await swap.begin(built.project, built.bundled);
        await followProject({ schema, swap, output, onServing: running.announce, onBroken: running.wait }, ended);
      };
      const start = built && { model: built.project.model, installations: built.installations };
      try {
        return await runNodes(ended, {
          start,
          follow: isWatching ? follow : undefined,
          nodes,
          verbosity,
          // The modules of a component are within it.
          preload: asComponent ? [] : directModuleUrls,
          output,
        });
      } finally {
        await claim.release();
      }
    });
  },
};

interface Built {
  readonly project: PreparedProject;
  readonly bundled: readonly Bundled[];
  readonly installations: readonly Installation[];
}

/** Undefined when something could not be built; it has been shown then. */
async function buildAll(path: string, asComponent: boolean, surroundings: BuildSurroundings): Promise<Built | undefined> {
  const { output, interrupted } = surroundings;
  const project = await prepareProject(path, output, interrupted);
  const bundled = project && (await bundleProcesses(project, output));
  if (!bundled) return undefined;
  const codes: Installation["code"][] = [];
  for (const each of bundled) {
    interrupted.throwIfAborted();
    const code = await codeOf(project, each, asComponent, surroundings);
    if (code) codes.push(code);
  }
  if (codes.length < bundled.length) return undefined;
  await copyUi(project.folder, project.model);
  const manifest = await readManifest(project);
  const installations = codes.flatMap((code, index) => {
    const process = bundled[index]?.process;
    return process ? [installationOf(project, process, code, entryOf(manifest, process))] : [];
  });
  return { project, bundled, installations };
}
