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

export interface Run {
  readonly model: Model;
  readonly installations: readonly Installation[];
  /** At least one. They reach each other. */
  readonly nodes: readonly (NodeSettings & { readonly home: string })[];
  readonly verbosity: number;
  readonly host: string;
  readonly allowedHosts: readonly string[];
  readonly isLenient: boolean;
  readonly operations: Operations;
  /** Aborts `ended`. */
  readonly quit: () => void;
  readonly output: Output;
}

interface RunningNode {
  readonly name: string;
  readonly node: LocalNode;
}

/** Resolves to the exit code once `ended` is aborted, or at once when a node or a process does not start. */
export async function runNodes(ended: AbortSignal, run: Run): Promise<number> {
  const { model, installations, output } = run;
  const running: RunningNode[] = [];
  const closes: (() => Promise<void>)[] = [];
  try {
    const world = await createWorld(run);
    closes.push(() => world.trace?.close() ?? Promise.resolve());
    if (!(await startNodes(run, world, running))) return 1;
    output.progress("starting the processes");
    // A process may take for ever to start, and must not keep Ctrl-C from working.
    const ending = untilAborted(ended);
    const isRunning = await Promise.race([ending.then(() => true), install(running, installations, ended, output)]);
    if (!isRunning) return 1;
    if (!ended.aborted) {
      // First, so that what follows the lines that are printed finds it there.
      await operate(run, world, running, closes);
      announce(running, model, output);
    }
    await ending;
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

/** Opens what others watch and disturb the nodes by. */
async function operate(run: Run, { network, chance }: World, running: readonly RunningNode[], closes: (() => Promise<void>)[]): Promise<void> {
  const { nodes, operations, output, quit } = run;
  const session = { nodes: new Map(running.map(({ name, node }) => [name, node])), network, chance, quit };
  closes.push(await openConsole(session, { home: nodes[0]?.home ?? "", output }));
  const { portsPath } = operations;
  if (portsPath !== undefined) closes.push(await writePortsFile(portsPath, running.map(({ name, node }) => ({ name, url: node.url }))));
}

/** Adds those that have started. False when one could not start; why has been shown then. */
async function startNodes(
  { nodes, verbosity, host, allowedHosts, isLenient, operations, output }: Run,
  { network, chance, trace }: World,
  running: RunningNode[],
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

/** False when a process did not start; why has been shown then. */
async function install(
  running: readonly RunningNode[],
  installations: readonly Installation[],
  ended: AbortSignal,
  output: Output,
): Promise<boolean> {
  const { ComponentError, ManifestError, ProcessStartError } = await import("../../runtime/node/index.js");
  try {
    await Promise.all(running.map(({ node }) => node.boot(installations)));
    return true;
  } catch (error) {
    // It is the end of the node that keeps the processes from starting.
    if (ended.aborted) return false;
    if (error instanceof ProcessStartError) {
      // The node has printed why.
      output.error(`hproc: a process did not start, so the ${running.length === 1 ? "node has" : "nodes have"} stopped`);
      return false;
    }
    if (!(error instanceof ComponentError || error instanceof ManifestError)) throw error;
    output.error(`hproc: ${error.message}`);
    return false;
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
  const isTyped = output.isTerminal ? ", `help` lists what can be typed" : "";
  output.line(`Ctrl-C stops the node${isSeveral ? "s" : ""}${isTyped}`);
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
