/** `hproc fmt` */

import { access, constants, readFile, realpath, stat } from "node:fs/promises";
import { formatSchema } from "../../format/format.js";
import { SchemaSyntaxError } from "../../format/prettier.js";
import { createStyleOf, type StyleOf } from "../../format/project-style.js";
import { findSchemas } from "../../project/find-schemas.js";
import { writeAtomically } from "../../project/node-host.js";
import { describeSystemError, isSystemError } from "../../project/system-error.js";
import { UsageError } from "../../project/usage-error.js";
import { parse } from "../../syntax/parse.js";
import { createSourceFile } from "../../text/source-file.js";
import type { Command } from "../command.js";
import type { Output } from "../output.js";

export const fmt: Command = {
  help: `usage: hproc fmt [path]... [--check]

Puts schemas into the canonical layout: the given .hproc files, and all below the given folders; those below the current
folder when none is given. Every comment stays. printWidth, tabWidth, useTabs and endOfLine come from the project's
.prettierrc or .editorconfig. A file with syntax errors is left as it is. With \`-\` reads stdin and writes stdout.

  --check    write nothing; list the files that would change, and exit with 1 if there are any

examples:
  hproc fmt
  hproc fmt examples/todo/todo.hproc schemas
  hproc fmt --check
  hproc fmt - < todo.hproc`,
  options: { check: { type: "boolean" } },
  several: true,
  async run({ operands: paths, values, output }) {
    const check = values["check"] === true;
    if (paths.includes("-")) {
      if (paths.length > 1) throw new UsageError("`-` stands for stdin, and takes no other path beside it");
      return await formatStdin(check, output);
    }
    return await formatFiles(await findSchemas(paths.length === 0 ? ["."] : paths), check, output);
  },
};

type Outcome = "changed" | "unchanged" | "failed";

async function formatFiles(paths: readonly string[], check: boolean, output: Output): Promise<number> {
  const startedMs = performance.now();
  const styleOf = createStyleOf();
  const counts = { changed: 0, unchanged: 0, failed: 0 };
  for (const path of paths) {
    const outcome = await formatFile(path, { check, styleOf, output });
    if (outcome === "changed") output.line(check ? `${path} is not formatted` : `formatted ${path}`);
    counts[outcome] += 1;
  }
  const parts = [
    counts.changed > 0 && `${counts.changed} ${check ? "not formatted" : "formatted"}`,
    counts.unchanged > 0 && `${counts.unchanged} unchanged`,
    counts.failed > 0 && `${counts.failed} with errors`,
  ].filter((part) => part !== false);
  const elapsedMs = Math.round(performance.now() - startedMs);
  output.line(`${paths.length} ${paths.length === 1 ? "file" : "files"}: ${parts.join(", ")}, ${elapsedMs} ms`);
  return counts.failed > 0 || (check && counts.changed > 0) ? 1 : 0;
}

interface Surroundings {
  readonly check: boolean;
  readonly styleOf: StyleOf;
  readonly output: Output;
}

/** What the system refuses is shown, so that one file does not keep the others from being formatted. */
async function formatFile(path: string, { check, styleOf, output }: Surroundings): Promise<Outcome> {
  try {
    // A link stays one: the file behind it is replaced.
    const target = await realpath(path);
    const bytes = await readFile(target);
    const formatted = await format(path, bytes, styleOf, output);
    if (formatted === undefined) return "failed";
    if (bytes.equals(Buffer.from(formatted))) return "unchanged";
    if (check) return "changed";
    // A rename would replace a file that may not be written.
    await access(target, constants.W_OK);
    await writeAtomically(target, formatted, (await stat(target)).mode);
    return "changed";
  } catch (error) {
    if (!isSystemError(error)) throw error;
    output.error(`hproc: ${describeSystemError(error)}`);
    return "failed";
  }
}

async function formatStdin(check: boolean, output: Output): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  // Settings are those of a file in the current folder.
  const styleOf = createStyleOf();
  const formatted = await format("<stdin>", bytes, () => styleOf("stdin.hproc"), output);
  if (formatted === undefined) return 1;
  if (check) {
    if (bytes.equals(Buffer.from(formatted))) return 0;
    output.line("<stdin> is not formatted");
    return 1;
  }
  // `line` ends the last one.
  if (formatted !== "") output.line(formatted.replace(/\n$/, ""));
  return 0;
}

/** Undefined when the text cannot be formatted; why has been shown then. */
async function format(path: string, bytes: Buffer, styleOf: StyleOf, output: Output): Promise<string | undefined> {
  const text = decode(bytes);
  if (text === undefined) {
    output.error(`hproc: ${path}: this is not UTF-8, so formatting would change more than the layout`);
    return undefined;
  }
  try {
    return await formatSchema(text, await styleOf(path));
  } catch (error) {
    if (error instanceof SchemaSyntaxError) {
      // Again, as it lies there: prettier has changed its line ends, and so the places.
      output.diagnostics(parse(createSourceFile(path, text)).diagnostics);
      return undefined;
    }
    if (!(error instanceof UsageError)) throw error;
    output.error(`hproc: ${error.message}`);
    return undefined;
  }
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
