/** A command's words as its path and the values of its options. */

import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "../project/usage-error.js";
import { didYouMean, suggest } from "../text/suggest.js";

export type Options = NonNullable<ParseArgsConfig["options"]>;

export interface Arguments {
  /** The current folder when none is given. */
  readonly path: string;
  /** By name: `true`, or the text behind an option that takes a value; of several the last. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** Throws `UsageError` with the first word that the command does not take. */
export function readArguments(command: string, words: readonly string[], options: Options): Arguments {
  // Not strict: the messages of Node name neither the command nor what it takes.
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true });
  const values: Record<string, string | boolean> = {};
  const paths: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") paths.push(token.value);
    if (token.kind === "option") values[token.name] = readOption(command, token, options);
  }
  if (paths.length > 1) {
    throw new UsageError(
      `\`hproc ${command}\` takes one path; found ${paths.map((path) => `\`${path}\``).join(" and ")}`,
    );
  }
  return { path: paths[0] ?? ".", values };
}

interface OptionToken {
  readonly name: string;
  /** As written: `--port`, `-h`. */
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function readOption(
  command: string,
  { name, rawName, value, inlineValue }: OptionToken,
  options: Options,
): string | true {
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!option) {
    const known = Object.keys(options).map((each) => `--${each}`);
    const hint = didYouMean(suggest(rawName, known)) ?? `\`hproc ${command} --help\` lists them`;
    throw new UsageError(`\`hproc ${command}\` has no option \`${rawName}\`; ${hint}`);
  }
  if (option.type === "boolean") {
    if (value !== undefined) throw new UsageError(`\`${rawName}\` takes no value; found \`${value}\``);
    return true;
  }
  // What looks like an option is one, unless `=` says otherwise; a negative number is for the command to refuse.
  const isOption = inlineValue !== true && value !== undefined && /^-\D/.test(value);
  if (value === undefined || isOption) throw new UsageError(`\`${rawName}\` needs a value, as in \`${rawName} …\``);
  return value;
}
