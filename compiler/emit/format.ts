/** Generated TypeScript in the layout that people expect. */

import type { OutputFile } from "./emitter.js";

/** The printer is loaded when it is first needed: most commands do without. Other files than `.ts` stay as they are. */
export async function formatOutputs(files: readonly OutputFile[]): Promise<readonly OutputFile[]> {
  const [{ format }, typescript, estree] = await Promise.all([
    import("prettier/standalone"),
    import("prettier/plugins/typescript"),
    import("prettier/plugins/estree"),
  ]);
  const plugins = [typescript.default, estree.default];
  return Promise.all(
    files.map(async (file) =>
      file.path.endsWith(".ts")
        ? { path: file.path, text: await format(file.text, { parser: "typescript", plugins, printWidth: 100 }) }
        : file,
    ),
  );
}
