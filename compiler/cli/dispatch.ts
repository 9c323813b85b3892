/** From the words behind `hproc` to a command, and from whatever it throws to an exit code. */

import { describeSystemError, isSystemError } from "../project/system-error.js";
import { UsageError } from "../project/usage-error.js";
import { NodeError } from "../rpc/node-error.js";
import type { Command } from "./command.js";
import type { Output } from "./output.js";
import { ownVersion } from "./version.js";

/** Loaded when they are called: a command pays only for what it uses. */
const commands: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  new: { summary: "make a project that runs", load: async () => (await import("./commands/new.js")).newCommand },
  check: { summary: "report every mistake in a schema", load: async () => (await import("./commands/check.js")).check },
  compile: {
    summary: "generate TypeScript and WIT from a schema",
    load: async () => (await import("./commands/compile.js")).compile,
  },
  watch: {
    summary: "compile a schema again after every change",
    load: async () => (await import("./commands/watch.js")).watch,
  },
  fmt: { summary: "put schemas into the canonical layout", load: async () => (await import("./commands/fmt.js")).fmt },
  build: {
    summary: "make the WebAssembly components of a schema, and its package",
    load: async () => (await import("./commands/build.js")).build,
  },
  pack: {
    summary: "zip the package again, or check one",
    load: async () => (await import("./commands/pack.js")).pack,
  },
  dev: {
    summary: "run the processes of a schema on a local node",
    load: async () => (await import("./commands/dev.js")).dev,
  },
  tell: {
    summary: "send a command to a running `hproc dev`",
    load: async () => (await import("./commands/tell.js")).tell,
  },
  test: {
    summary: "run the tests beside a schema",
    load: async () => (await import("./commands/test.js")).test,
  },
  import: {
    summary: "write a schema from the WIT of an existing process",
    load: async () => (await import("./commands/import.js")).importCommand,
  },
  install: {
    summary: "install a package on a running node",
    load: async () => (await import("./commands/install.js")).install,
  },
  uninstall: {
    summary: "take a package off a running node",
    load: async () => (await import("./commands/uninstall.js")).uninstall,
  },
  call: {
    summary: "call a handler of a process on a running node",
    load: async () => (await import("./commands/call.js")).call,
  },
  view: {
    summary: "show the processes and interfaces of a running node",
    load: async () => (await import("./commands/view.js")).view,
  },
  explain: {
    summary: "say what an error means, with examples",
    load: async () => (await import("./commands/explain.js")).explain,
  },
};

const usage = `hproc: processes for Hyperware from one schema

usage: hproc <command> [options] [path]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join("\n")}

  path       a .hproc file, or a folder with one; the current folder by default

options of every command:
  --format F  how results are shown: text (the default), json, github or sarif
  --json      short for --format json: one JSON object a line
  --help      what the command does, with examples
  --version   the version of hproc

exit codes: 0 done, 1 the project has errors or a node refuses, 2 wrong use, 3 a fault of hproc`;

/** Runs the command that the words name, to the exit code: 0 done, 1 the project has errors, 2 nothing was asked for. */
export async function dispatch(words: readonly string[], output: Output): Promise<number> {
  const [first, ...rest] = words;
  if (first === undefined) {
    output.error(usage);
    return 2;
  }
  if (first === "--version" || first === "-v") return show(ownVersion(), output);
  const isHelp = first === "help" || first === "--help" || first === "-h";
  const name = isHelp ? rest.find((word) => !word.startsWith("-")) : first;
  if (name === undefined) return show(usage, output);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new UsageError(await describeUnknown(name));
  const command = await entry.load();
  if (isHelp) return show(command.help, output);
  const { readArguments } = await import("./arguments.js");
  const { operand = "path", several = false } = command;
  const given = readArguments(name, rest, { options: { ...command.options, ...commonOptions }, operand, several });
  const { values } = given;
  if (values["help"]) return show(command.help, output);
  if (values["version"]) return show(ownVersion(), output);
  const { checkFormat } = await import("./format.js");
  checkFormat(values);
  return command.run({ ...given, output });
}

const commonOptions = {
  format: { type: "string" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

function show(text: string, output: Output): 0 {
  output.line(text);
  return 0;
}

async function describeUnknown(word: string): Promise<string> {
  if (word.startsWith("-")) return `a command comes first, as in \`hproc check ${word}\`; found \`${word}\``;
  const { didYouMean, suggest } = await import("../text/suggest.js");
  const hint = didYouMean(suggest(word, Object.keys(commands))) ?? "`hproc --help` lists them";
  return `there is no command \`${word}\`; ${hint}`;
}

/** Shows why `dispatch` threw, and returns the exit code: 1 the system or a node refused, 2 wrong use, 3 a fault of ours. */
export function explain(error: unknown, output: Output): number {
  if (error instanceof UsageError) {
    output.error(`hproc: ${error.message}`);
    return 2;
  }
  if (error instanceof NodeError) {
    output.error(`hproc: ${error.message}`);
    return 1;
  }
  if (isSystemError(error)) {
    output.error(`hproc: ${describeSystemError(error)}`);
    return 1;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  output.error(`hproc: this is a fault of hproc, please report it\n${detail}`);
  return 3;
}
