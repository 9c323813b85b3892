/** Local nodes with the processes of a project on each, until somebody ends them. */

import { once } from "node:events";
import type { Installation, LocalNode } from "../../runtime/node/index.js";
import type { Model, Process } from "../model/model.js";
import { formatRoute } from "../model/route.js";
import type { NodeSettings } from "./dev-settings.js";
import { formatNodeLine } from "./node-line.js";
import type { Output } from "./output.js";
import { waitingAnswer } from "./waiting-page.js";

export interface Run {
  /** What runs from the start, or the nodes end again; undefined where `follow` starts it. */
  readonly start: { readonly model: Model; readonly installations: readonly Installation[] } | undefined;
  /** Goes on while the nodes run. */
  readonly follow: Follow | undefined;
  /** At least one. They reach each other. */
  readonly nodes: readonly (NodeSettings & { readonly home: string })[];
  readonly verbosity: number;
  /** URLs of modules that a process imports which replaces another one. */
  readonly preload: readonly string[];
  readonly output: Output;
}

/** The nodes of a run as one: for whoever changes what runs on them. */
export interface RunningNodes {
  readonly count: number;
  /** Starts processes that come together. Returns why not, and then none of them runs anywhere; undefined when all do. */
  start(installations: readonly Installation[]): Promise<readonly string[] | undefined>;
  /** Returns how many nodes run the new code, and why the others do not. */
  replace(installation: Installation): Promise<{ readonly replacedCount: number; readonly reasons: readonly string[] }>;
  /** Ends a process on all of them. */
  remove(id: Installation["id"]): Promise<void>;
  /** To be called when processes run for the first time. */
  announce(model: Model): void;
  /** Tells who looks at a node what keeps everything from running; says where that is, the first time. */
  wait(problems: string): void;
}

/** Resolves when the nodes are to end. */
export type Follow = (nodes: RunningNodes) => Promise<void>;

interface RunningNode {
  readonly name: string;
  readonly node: LocalNode;
}

/** What a node says that has nothing to serve yet. */
interface Waiting {
  isOver: boolean;
  /** Undefined while none are known. */
  problems: string | undefined;
}

/** Resolves to the exit code once `ended` is aborted, or at once when a node or a process does not start. */
export async function runNodes(ended: AbortSignal, run: Run): Promise<number> {
  const { start, follow, preload, output } = run;
  const running: RunningNode[] = [];
  const waiting: Waiting = { isOver: false, problems: undefined };
  try {
    if (!(await startNodes(run, running, waiting))) return 1;
    // A process may take for ever to start, and must not keep Ctrl-C from working.
    const ending = untilAborted(ended);
    if (start) output.progress("starting the processes");
    const booting = Promise.all(running.map(({ node }) => node.boot(start?.installations ?? [])));
    // It may be the end of the node that keeps the processes from starting.
    const reason = await Promise.race([ending.then(() => undefined), reasonOf(booting, output)]);
    if (ended.aborted) return 0;
    if (reason !== undefined) {
      output.error(`hproc: a process did not start, so the ${running.length === 1 ? "node has" : "nodes have"} stopped`);
      return 1;
    }
    const nodes = togetherOf(running, waiting, run);
    if (start) nodes.announce(start.model);
    if (follow) for (const { node } of running) node.expectReplacement(preload);
    await Promise.all([ending, follow?.(nodes)]);
    return 0;
  } finally {
    await Promise.all(running.map(({ node }) => node.stop()));
  }
}

/** Adds those that have started. False when one could not start; why has been shown then. */
async function startNodes({ nodes, verbosity, output }: Run, running: RunningNode[], waiting: Waiting): Promise<boolean> {
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
        unrouted: (request) => (waiting.isOver ? undefined : waitingAnswer(request, waiting.problems)),
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

function togetherOf(running: readonly RunningNode[], waiting: Waiting, { preload, output }: Run): RunningNodes {
  const remove = async (id: Installation["id"]): Promise<void> => {
    await Promise.all(running.map(({ node }) => node.remove(id)));
  };
  /** On every node at once. Why not, for each; a thread for the next change is ready afterwards. */
  const onAll = async (act: (node: LocalNode) => Promise<void>): Promise<readonly (string | undefined)[]> => {
    const reasons = await Promise.all(running.map(({ node }) => reasonOf(act(node), output)));
    for (const { node } of running) node.expectReplacement(preload);
    return reasons;
  };
  return {
    count: running.length,
    async start(installations) {
      const reasons = (await onAll((node) => node.install(installations))).filter((reason) => reason !== undefined);
      if (reasons.length === 0) return undefined;
      for (const { id } of installations) await remove(id);
      return reasons;
    },
    async replace(installation) {
      const reasons = (await onAll((node) => node.replace(installation))).filter((reason) => reason !== undefined);
      return { replacedCount: running.length - reasons.length, reasons };
    },
    remove,
    announce(model) {
      waiting.isOver = true;
      announce(running, model, output);
    },
    wait(problems) {
      if (waiting.problems === undefined) {
        for (const { name, node } of running) output.line(`${running.length > 1 ? `${name}: ` : ""}the node is at ${node.url}`);
        output.line(endOf(running));
      }
      waiting.problems = problems;
    },
  };
}

/** Why processes do not run, which has been shown then; undefined when they do. */
async function reasonOf(starting: Promise<unknown>, output: Output): Promise<string | undefined> {
  const { ComponentError, ManifestError, ProcessStartError } = await import("../../runtime/node/index.js");
  try {
    await starting;
    return undefined;
  } catch (error) {
    // The node has printed why.
    if (error instanceof ProcessStartError) return error.message;
    if (!(error instanceof ComponentError || error instanceof ManifestError)) throw error;
    output.error(`hproc: ${error.message}`);
    return error.message;
  }
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
  output.line(endOf(running));
}

function endOf(running: readonly RunningNode[]): string {
  return `Ctrl-C stops the node${running.length > 1 ? "s" : ""}`;
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
