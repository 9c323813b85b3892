/** `hproc check --fix`: the repairs that diagnostics offer, written only where they help. */

import { applyFixes } from "../diagnostics/apply-fixes.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { type CheckResult, checkSchema } from "../pipeline.js";
import type { Host } from "../project/host.js";
import type { SchemaLocation } from "../project/locate.js";
import { InternalError } from "../text/internal-error.js";
import type { SourceFile } from "../text/source-file.js";
import type { Output } from "./output.js";

/**
 * Resolves to what is found in the schema as it is then. Nothing is written when the repairs would lead to more errors:
 * a rule is wrong then, and the author's text is not to suffer from it.
 */
export async function fixSchema(
  schema: SchemaLocation,
  found: CheckResult,
  { host, output }: { readonly host: Host; readonly output: Output },
): Promise<CheckResult> {
  const { files, count } = applyFixes(found.diagnostics);
  if (count === 0) return found;
  // Links were followed: what one leads to is replaced, not the link.
  const texts = new Map(files.map(({ file, text }) => [pathOf(file, found), text]));
  const fixed = await checkSchema(schema, {
    ...host,
    read: async (path) => texts.get(path) ?? (await host.read(path)),
  });
  if (isWorse(fixed.diagnostics, found.diagnostics)) {
    output.error("hproc: the repairs would lead to more errors, so nothing was written; please report it");
    return found;
  }
  for (const [path, text] of texts) await host.write(path, text);
  const names = files.map(({ file }) => file.path).join(", ");
  output.line(`${names}: ${count} ${count === 1 ? "mistake" : "mistakes"} repaired`);
  return fixed;
}

function pathOf(file: SourceFile, { paths }: CheckResult): string {
  const path = paths.get(file);
  if (path === undefined) throw new InternalError(`nothing was read from ${file.path}`);
  return path;
}

/** A text that can be read is better whatever is found in it then: what cannot be read is not checked. */
function isWorse(after: readonly Diagnostic[], before: readonly Diagnostic[]): boolean {
  const unread = countErrors(after, "syntax/") - countErrors(before, "syntax/");
  return unread === 0 ? countErrors(after, "") > countErrors(before, "") : unread > 0;
}

function countErrors(diagnostics: readonly Diagnostic[], area: string): number {
  return diagnostics.filter(({ severity, code }) => severity === "error" && code.startsWith(area)).length;
}
