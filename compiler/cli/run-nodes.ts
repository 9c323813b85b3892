/** Local nodes with the processes of a project on each, until somebody ends them. */

import { once } from "node:events";
import type { Installation, LocalNode } from "../../runtime/node/index.js";
import type { Model, Process } from "../model/model.js";
import { formatRoute } from "../model/route.js";
import type { NodeSettings } from "./dev-settings.js";
import { formatNodeLine } from "./node-line.js";
import type { Output } from "./output.js";
import { waitingPage } from "./waiting-page.js";

export interface Run {
  /** What runs from the start; undefined where it has errors. */
  readonly start: { readonly model: Model; readonly installations: readonly Installation[] } | undefined;
  /** Goes on while the nodes run; undefined where a failed start ends them. */
  readonly follow: Follow | undefined;
  /** At least one. They reach each other. */
  readonly nodes: readonly (NodeSettings & { readonly home: string })[];
  readonly verbosity: number;
  readonly output: Output;
}

export interface RunningNodes {
  readonly count: number;
  /** Returns how many nodes run the new code; why the others do not has been shown then. */
  replace(installation: Installation): Promise<number>;
  /** Ends a process on all of them. */
  remove(id: Installation["id"]): Promise<void>;
}

/** `announce` is to be called when processes run for the first time. Resolves when the nodes are to end. */
export type Follow = (
  nodes: RunningNodes,
  start: { readonly isServing: boolean; readonly announce: (model: Model) => void },
) => Promise<void>;

interface RunningNode {
  readonly name: string;
  readonly node: LocalNode;
}

/** Resolves to the exit code once `ended` is aborted, or at once when a node or a process does not start. */
export async function runNodes(ended: AbortSignal, run: Run): Promise<number> {
  const { start, output, follow } = run;
  const running: RunningNode[] = [];
  const served = { isNothing: run.follow !== undefined };
  try {
    if (!(await startNodes(run, running, served))) return 1;
    // A process may take for ever to start, and must not keep Ctrl-C from working.
    const ending = untilAborted(ended);
    if (start) output.progress("starting the processes");
    const isServing = await Promise.race([ending.then(() => true), install(running, run, ended)]);
    if (ended.aborted) return 0;
    const announceAll = (model: Model): void => {
      served.isNothing = false;
      announce(running, model, output);
    };
    if (isServing && start) announceAll(start.model);
    else if (follow) await wait(running, start?.installations ?? [], output);
    else return 1;
    await Promise.all([ending, follow?.(togetherOf(running, output), { isServing, announce: announceAll })]);
    return 0;
  } finally {
    await Promise.all(running.map(({ node }) => node.stop()));
  }
}

/** Adds those that have started. False when one could not start; why has been shown then. */
async function startNodes(
  { nodes, verbosity, output }: Run,
  running: RunningNode[],
  served: { readonly isNothing: boolean },
): Promise<boolean> {
  const { createNode, Network, PortInUseError, StateStoreError } = await import("../../runtime/node/index.js");
  const network = new Network();
  const colour = !process.env["NO_COLOR"];
  try {
    // One after the other: the first free port belongs to the first.
    for (const { name, port, home } of nodes) {
      const node = await createNode({
        name,
        home,
        verbosity,
        network,
        unrouted: (request) => (served.isNothing ? waitingPage(request) : undefined),
        print(text, line) {
          const shown = output.isTerminal ? formatNodeLine(line, { colour, now: new Date() }) : text;
          output.line(nodes.length === 1 ? shown : `${name}: ${shown}`);
        },
        ...(port === undefined ? {} : { port }),
      });
      running.push({ name, node });
    }
    return true;
  } catch (error) {
    if (!(error instanceof PortInUseError || error instanceof StateStoreError)) throw error;
    output.error(`hproc: ${error.message}`);
    return false;
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** False when a process did not start, or there is none; why has been shown then. */
async function install(
  running: readonly RunningNode[],
  { start, follow, output }: Run,
  ended: AbortSignal,
): Promise<boolean> {
  const { ComponentError, ManifestError, ProcessStartError } = await import("../../runtime/node/index.js");
  try {
    await Promise.all(running.map(({ node }) => node.boot(start?.installations ?? [])));
    return start !== undefined;
  } catch (error) {
    // It is the end of the node that keeps the processes from starting.
    if (ended.aborted) return false;
    // The node has printed why.
    if (error instanceof ProcessStartError) {
      if (!follow) output.error(`hproc: ${notStarted}, so the ${running.length === 1 ? "node has" : "nodes have"} stopped`);
      return false;
    }
    if (!(error instanceof ComponentError || error instanceof ManifestError)) throw error;
    output.error(`hproc: ${error.message}`);
    return false;
  }
}

function togetherOf(running: readonly RunningNode[], output: Output): RunningNodes {
  return {
    count: running.length,
    async replace(installation) {
      const { ComponentError, ManifestError, ProcessStartError } = await import("../../runtime/node/index.js");
      const results = await Promise.allSettled(running.map(({ node }) => node.replace(installation)));
      const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
      for (const error of errors) {
        // The node has printed why.
        if (error instanceof ProcessStartError) continue;
        if (!(error instanceof ComponentError || error instanceof ManifestError)) throw error;
        output.error(`hproc: ${error.message}`);
      }
      return results.length - errors.length;
    },
    async remove(id) {
      await Promise.all(running.map(({ node }) => node.remove(id)));
    },
  };
}

const notStarted = "a process did not start";

/** Takes off what has been started beside what has not: nothing of it runs until the next change. */
async function wait(running: readonly RunningNode[], installations: readonly Installation[], output: Output): Promise<void> {
  for (const { node } of running) for (const { id } of installations) await node.remove(id);
  for (const { name, node } of running) output.line(`${running.length > 1 ? `${name}: ` : ""}the node is at ${node.url}`);
  output.line(`${installations.length > 0 ? notStarted : "nothing runs yet"}; waiting for a change. Ctrl-C stops the node${running.length > 1 ? "s" : ""}`);
}

function announce(running: readonly RunningNode[], model: Model, output: Output): void {
  const isSeveral = running.length > 1;
  for (const { name, node } of running) {
    for (const process of model.processes) {
      const base = `${node.url}/${process.id.processName}:${process.id.packageName}:${process.id.publisherNode}`;
      output.line(`${isSeveral ? `${name}: ` : ""}${process.name} runs at ${base}`);
      const path = findOpenPath(process);
      if (path !== undefined) output.line(`  curl ${base}${path}`);
    }
  }
  output.line(`Ctrl-C stops the node${isSeveral ? "s" : ""}`);
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
