/** `hproc check` */

import { type CheckResult, checkSchema } from "../../pipeline.js";
import { locateSchema, type SchemaLocation } from "../../project/locate.js";
import { nodeHost } from "../../project/node-host.js";
import type { Command } from "../command.js";
import type { Output } from "../output.js";

export const check: Command = {
  help: `usage: hproc check [path] [--fix]

Reports every mistake in a schema; writes nothing but what \`--fix\` repairs.

  --fix           make the repairs that are certainly right, in the schema itself; then report what is left

examples:
  hproc check
  hproc check examples/todo --fix
  hproc check examples/todo/todo.hproc --format sarif`,
  options: { fix: { type: "boolean" } },
  async run({ path, values, output }) {
    const schema = await locateSchema(path);
    const { model, diagnostics } = await checkAndFix(schema, values["fix"] === true, output);
    output.diagnostics(diagnostics);
    if (!model) return 1;
    output.line(`${schema.displayPath}: no errors`);
    return 0;
  },
};

async function checkAndFix(schema: SchemaLocation, isFixing: boolean, output: Output): Promise<CheckResult> {
  const found = await checkSchema(schema, nodeHost);
  if (!isFixing) return found;
  const { fixSchema } = await import("../fix-schema.js");
  return await fixSchema(schema, found, { host: nodeHost, output });
}
