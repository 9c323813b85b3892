/** What the options of `hproc dev` mean: which nodes run, each with its port and its folder. */

import { isIP } from "node:net";
import { join } from "node:path";
import { seedLimit } from "../../runtime/contract/seed.js";
import type { EngineName } from "../model/engine.js";
import { UsageError } from "../project/usage-error.js";
import type { Arguments } from "./arguments.js";
import { readEngine } from "./choose-engine.js";
import { readWhole } from "./whole-number.js";

export interface DevSettings {
  readonly asComponent: boolean;
  /** Of the components, when it was asked for. */
  readonly engine: EngineName | undefined;
  /** At least one, each with a name of its own. */
  readonly nodes: readonly NodeSettings[];
  /** Of a node of a project: where it keeps its state. */
  readonly locateHome: (node: string, projectFolder: string) => string;
  /** What is saved replaces what runs. */
  readonly isWatching: boolean;
  /** Errors at the start are waited out; where nobody says so, only a person at a terminal is taken to do that. */
  readonly isPatient: boolean | undefined;
  readonly verbosity: number;
  /** Where the nodes listen; an address, or a name of one. */
  readonly host: string;
  /** Names by which they may be reached, beside those of this machine. */
  readonly allowedHosts: readonly string[];
  /** Whether processes may message each other without the rights that they need on Hyperdrive. */
  readonly isLenient: boolean;
  readonly operations: Operations;
  /** Whether what the nodes have stored is deleted first, and whether that needs no question. */
  readonly fresh: { readonly isWanted: boolean; readonly isConfirmed: boolean };
}

/** How nodes are watched and disturbed. */
export interface Operations {
  /** One that cannot be known before when undefined. */
  readonly seed: number | undefined;
  readonly isChaotic: boolean;
  /** Files; undefined where none is wanted. */
  readonly tracePath: string | undefined;
  readonly portsPath: string | undefined;
}

export interface NodeSettings {
  readonly name: string;
  /** The first free one from 8080 when undefined, any free one when 0. */
  readonly port: number | undefined;
}

const highestPort = 65_535;

/** Throws `UsageError` for the first value that is none of its option. */
export function readDevSettings({ values }: Pick<Arguments, "values">): DevSettings {
  const { component, engine, node, nodes, home, host, port, verbosity } = values;
  if (node !== undefined && nodes !== undefined) {
    throw new UsageError("`--node` names the only node and `--nodes` all of them; leave one of the two out");
  }
  if (values.watch === true && values["no-watch"] === true) {
    throw new UsageError("`--watch` and `--no-watch` are opposites; leave one of the two out");
  }
  if (engine !== undefined && component !== true) {
    throw new UsageError("`--engine` is of components; write `--component`, too, or leave it out");
  }
  if (home === "") throw new UsageError("`--home` takes a folder; found an empty text");
  return {
    asComponent: component === true,
    engine: readEngine(engine),
    nodes: nodes === undefined ? [oneNode(node, port)] : severalNodes(nodes, port),
    locateHome(name, projectFolder) {
      const folder = typeof home === "string" ? home : undefined;
      if (nodes === undefined) return folder ?? join(projectFolder, ".hproc/node");
      return join(folder ?? join(projectFolder, ".hproc/nodes"), name);
    },
    isWatching: values["no-watch"] !== true,
    isPatient: values["no-watch"] === true ? false : values.watch === true || undefined,
    verbosity: readWhole("--verbosity", verbosity, 3) ?? 2,
    host: readHost(host),
    allowedHosts: readNames(values["allow-host"]),
    isLenient: values["lenient"] === true,
    operations: {
      seed: readWhole("--seed", values["seed"], seedLimit - 1),
      isChaotic: values["chaos"] === true,
      tracePath: readFile("--trace", values["trace"]),
      portsPath: readFile("--ports-file", values["ports-file"]),
    },
    fresh: readFresh(values),
  };
}

function readFile(option: string, value: Value): string | undefined {
  if (value === "") throw new UsageError(`\`${option}\` takes a file; found an empty text`);
  return typeof value === "string" ? value : undefined;
}

function readFresh({ fresh, yes }: Readonly<Record<string, Value>>): DevSettings["fresh"] {
  if (yes === true && fresh !== true) throw new UsageError("`--yes` answers the question of `--fresh`, which is not there");
  return { isWanted: fresh === true, isConfirmed: yes === true };
}

type Value = string | boolean | undefined;

function oneNode(node: Value = "fake.os", port: Value): NodeSettings {
  if (!isNodeName(node)) {
    throw new UsageError(`\`--node\` takes a name of a-z, 0-9, - and . such as \`alice.os\`; found \`${node}\``);
  }
  return { name: node, port: readWhole("--port", port, highestPort) };
}

/** With ports that follow each other. */
function severalNodes(nodes: Value, port: Value): readonly NodeSettings[] {
  const names = String(nodes).split(",");
  for (const [index, name] of names.entries()) {
    if (!isNodeName(name)) {
      const found = name === "" ? `an empty one in \`${nodes}\`` : `\`${name}\``;
      throw new UsageError(
        `\`--nodes\` takes names of a-z, 0-9, - and . with commas between, such as \`alice.os,bob.os\`; found ${found}`,
      );
    }
    if (names.indexOf(name) !== index) throw new UsageError(`\`--nodes\` has \`${name}\` twice; each node has its own name`);
  }
  const first = readWhole("--port", port, highestPort);
  if (first !== undefined && first + names.length - 1 > highestPort) {
    throw new UsageError(`\`--port ${first}\` leaves no ports up to ${highestPort} for ${names.length} nodes, which take one each`);
  }
  return names.map((name, index) => ({ name, port: first ? first + index : first }));
}

function readHost(host: Value = "127.0.0.1"): string {
  if (typeof host === "string" && (isIP(host) !== 0 || isHostName(host))) return host;
  throw new UsageError(`\`--host\` takes an address of this machine, such as 0.0.0.0 for all of them; found \`${host}\``);
}

function readNames(text: Value): readonly string[] {
  const names = text === undefined ? [] : String(text).split(",");
  const wrong = names.find((name) => !isHostName(name));
  if (wrong === undefined) return names;
  throw new UsageError(`\`--allow-host\` takes names without scheme and port, with commas between, such as \`my-app.example.com\`; found \`${wrong}\``);
}

function isHostName(name: string): boolean {
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(name);
}

/** Labels with a dot between: it becomes the name of a folder, too. */
function isNodeName(name: Value): name is string {
  return typeof name === "string" && /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(name);
}
