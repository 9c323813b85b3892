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
import { checkAnswerable, freshHomes } from "../fresh-homes.js";
import { interruptible } from "../interrupt.js";
import { type PreparedProject, prepareProject } from "../prepare.js";
import { type Follow, runNodes } from "../run-nodes.js";
import { codeOf, createSwap, entryOf, installationOf, readManifest } from "../swap-processes.js";

export const dev: Command = {
  help: `usage: hproc dev [path] [--component [--engine NAME]] [--port N] [--node NAME | --nodes A,B]
                 [--home FOLDER] [--host ADDRESS] [--allow-host NAMES] [--lenient] [--verbosity N]
                 [--chaos] [--seed N] [--trace FILE] [--ports-file FILE] [--fresh [--yes]]

Runs the processes of a schema on a local node until Ctrl-C. Their state is kept in .hproc/node beside the schema.
What is saved meanwhile takes the place of what runs, with its state and its WebSockets; errors leave what runs.
Commands can be typed meanwhile, and sent by \`hproc tell\`: \`help\` lists them.

  --component     run the WebAssembly components, as Hyperdrive does, instead of the same code without WebAssembly
  --engine NAME   with --component: the JavaScript engine of the components, quickjs or starlingmonkey, in place of what
                  the schema or hproc.config.json says
  --port N        the HTTP port; the first free one from 8080 when left out
  --node NAME     the name of the node, fake.os when left out
  --nodes A,B     several nodes that reach each other, with the processes on each; one has the port N, the next N + 1.
                  The state of each is kept in a folder of its name, in .hproc/nodes or in the home
  --home FOLDER   where the node keeps process state
  --watch         wait for the repair of errors at the start, as on a terminal; otherwise they end the command
  --no-watch      run what is there at the start, whatever is saved
  --host ADDRESS  where the node listens, 127.0.0.1 when left out; with 0.0.0.0 whoever reaches this machine reaches
                  the node, on which any password is right
  --allow-host N  names by which pages may reach the node, with commas between; those of this machine always may
  --lenient       processes may message each other without the rights that Hyperdrive asks for; a line says which they are
  --verbosity N   what to show of the processes' logs: 0 errors, 1 warnings, 2 information (the default), 3 everything
  --chaos         lets come unordered what Hyperdrive does not order: messages are held back by chance, for up to 10 ms
  --seed N        what chance begins with, for --chaos and for faults of the network: the same number, the same faults
  --trace FILE    one JSON object a line for each message, behind what is in the file; four files of 16 MB at most
  --ports-file FILE  the ports of the nodes as JSON, once the processes run; taken away at the end
  --fresh         deletes first what the nodes have stored, after asking
  --yes           answers that question

examples:
  hproc dev examples/counter
  hproc dev examples/todo --component --port 9000
  hproc dev examples/chat --nodes alice.os,bob.os
  hproc dev examples/chat --nodes alice.os,bob.os --chaos --seed 7 --trace out.jsonl`,
  options: {
    component: { type: "boolean" },
    engine: { type: "string" },
    port: { type: "string" },
    node: { type: "string" },
    nodes: { type: "string" },
    home: { type: "string" },
    watch: { type: "boolean" },
    "no-watch": { type: "boolean" },
    host: { type: "string" },
    "allow-host": { type: "string" },
    lenient: { type: "boolean" },
    verbosity: { type: "string" },
    chaos: { type: "boolean" },
    seed: { type: "string" },
    trace: { type: "string" },
    "ports-file": { type: "string" },
    fresh: { type: "boolean" },
    yes: { type: "boolean" },
  },
  run(input) {
    const settings = readDevSettings(input);
    const { operations, fresh } = settings;
    if (fresh.isWanted) checkAnswerable({ output: input.output, isConfirmed: fresh.isConfirmed });
    return interruptible(async (interrupted) => {
      const { path, output } = input;
      const { asComponent, engine, isWatching, isPatient = output.isTerminal, verbosity, host, allowedHosts, isLenient } = settings;
      const schema = await locateSchema(path);
      const surroundings = { output, interrupted, engine };
      const built = isPatient ? undefined : await buildAll(path, asComponent, surroundings);
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
      if (claim.kind === "same") {
        output.error(`hproc: ${claim.homes.join(" and ")} are one folder; each node has its own`);
        return 1;
      }
      const quitting = new AbortController();
      const ended = AbortSignal.any([interrupted, output.unread, quitting.signal]);
      const follow: Follow = async (running) => {
        const swap = createSwap({ nodes: running, asComponent, engine, output });
        if (built) await swap.begin(built.project, built.bundled);
        await followProject({ schema, swap, engine, output, onServing: running.announce, onBroken: running.wait }, ended);
      };
      const start = built && { model: built.project.model, installations: built.installations };
      try {
        const { isWanted, isConfirmed } = fresh;
        if (isWanted && !(await freshHomes(nodes.map(({ home }) => home), { output, isConfirmed, interrupted }))) return 1;
        return await runNodes(ended, {
          start,
          follow: isWatching ? follow : undefined,
          nodes,
          verbosity,
          // The modules of a component are within it.
          preload: asComponent ? [] : directModuleUrls,
          host,
          allowedHosts,
          isLenient,
          operations,
          quit: () => quitting.abort(),
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
  const bundled = project && (await bundleProcesses(project, surroundings));
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
