/** A command's words as its paths and the values of its options. */

import { parseArgs, type ParseArgsConfig } from "node:util";
import { UsageError } from "../project/usage-error.js";
import { didYouMean, suggest } from "../text/suggest.js";

export type Options = Readonly<Record<string, Option>>;

type Option = NonNullable<ParseArgsConfig["options"]>[string] & {
  /** Of a `boolean`: a value may follow behind `=`, and only there, since the next word may be the path. */
  readonly optionalValue?: boolean;
};

export interface Arguments {
  /** The current folder when none is given. */
  readonly path: string;
  /** Everything that is no option, for commands that take something else or several. */
  readonly operands: readonly string[];
  /** By name: `true`, or the text behind an option that takes a value; of several the last. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

export interface ArgumentRules {
  readonly options: Options;
  /** What stands behind the options: a path, a code. */
  readonly operand: string;
  /** True when there may be several of it. */
  readonly several: boolean;
}

/** Throws `UsageError` with the first word that the command does not take. */
export function readArguments(
  command: string,
  words: readonly string[],
  { options, operand, several }: ArgumentRules,
): Arguments {
  // Not strict: the messages of Node name neither the command nor what it takes.
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true });
  const values: Record<string, string | boolean> = {};
  const operands: string[] = [];
  let lastNumberIndex = -1;
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind === "option" && isNumber(words[token.index])) {
      // One token for each of its digits.
      if (token.index !== lastNumberIndex) operands.push(words[token.index] ?? "");
      lastNumberIndex = token.index;
    } else if (token.kind === "option") values[token.name] = readOption(command, token, options);
  }
  if (operands.length > 1 && !several) {
    const found = operands.map((each) => `\`${each}\``).join(" and ");
    throw new UsageError(`\`hproc ${command}\` takes one ${operand}; found ${found}`);
  }
  return { path: operands[0] ?? ".", operands, values };
}

/** `-5` is no option: none is called by a digit. */
function isNumber(word: string | undefined): boolean {
  return word !== undefined && /^-\d/.test(word);
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
    if (value !== undefined && option.optionalValue) return value;
    if (value !== undefined) throw new UsageError(`\`${rawName}\` takes no value; found \`${value}\``);
    return true;
  }
  // What looks like an option is one, unless `=` says otherwise; a negative number is for the command to refuse.
  const isOption = inlineValue !== true && value !== undefined && /^-\D/.test(value);
  if (value === undefined || isOption) throw new UsageError(`\`${rawName}\` needs a value, as in \`${rawName} …\``);
  return value;
}
