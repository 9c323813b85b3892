/** The commands that a running `hproc dev` takes, typed at its terminal or sent by `hproc tell`. */

import { suggest, didYouMean } from "../../text/suggest.js";
import { CommandError } from "./command-error.js";
import { faultCommands } from "./fault-commands.js";
import { messageCommand } from "./message-command.js";
import { processCommands } from "./process-commands.js";
import type { ConsoleCommand, Reply, Session } from "./session.js";

const commands: Readonly<Record<string, ConsoleCommand>> = {
  ...processCommands,
  m: messageCommand,
  ...faultCommands,
  help: { operands: "[command]", summary: "shows this", run: ([name]) => help(name) },
  quit: {
    operands: "",
    summary: "ends the run, as Ctrl-C does",
    run(_words, { quit }) {
      quit();
      return { text: "stopping", result: null };
    },
  },
};

/** Rejects with `CommandError`. */
export async function runCommand(words: readonly string[], session: Session): Promise<Reply> {
  const [name = "", ...operands] = words;
  const command = find(name);
  const { least, most } = countOperands(command);
  if (operands.length >= least && operands.length <= most) return await command.run(operands, session);
  throw new CommandError(`it is \`${usageOf(name, command)}\`; found \`${words.join(" ")}\``);
}

/** What `help` shows, for the help of `hproc tell`. */
export function describeCommands(): string {
  const usages = Object.entries(commands).map(([name, command]) => [usageOf(name, command), command.summary] as const);
  const width = Math.max(...usages.map(([usage]) => usage.length));
  return usages.map(([usage, summary]) => `  ${usage.padEnd(width)}  ${summary}`).join("\n");
}

function help(name: string | undefined): Reply {
  if (name === undefined) return { text: describeCommands(), result: Object.keys(commands) };
  const command = find(name);
  return { text: `${usageOf(name, command)}: ${command.summary}`, result: { usage: usageOf(name, command), summary: command.summary } };
}

function find(name: string): ConsoleCommand {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  if (name === "") throw new CommandError("a command comes first; `help` lists them");
  const hint = didYouMean(suggest(name, Object.keys(commands))) ?? "`help` lists them";
  throw new CommandError(`there is no command \`${name}\`; ${hint}`);
}

function usageOf(name: string, { operands }: ConsoleCommand): string {
  return `${name} ${operands}`.trimEnd();
}

function countOperands({ operands }: ConsoleCommand): { readonly least: number; readonly most: number } {
  const least = operands.match(/</g)?.length ?? 0;
  return { least, most: least + (operands.match(/\[/g)?.length ?? 0) };
}
