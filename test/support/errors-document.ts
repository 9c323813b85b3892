/** `docs/errors.md`, made from the explanations. */

import { showWrong } from "../../compiler/cli/check-example.js";
import type { Example } from "../../compiler/diagnostics/explanations/explanation.js";
import {
  areas,
  listExplained,
  typeScriptFamily,
  type Explained,
} from "../../compiler/diagnostics/explanations/index.js";

const intro = `# Errors

Everything that hproc can find wrong, with an example that gives it and one that does not. \`hproc explain <code>\` shows
the same on a terminal. A code never changes its meaning.

This page is made from \`compiler/diagnostics/explanations/\` by \`npm run update\`.
`;

/** Its text. */
export async function printErrorsDocument(): Promise<string> {
  const all = listExplained();
  const parts = [intro];
  for (const [area, title] of Object.entries(areas)) {
    parts.push(`## ${area}: ${title}\n`);
    for (const each of all.filter(({ code }) => code.startsWith(`${area}/`))) parts.push(await printSection(each));
  }
  parts.push("## TypeScript: what its compiler finds in handlers\n");
  for (const each of all.filter(({ code }) => code === typeScriptFamily)) parts.push(await printSection(each));
  return parts.join("\n");
}

async function printSection({ code, severity, explanation }: Explained): Promise<string> {
  const { title, text, wrong, right } = explanation;
  const warning = severity === "warning" ? " (a warning)" : "";
  return `### ${code}

*${title}*${warning}

${wrap(text)}

Wrong:

${printFiles(wrong, " wrong")}
hproc shows:

\`\`\`text
${await showWrong(explanation)}\`\`\`

Right:

${printFiles(right, hasSeveralSchemas(right) ? " part" : "")}`;
}

/** None of them could be compiled alone. */
function hasSeveralSchemas(files: Example): boolean {
  return Object.keys(files).filter((path) => path.endsWith(".hproc")).length > 1;
}

/** Fenced; a schema that is wrong, or a part, is marked, so that the test of all documents passes it over. */
function printFiles(files: Example, mark: string): string {
  const entries = Object.entries(files);
  return entries
    .map(([path, text]) => {
      const language = path.slice(path.lastIndexOf(".") + 1);
      const name = entries.length === 1 ? "" : `\`${path}\`:\n\n`;
      return `${name}\`\`\`${language}${mark}\n${text}\`\`\`\n`;
    })
    .join("\n");
}

/** Lines of the width of other documents. */
function wrap(text: string): string {
  return text.replace(/(?=.{121})(.{1,120}) /g, "$1\n");
}
