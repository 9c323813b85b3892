/** `hproc compile` */

import { dirname, join } from "node:path";
import { compileSchema, planSchema } from "../../pipeline.js";
import { locateSchema, type SchemaLocation } from "../../project/locate.js";
import { nodeHost } from "../../project/node-host.js";
import type { WriteSummary } from "../../project/write.js";
import type { Command } from "../command.js";
import type { Output } from "../output.js";
import { describeCompiled, showForeign } from "../summary.js";

export const compile: Command = {
  help: `usage: hproc compile [path] [--check]

Generates TypeScript (generated/), WIT (api/) and the package manifest (pkg/manifest.json) beside a schema. Files that
are right already are not touched; a schema with errors leaves everything as it was, and so does a file of your own at
the path of an output.

  --check   write nothing; exit with 1, and say which, unless every output is up to date

examples:
  hproc compile
  hproc compile examples/todo
  hproc compile --check`,
  options: { check: { type: "boolean" } },
  async run({ path, values, output }) {
    const startedMs = performance.now();
    const schema = await locateSchema(path);
    if (values["check"]) return checkOutputs(schema, path, output);
    const { diagnostics, written } = await compileSchema(schema, nodeHost);
    output.diagnostics(diagnostics);
    if (!written) return 1;
    showForeign(schema, written, output);
    if (written.foreign.length > 0) return 1;
    output.line(describeCompiled(schema, written, performance.now() - startedMs));
    return 0;
  },
};

async function checkOutputs(schema: SchemaLocation, path: string, output: Output): Promise<number> {
  const { diagnostics, plan } = await planSchema(schema, nodeHost);
  output.diagnostics(diagnostics);
  if (!plan) return 1;
  const differences = differencesOf(plan);
  const total = plan.outputs.length;
  const result = { kind: "outputs", schema: schema.displayPath, ok: differences.length === 0, files: total };
  const repair = path === "." ? "hproc compile" : `hproc compile ${quote(path)}`;
  const { created: missing, updated: stale, removed: leftBehind, foreign } = plan;
  const data = { ...result, missing, stale, leftBehind, foreign, repair: result.ok ? null : repair };
  if (result.ok) {
    output.line(`${schema.displayPath}: ${total} files, all up to date`, data);
    return 0;
  }
  const folder = dirname(schema.displayPath);
  const lines = differences.map(([what, file]) => `  ${what.padEnd(14)} ${join(folder, file)}`);
  const count = differences.length === 1 ? "1 output is" : `${differences.length} outputs are`;
  const before = foreign.length === 0 ? "" : " once the files that are not from hproc are out of the way";
  output.error(`${schema.displayPath}: ${count} not up to date\n${lines.join("\n")}\nrun \`${repair}\`${before}`, data);
  return 1;
}

function differencesOf({ created, updated, removed, foreign }: WriteSummary): readonly (readonly [string, string])[] {
  return [
    ...created.map((path) => ["missing", path] as const),
    ...updated.map((path) => ["stale", path] as const),
    ...removed.map((path) => ["left behind", path] as const),
    ...foreign.map((path) => ["not from hproc", path] as const),
  ];
}

/** As a shell takes it. */
function quote(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
