/** Local nodes with the processes of a project on each, until somebody ends them. */

import { once } from "node:events";
import type { Chance, Installation, LocalNode, MessageTrace, Network, Printout } from "../../runtime/node/index.js";
import { formatProcessId } from "../../runtime/contract/index.js";
import type { Model, Process } from "../model/model.js";
import { formatRoute } from "../model/route.js";
import { openConsole } from "./console/open-console.js";
import type { NodeSettings, Operations } from "./dev-settings.js";
import { formatNodeLine } from "./node-line.js";
import type { Output, OutputRecord } from "./output.js";
import { writePortsFile } from "./ports-file.js";
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
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly isLenient: boolean;
  readonly operations: Operations;
  /** Aborts `ended`. */
  readonly quit: () => void;
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
  announce(model: Model): Promise<void>;
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
  const closes: (() => Promise<void>)[] = [];
  try {
    const world = await createWorld(run);
    closes.push(() => world.trace?.close() ?? Promise.resolve());
    if (!(await startNodes(run, world, running, waiting))) return 1;
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
    // Before anything is announced, so that what follows the lines that are printed finds it there.
    closes.push(await operate(run, world, running));
    const nodes = togetherOf(running, waiting, run, closes);
    if (start) await nodes.announce(start.model);
    if (follow) for (const { node } of running) node.expectReplacement(preload);
    await Promise.all([ending, follow?.(nodes)]);
    return 0;
  } finally {
    await Promise.all(running.map(({ node }) => node.stop()));
    for (const close of closes.reverse()) await close();
  }
}

/** What the nodes have in common. */
interface World {
  readonly network: Network;
  readonly chance: Chance;
  readonly trace: MessageTrace | undefined;
}

async function createWorld({ operations: { seed, isChaotic, tracePath }, output }: Run): Promise<World> {
  const runtime = await import("../../runtime/node/index.js");
  const chance = new runtime.Chance(seed);
  const onStopped = (reason: string): void => output.error(`hproc: messages are not traced any more: ${reason}`);
  const trace = tracePath === undefined ? undefined : await runtime.MessageTrace.open({ path: tracePath, now: Date.now, onStopped });
  const network = new runtime.Network({ chance, onLost: (message) => trace?.take(message.source.node, message, "dropped") });
  if (isChaotic) {
    const text = `chaos begins with the seed ${chance.seed}; \`--seed ${chance.seed}\` repeats it`;
    output.line(text, { kind: "seed", seed: chance.seed });
  }
  return { chance, network, trace };
}

/** Opens what others watch and disturb the nodes by, also while nothing runs on them. Resolves to what closes it. */
function operate({ nodes, output, quit }: Run, { network, chance }: World, running: readonly RunningNode[]): Promise<() => Promise<void>> {
  const session = { nodes: new Map(running.map(({ name, node }) => [name, node])), network, chance, quit };
  return openConsole(session, { home: nodes[0]?.home ?? "", output });
}

/** Adds those that have started. False when one could not start; why has been shown then. */
async function startNodes(
  { nodes, verbosity, host, allowedHosts, isLenient, operations, output }: Run,
  { network, chance, trace }: World,
  running: RunningNode[],
  waiting: Waiting,
): Promise<boolean> {
  const { AddressError, createNode, PortInUseError, StateStoreError } = await import("../../runtime/node/index.js");
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
        host,
        allowedHosts,
        isLenient,
        chaos: operations.isChaotic ? chance : undefined,
        trace: trace && ((message, outcome) => trace.take(name, message, outcome)),
        print(text, line) {
          const shown = output.isTerminal ? formatNodeLine(line, { colour, now: new Date() }) : text;
          output.line(nodes.length === 1 ? shown : `${name}: ${shown}`, logRecord(name, line));
        },
        ...(port === undefined ? {} : { port }),
      });
      running.push({ name, node });
    }
    return true;
  } catch (error) {
    const isKnown = error instanceof AddressError || error instanceof PortInUseError || error instanceof StateStoreError;
    if (!isKnown) throw error;
    output.error(`hproc: ${error.message}`);
    return false;
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** `closes` gets what is to be undone at the end. */
function togetherOf(
  running: readonly RunningNode[],
  waiting: Waiting,
  { preload, operations: { portsPath }, output }: Run,
  closes: (() => Promise<void>)[],
): RunningNodes {
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
    async announce(model) {
      waiting.isOver = true;
      if (portsPath !== undefined) closes.push(await writePortsFile(portsPath, running.map(({ name, node }) => ({ name, url: node.url }))));
      announce(running, model, output);
    },
    wait(problems) {
      if (waiting.problems === undefined) {
        for (const { name, node } of running) output.line(`${running.length > 1 ? `${name}: ` : ""}the node is at ${node.url}`);
        output.line(endOf(running, output));
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

function logRecord(node: string, { source, verbosity, text }: Printout): OutputRecord {
  return { kind: "log", node, source: formatProcessId(source), verbosity, text };
}

function announce(running: readonly RunningNode[], model: Model, output: Output): void {
  const isSeveral = running.length > 1;
  for (const { name, node } of running) {
    for (const process of model.processes) {
      const base = `${node.url}/${formatProcessId(process.id)}`;
      const id = formatProcessId(process.id);
      output.line(`${isSeveral ? `${name}: ` : ""}${process.name} runs at ${base}`, { kind: "serving", node: name, process: id, url: base });
      const path = findOpenPath(process);
      if (path !== undefined) output.line(`  curl ${base}${path}`);
    }
  }
  output.line(endOf(running, output));
}

function endOf(running: readonly RunningNode[], output: Output): string {
  const isTyped = output.isTerminal ? ", `help` lists what can be typed" : "";
  return `Ctrl-C stops the node${running.length > 1 ? "s" : ""}${isTyped}`;
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
