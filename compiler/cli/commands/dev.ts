/** `hproc dev` */

import { join } from "node:path";
import type { Installation, ManifestEntry } from "../../../runtime/node/index.js";
import { nodeHost } from "../../project/node-host.js";
import { InternalError } from "../../text/internal-error.js";
import { buildProcesses, type BuildSurroundings } from "../build-processes.js";
import { claimHomes } from "../claim-home.js";
import type { Command } from "../command.js";
import { readDevSettings } from "../dev-settings.js";
import { checkAnswerable, freshHomes } from "../fresh-homes.js";
import { interruptible } from "../interrupt.js";
import { type PreparedProject, prepareProject } from "../prepare.js";
import { runNodes } from "../run-nodes.js";

export const dev: Command = {
  help: `usage: hproc dev [path] [--component [--engine NAME]] [--port N] [--node NAME | --nodes A,B]
                 [--home FOLDER] [--host ADDRESS] [--allow-host NAMES] [--verbosity N]
                 [--chaos] [--seed N] [--trace FILE] [--ports-file FILE] [--fresh [--yes]]

Runs the processes of a schema on a local node until Ctrl-C. Their state is kept in .hproc/node beside the schema.
Commands can be typed meanwhile, and sent by \`hproc tell\`: \`help\` lists them.

  --component     run the WebAssembly components, as Hyperdrive does, instead of the same code without WebAssembly
  --engine NAME   with --component: the JavaScript engine of the components, quickjs or starlingmonkey, in place of what
                  the schema or hproc.config.json says
  --port N        the HTTP port; the first free one from 8080 when left out
  --node NAME     the name of the node, fake.os when left out
  --nodes A,B     several nodes that reach each other, with the processes on each; one has the port N, the next N + 1.
                  The state of each is kept in a folder of its name, in .hproc/nodes or in the home
  --home FOLDER   where the node keeps process state
  --host ADDRESS  where the node listens, 127.0.0.1 when left out; with 0.0.0.0 whoever reaches this machine reaches
                  the node, on which any password is right
  --allow-host N  names by which pages may reach the node, with commas between; those of this machine always may
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
    host: { type: "string" },
    "allow-host": { type: "string" },
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
      const project = await prepareProject(path, output, interrupted);
      if (!project) return 1;
      const installations = await buildInstallations(project, settings.asComponent, {
        output,
        interrupted,
        engine: settings.engine,
      });
      if (!installations) return 1;
      interrupted.throwIfAborted();
      const nodes = settings.nodes.map((node) => ({ ...node, home: settings.locateHome(node.name, project.folder) }));
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
      try {
        const { isWanted, isConfirmed } = fresh;
        if (isWanted && !(await freshHomes(nodes.map(({ home }) => home), { output, isConfirmed, interrupted }))) return 1;
        const quitting = new AbortController();
        const ended = AbortSignal.any([interrupted, output.unread, quitting.signal]);
        const { verbosity, host, allowedHosts } = settings;
        const quit = (): void => quitting.abort();
        return await runNodes(ended, { model: project.model, installations, nodes, verbosity, host, allowedHosts, operations, quit, output });
      } finally {
        await claim.release();
      }
    });
  },
};

/** Undefined when something could not be built; it has been shown then. */
async function buildInstallations(
  project: PreparedProject,
  asComponent: boolean,
  surroundings: BuildSurroundings,
): Promise<readonly Installation[] | undefined> {
  const built = await buildProcesses(project, asComponent ? "component" : "bundle", surroundings);
  if (!built) return undefined;
  const manifest = JSON.parse(
    (await nodeHost.read(join(project.folder, "pkg/manifest.json"))) ?? "[]",
  ) as ManifestEntry[];
  return built.map(({ process, path }) => {
    const entry = manifest.find(({ process_name: name }) => name === process.id.processName);
    if (!entry) throw new InternalError(`pkg/manifest.json has no process ${process.id.processName}`);
    return {
      id: process.id,
      manifest: entry,
      code: asComponent ? { kind: "component", wasmPath: path } : { kind: "direct", bundlePath: path },
      packageFolder: project.folder,
    };
  });
}
