/** `hproc dev` */

import { join } from "node:path";
import type { Installation, ManifestEntry } from "../../../runtime/node/index.js";
import { nodeHost } from "../../project/node-host.js";
import { UsageError } from "../../project/usage-error.js";
import { InternalError } from "../../text/internal-error.js";
import { buildProcesses, type BuildSurroundings } from "../build-processes.js";
import { claimHome } from "../claim-home.js";
import type { Command, CommandInput } from "../command.js";
import { interruptible } from "../interrupt.js";
import { type PreparedProject, prepareProject } from "../prepare.js";
import { type NodeSettings, runNode } from "../run-node.js";
import { readWhole } from "../whole-number.js";

export const dev: Command = {
  help: `usage: hproc dev [path] [--component] [--port N] [--node NAME] [--home FOLDER] [--verbosity N]

Runs the processes of a schema on a local node until Ctrl-C. Their state is kept in .hproc/node beside the schema.

  --component     run the WebAssembly components, as Hyperdrive does, instead of the same code without WebAssembly
  --port N        the HTTP port; the first free one from 8080 when left out
  --node NAME     the name of the node, fake.os when left out
  --home FOLDER   where the node keeps process state
  --verbosity N   what to show of the processes' logs: 0 errors, 1 warnings, 2 information (the default), 3 everything

examples:
  hproc dev examples/counter
  hproc dev examples/todo --component --port 9000`,
  options: {
    component: { type: "boolean" },
    port: { type: "string" },
    node: { type: "string" },
    home: { type: "string" },
    verbosity: { type: "string" },
  },
  run(input) {
    const settings = readSettings(input);
    return interruptible(async (interrupted) => {
      const { path, output } = input;
      const project = await prepareProject(path, output, interrupted);
      if (!project) return 1;
      const installations = await buildInstallations(project, settings.asComponent, { output, interrupted });
      if (!installations) return 1;
      interrupted.throwIfAborted();
      const home = settings.home ?? join(project.folder, ".hproc/node");
      const claim = await claimHome(home);
      if (claim.kind === "taken") {
        output.error(
          `hproc: a node runs in ${home} already (process ${claim.pid}); stop it, or choose another \`--home\``,
        );
        return 1;
      }
      try {
        const ended = AbortSignal.any([interrupted, output.unread]);
        return await runNode(ended, { model: project.model, installations, home, settings, output });
      } finally {
        await claim.release();
      }
    });
  },
};

interface Settings extends NodeSettings {
  readonly asComponent: boolean;
  /** Undefined for `.hproc/node` of the project. */
  readonly home: string | undefined;
}

function readSettings({ values }: CommandInput): Settings {
  const { component, node = "fake.os", home, port, verbosity } = values;
  if (typeof node !== "string" || !/^[a-z0-9.-]+$/.test(node)) {
    throw new UsageError(`\`--node\` takes a name of a-z, 0-9, - and . such as \`alice.os\`; found \`${node}\``);
  }
  if (home === "") throw new UsageError("`--home` takes a folder; found an empty text");
  return {
    asComponent: component === true,
    port: readWhole("--port", port, 65_535),
    name: node,
    home: typeof home === "string" ? home : undefined,
    verbosity: readWhole("--verbosity", verbosity, 3) ?? 2,
  };
}

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
