/** A local node with the processes of a project, until somebody ends it. */

import { once } from "node:events";
import type { Installation, LocalNode } from "../../runtime/node/index.js";
import type { Model, Process } from "../model/model.js";
import { formatRoute } from "../model/route.js";
import { formatNodeLine } from "./node-line.js";
import type { Output } from "./output.js";

export interface NodeSettings {
  readonly name: string;
  /** The first free one from 8080 when undefined. */
  readonly port: number | undefined;
  readonly verbosity: number;
}

export interface Run {
  readonly model: Model;
  readonly installations: readonly Installation[];
  readonly home: string;
  readonly settings: NodeSettings;
  readonly output: Output;
}

/** Resolves to the exit code once `ended` is aborted, or at once when the node or a process does not start. */
export async function runNode(ended: AbortSignal, run: Run): Promise<number> {
  const { model, installations, output } = run;
  const node = await startNode(run);
  if (!node) return 1;
  try {
    output.progress("starting the processes");
    // A process may take for ever to start, and must not keep Ctrl-C from working.
    const ending = untilAborted(ended);
    const isRunning = await Promise.race([ending.then(() => true), install(node, installations, ended, output)]);
    if (!isRunning) return 1;
    if (!ended.aborted) announce(node, model, output);
    await ending;
    return 0;
  } finally {
    await node.stop();
  }
}

/** Undefined when the node could not start; why has been shown then. */
async function startNode({ home, settings, output }: Run): Promise<LocalNode | undefined> {
  const { createNode, PortInUseError, StateStoreError } = await import("../../runtime/node/index.js");
  const { name, port, verbosity } = settings;
  const colour = !process.env["NO_COLOR"];
  try {
    return await createNode({
      name,
      home,
      verbosity,
      print: (text, line) => output.line(output.isTerminal ? formatNodeLine(line, { colour, now: new Date() }) : text),
      ...(port === undefined ? {} : { port }),
    });
  } catch (error) {
    if (!(error instanceof PortInUseError || error instanceof StateStoreError)) throw error;
    output.error(`hproc: ${error.message}`);
    return undefined;
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** False when a process did not start; why has been shown then. */
async function install(
  node: LocalNode,
  installations: readonly Installation[],
  ended: AbortSignal,
  output: Output,
): Promise<boolean> {
  const { ComponentError, ManifestError, ProcessStartError } = await import("../../runtime/node/index.js");
  try {
    await node.install(installations);
    return true;
  } catch (error) {
    // It is the end of the node that keeps the processes from starting.
    if (ended.aborted) return false;
    if (error instanceof ProcessStartError) {
      // The node has printed why.
      output.error("hproc: a process did not start, so the node has stopped");
      return false;
    }
    if (!(error instanceof ComponentError || error instanceof ManifestError)) throw error;
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
    return (
      takesGet &&
      isOpen &&
      parameters.every((parameter) => parameter.default !== undefined || parameter.type.kind === "option")
    );
  });
  return handler?.http?.path && formatRoute(handler.http.path);
}
