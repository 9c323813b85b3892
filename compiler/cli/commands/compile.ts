/** `hproc compile` */

import { compileSchema } from "../../pipeline.js";
import { locateSchema } from "../../project/locate.js";
import { nodeHost } from "../../project/node-host.js";
import type { Command } from "../command.js";
import { describeCompiled } from "../summary.js";

export const compile: Command = {
  help: `usage: hproc compile [path]

Generates TypeScript (generated/), WIT (api/) and the package manifest (pkg/manifest.json) beside a schema. Files that
are right already are not touched; a schema with errors leaves everything as it was.

examples:
  hproc compile
  hproc compile examples/todo`,
  options: {},
  async run({ path, output }) {
    const startedMs = performance.now();
    const schema = await locateSchema(path);
    const { diagnostics, written } = await compileSchema(schema, nodeHost);
    output.diagnostics(diagnostics);
    if (!written) return 1;
    output.line(describeCompiled(schema, written, performance.now() - startedMs));
    return 0;
  },
};
