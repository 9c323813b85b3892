/** `hproc check` and `hproc compile` of each example in a new process, against a Node that does nothing. */

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../support/project.js";
import { interleave, median } from "./bench.js";
import type { Bench } from "./bench.js";
import { compare } from "./table.js";

export const compileTime: Bench = {
  name: "compile",
  async measure(workspace, { roundCount }) {
    const examples = (await readdir(join(root, "examples"))).sort();
    const nothing = { name: "node -e 0", run: () => workspace.children.run(["-e", "0"]) };
    const commands = examples.flatMap((example) =>
      (["check", "compile"] as const).map((command) => ({
        name: `compile: hproc ${command} ${example}`,
        run: async () => workspace.hproc(command, await workspace.copyExample(example)),
      })),
    );
    const samples = await interleave([nothing, ...commands], roundCount, ({ run }) => run());
    const nothingMs = median(samples.get(nothing) ?? []);
    return commands.map((command) => {
      const value = median(samples.get(command) ?? []);
      return { name: command.name, value, unit: "ms", comparison: compare(value, nothing.name, nothingMs) };
    });
  },
};
