/** `hproc check` */

import { checkSchema } from "../../pipeline.js";
import { locateSchema } from "../../project/locate.js";
import { nodeHost } from "../../project/node-host.js";
import type { Command } from "../command.js";

export const check: Command = {
  help: `usage: hproc check [path]

Reports every mistake in a schema; writes nothing.

examples:
  hproc check
  hproc check examples/todo/todo.hproc --json`,
  options: {},
  async run({ path, output }) {
    const schema = await locateSchema(path);
    const { model, diagnostics } = await checkSchema(schema, nodeHost);
    output.diagnostics(diagnostics);
    if (!model) return 1;
    output.line(`${schema.displayPath}: no errors`);
    return 0;
  },
};
