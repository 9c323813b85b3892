/** How a command shows what it found: for people, for programs, for GitHub, for viewers of analyses. */

import { UsageError } from "../project/usage-error.js";
import { didYouMean, suggest } from "../text/suggest.js";

export type Format = (typeof formats)[number];

const formats = ["text", "json", "github", "sarif"] as const;

/** What the words ask for, before anything is known to be right: also a wrong use is shown in that format. */
export function findFormat(words: readonly string[]): Format {
  const named = words.flatMap((word, index) => {
    if (word === "--format") return [words[index + 1] ?? ""];
    return word.startsWith("--format=") ? [word.slice("--format=".length)] : [];
  });
  const format = formats.find((each) => each === named.at(-1));
  return format ?? (words.includes("--json") ? "json" : "text");
}

/** Throws `UsageError` unless the options of a command name one format. */
export function checkFormat(values: Readonly<Record<string, string | boolean | undefined>>): void {
  const { format, json } = values;
  if (format === undefined) return;
  if (!formats.some((each) => each === format)) {
    const hint = didYouMean(suggest(String(format), formats));
    throw new UsageError(
      `\`--format\` takes text, json, github or sarif; found \`${format}\`${hint === undefined ? "" : `; ${hint}`}`,
    );
  }
  if (json === true && format !== "json") {
    throw new UsageError(`\`--json\` is short for \`--format json\`; found \`--format ${format}\` as well`);
  }
}
