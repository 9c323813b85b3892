/** `hproc dev` */

import { join } from "node:path";
import type { Installation, LocalNode, ManifestEntry } from "../../../runtime/node/index.js";
import type { Model, Process } from "../../model/model.js";
import { formatRoute } from "../../model/route.js";
import { nodeHost } from "../../project/node-host.js";
import { UsageError } from "../../project/locate.js";
import { buildProcesses } from "../build-processes.js";
import type { Command } from "../command.js";
import type { Output } from "../output.js";
import { type PreparedProject, prepareProject } from "../prepare.js";

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
  async run({ path, values, output }) {
    const port = readWhole("--port", values["port"], 65_535);
    const verbosity = readWhole("--verbosity", values["verbosity"], 3) ?? 2;
    const name = typeof values["node"] === "string" ? values["node"] : "fake.os";
    if (!/^[a-z0-9.-]+$/.test(name)) throw new UsageError(`--node takes a name of a-z, 0-9, - and . such as alice.os; found ${name}`);
    const project = await prepareProject(path, output);
    if (!project) return 1;
    const home = typeof values["home"] === "string" ? values["home"] : join(project.folder, ".hproc/node");
    const installations = await buildInstallations(project, values["component"] === true, output);
    if (!installations) return 1;
    const node = await startNode({ name, home, port, verbosity }, output);
    if (!node) return 1;
    const stopped = waitForSignal();
    if (await install(node, installations, output)) {
      announce(node, project.model, output);
      await stopped;
      await node.stop();
      return 0;
    }
    await node.stop();
    return 1;
  },
};

/** Undefined when something could not be built; it has been shown then. */
async function buildInstallations(
  project: PreparedProject,
  asComponent: boolean,
  output: Output,
): Promise<readonly Installation[] | undefined> {
  const built = await buildProcesses(project, asComponent ? "component" : "bundle", output);
  if (!built) return undefined;
  const manifest = JSON.parse((await nodeHost.read(join(project.folder, "pkg/manifest.json"))) ?? "[]") as ManifestEntry[];
  return built.map(({ process, path }) => {
    const entry = manifest.find(({ process_name: name }) => name === process.id.processName);
    if (!entry) throw new Error(`pkg/manifest.json has no process ${process.id.processName}`);
    return {
      id: process.id,
      manifest: entry,
      code: asComponent ? { kind: "component", wasmPath: path } : { kind: "direct", bundlePath: path },
      packageFolder: project.folder,
    };
  });
}

async function startNode(
  options: { readonly name: string; readonly home: string; readonly port: number | undefined; readonly verbosity: number },
  output: Output,
): Promise<LocalNode | undefined> {
  const { createNode, PortInUseError, StateStoreError } = await import("../../../runtime/node/index.js");
  const { name, home, port, verbosity } = options;
  try {
    return await createNode({
      name,
      home,
      verbosity,
      print: (line) => output.line(line),
      ...(port === undefined ? {} : { port }),
    });
  } catch (error) {
    if (!(error instanceof PortInUseError || error instanceof StateStoreError)) throw error;
    output.error(`hproc: ${error.message}`);
    return undefined;
  }
}

/** False when a process did not start; the node has printed why. */
async function install(node: LocalNode, installations: readonly Installation[], output: Output): Promise<boolean> {
  const { ComponentError, ManifestError, ProcessStartError } = await import("../../../runtime/node/index.js");
  try {
    await node.install(installations);
    return true;
  } catch (error) {
    const isExpected = error instanceof ComponentError || error instanceof ManifestError || error instanceof ProcessStartError;
    if (!isExpected) throw error;
    output.error(`hproc: ${error.message}`);
    return false;
  }
}

function announce(node: LocalNode, model: Model, output: Output): void {
  for (const process of model.processes) {
    const base = `${node.url}/${process.id.processName}:${process.id.packageName}:${process.id.publisherNode}`;
    output.line(`${process.name} runs at ${base}`);
    const path = findOpenPath(process);
    if (path !== undefined) output.line(`  curl ${base}${path}`);
  }
  output.line("Ctrl-C stops the node");
}

/** A path that a plain GET can ask without login and without parameters. */
function findOpenPath(process: Process): string | undefined {
  const handler = process.handlers.find(({ http, parameters }) => {
    if (!http?.path || http.path.some(({ kind }) => kind === "parameter")) return false;
    const takesGet = http.methods.length === 0 || http.methods.includes("GET");
    const isOpen = process.endpoints.some(({ path, authenticated }) => !authenticated && http.endpoints.includes(path));
    return takesGet && isOpen && parameters.every((parameter) => parameter.default !== undefined || parameter.type.kind === "option");
  });
  return handler?.http?.path && formatRoute(handler.http.path);
}

/** Resolves at the first Ctrl-C; a second one ends the program at once. */
function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

function readWhole(option: string, value: unknown, maximum: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (typeof value === "string" && /^\d+$/.test(value) && number <= maximum) return number;
  throw new UsageError(`${option} takes a whole number up to ${maximum}; found ${String(value)}`);
}
