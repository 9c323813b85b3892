/** Generated TypeScript in the layout that people expect. */

import type { OutputFile } from "./emitter.js";

/** Longer files are formatted in parts: prettier's time grows faster than a file, and it holds the tree of all of it. */
const defaultPartLength = 100_000;

/** The printer is loaded when it is first needed: most commands do without. Other files than `.ts` stay as they are. */
export async function formatOutputs(
  files: readonly OutputFile[],
  partLength = defaultPartLength,
): Promise<readonly OutputFile[]> {
  const [{ format }, typescript, estree] = await Promise.all([
    import("prettier/standalone"),
    import("prettier/plugins/typescript"),
    import("prettier/plugins/estree"),
  ]);
  const options = { parser: "typescript", plugins: [typescript.default, estree.default], printWidth: 100 };
  const formatted: OutputFile[] = [];
  for (const { path, text } of files) {
    if (!path.endsWith(".ts")) {
      formatted.push({ path, text });
      continue;
    }
    const parts: string[] = [];
    for (const part of splitText(text, partLength)) parts.push(await format(part, options));
    formatted.push({ path, text: parts.join("\n") });
  }
  return formatted;
}

/**
 * Whole declarations that together are as long as `length` or a little longer, without the empty line between two
 * parts. Declarations begin at the margin behind an empty line; no text inside them does, since literals have no line
 * ends and lines of comments begin with ` *`.
 */
function splitText(text: string, length: number): readonly string[] {
  if (text.length <= length) return [text];
  const parts: string[] = [];
  let start = 0;
  for (const { index } of text.matchAll(/\n\n(?=export |const |\/\*\*)/g)) {
    if (index - start < length) continue;
    parts.push(text.slice(start, index + 1));
    start = index + 2;
  }
  return [...parts, text.slice(start)];
}
