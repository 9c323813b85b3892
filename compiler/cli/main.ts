#!/usr/bin/env node
/** `hproc`: the command's arguments to an exit code. The only place that ends the process. */

import { readFileSync } from "node:fs";
import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "../project/locate.js";
import { createOutput } from "./output.js";
import type { Command } from "./command.js";

/** Loaded when they are called: a command pays only for what it uses. */
const commands: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  check: { summary: "report every mistake in a schema", load: async () => (await import("./commands/check.js")).check },
  compile: { summary: "generate TypeScript and WIT from a schema", load: async () => (await import("./commands/compile.js")).compile },
  build: { summary: "make the WebAssembly components of a schema", load: async () => (await import("./commands/build.js")).build },
  dev: { summary: "run the processes of a schema on a local node", load: async () => (await import("./commands/dev.js")).dev },
};

const usage = `hproc: processes for Hyperware from one schema

usage: hproc <command> [options] [path]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`)
  .join("\n")}

  path      a .hproc file, or a folder with one; the current folder by default

options of every command:
  --json      one JSON object a line instead of text
  --help      what the command does, with examples
  --version   the version of hproc

exit codes: 0 done, 1 the project has errors, 2 wrong use, 3 a fault of hproc`;

async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    process.stdout.write(`${usage}\n`);
    return name === undefined ? 2 : 0;
  }
  if (name === "--version" || name === "-v") {
    process.stdout.write(`${ownVersion()}\n`);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) throw new UsageError(`there is no command ${name}; hproc --help lists them`);
  const command = await entry.load();
  const options = { ...command.options, json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
  const { values, positionals } = readArguments(rest, options);
  if (values["help"] === true) {
    process.stdout.write(`${command.help}\n`);
    return 0;
  }
  if (positionals.length > 1) throw new UsageError(`hproc ${name} takes one path; found ${positionals.join(" ")}`);
  const output = createOutput({ json: values["json"] === true });
  return command.run({ path: positionals[0] ?? ".", values, output });
}

function readArguments(args: string[], options: NonNullable<ParseArgsConfig["options"]>) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function ownVersion(): string {
  const description: unknown = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  return (description as { version: string }).version;
}

main(process.argv.slice(2)).then(
  (code) => {
    // Not `process.exit`: what is still on its way to a pipe must arrive.
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) {
      process.stderr.write(`hproc: ${error.message}\n`);
      process.exitCode = 2;
      return;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`hproc: this is a fault of hproc, please report it\n${detail}\n`);
    process.exitCode = 3;
  },
);
