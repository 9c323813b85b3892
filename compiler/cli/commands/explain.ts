/** `hproc explain` */

import {
  areas,
  type Explained,
  findExplained,
  listExplained,
  typeScriptFamily,
} from "../../diagnostics/explanations/index.js";
import type { Example } from "../../diagnostics/explanations/explanation.js";
import { UsageError } from "../../project/usage-error.js";
import { didYouMean, suggest } from "../../text/suggest.js";
import { showWrong } from "../check-example.js";
import type { Command } from "../command.js";
import type { Output } from "../output.js";

export const explain: Command = {
  help: `usage: hproc explain [code]

Says what a code such as route/overlap protects and why, with an example that gives it and one that does not. Lists all
codes without one, and those of an area such as route by its name.

examples:
  hproc explain
  hproc explain route
  hproc explain route/overlap`,
  options: {},
  operand: "code",
  async run({ operands: [word], output }) {
    const all = listExplained();
    if (word === undefined) {
      list(all, output);
      return 0;
    }
    const explained = findExplained(word);
    const ofArea = all.filter(({ code }) => code.startsWith(`${word}/`));
    if (explained) await show(explained, output);
    else if (ofArea.length > 0) list(ofArea, output);
    else
      throw new UsageError(`there is no code \`${word}\`; ${suggestCode(word, all) ?? "`hproc explain` lists them"}`);
    return 0;
  },
};

/** One line for each, below the name of its area. */
function list(all: readonly Explained[], output: Output): void {
  const width = Math.max(...all.map(({ code }) => code.length));
  let area: string | undefined;
  for (const { code, severity, explanation } of all) {
    const { title } = explanation;
    const line = `  ${code.padEnd(width)}  ${severity === "warning" ? "warning: " : ""}${title}`;
    const own = code === typeScriptFamily ? "TypeScript" : code.slice(0, code.indexOf("/"));
    const heading = own === area ? "" : `${area === undefined ? "" : "\n"}${describeArea(own)}\n`;
    area = own;
    output.line(`${heading}${line}`, { kind: "code", code, severity, title });
  }
}

function describeArea(area: string): string {
  const known: Readonly<Record<string, string>> = areas;
  return `${area}: ${known[area] ?? "what its compiler finds in handlers"}`;
}

async function show({ code, severity, explanation }: Explained, output: Output): Promise<void> {
  const { title, text, wrong, right } = explanation;
  const shown = await showWrong(explanation);
  const page = [
    `${severity} ${code}: ${title}`,
    wrap(text),
    "Wrong:",
    indent(describeFiles(wrong)),
    "hproc shows:",
    indent(shown),
    "Right:",
    indent(describeFiles(right)),
  ];
  const examples = { wrong: { files: wrong, shown }, right: { files: right } };
  output.line(page.map((part) => part.trimEnd()).join("\n\n"), {
    kind: "explanation", code, severity, title, text, ...examples,
  });
}

/** Each below its name when there are several. */
function describeFiles(files: Example): string {
  const entries = Object.entries(files);
  if (entries.length === 1) return entries[0]?.[1] ?? "";
  return entries.map(([path, text]) => `// ${path}\n${text}`).join("\n");
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "    ");
}

/** Lines that fit into a narrow terminal. */
function wrap(text: string): string {
  return text.replace(/(?=.{81})(.{1,80}) /g, "$1\n");
}

/** The nearest code; also for one without its area. */
function suggestCode(word: string, all: readonly Explained[]): string | undefined {
  const codes = all.map(({ code }) => code);
  const rest = codes.find((code) => code.endsWith(`/${word}`));
  return didYouMean(rest ?? suggest(word, [...codes, ...Object.keys(areas)]));
}
