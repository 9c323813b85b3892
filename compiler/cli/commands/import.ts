/** `hproc import` */

import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { importWit, printImported, readPackage, type Imported } from "../../import.js";
import { createStyleOf } from "../../format/project-style.js";
import type { Model } from "../../model/model.js";
import { loadWit } from "../../project/load-wit.js";
import { isFolder } from "../../project/locate.js";
import { nodeHost, writeAtomically } from "../../project/node-host.js";
import { UsageError } from "../../project/usage-error.js";
import { createSourceFile, type SourceFile } from "../../text/source-file.js";
import { joinFiles, type JoinedFiles } from "../../wit/join-files.js";
import type { Command } from "../command.js";
import type { Output } from "../output.js";

export const importCommand: Command = {
  help: `usage: hproc import [file.wit | folder] [--out FILE] [--package NAME:PUBLISHER[@VERSION]] [--force]

Writes a schema with the interface of an existing process, from the WIT that kit or hproc has made of it: of one file, or
of all WIT files of a folder. Comments become documentation. What a schema cannot have is left out, each with a reason at
its line. The schema is a beginning: it has no state, no sockets and no timers, since WIT says nothing of them.

  --out FILE   where to write the schema; \`-\` for stdout. The name of the process or package in the current folder
               by default
  --package P  the package of the process, such as \`todo:template.os@0.1.0\`, where the WIT does not say it
  --force      write over a file that is there

examples:
  hproc import api/todo.wit
  hproc import ../tally/api --package tally:alice.os --out schemas/tally.hproc
  hproc import api/todo.wit --out -`,
  options: { out: { type: "string" }, package: { type: "string" }, force: { type: "boolean" } },
  async run({ path, values, output }) {
    const { out, package: packageText, force } = values;
    if (typeof out === "string" && out !== "-" && !out.endsWith(".hproc")) {
      throw new UsageError(`\`--out\` takes a .hproc file, or \`-\` for stdout; found \`${out}\``);
    }
    const given = typeof packageText === "string" ? readPackage(packageText) : undefined;
    const { joined, count } = await readFiles(path);
    const imported = importWit(joined, count, given);
    output.diagnostics(imported.diagnostics);
    if (!imported.hasPackage) throw new UsageError(describeMissingPackage(path));
    if (imported.model === undefined) return 1;
    await show(imported.model, {
      path,
      imported,
      out: typeof out === "string" ? out : undefined,
      force: force === true,
      output,
    });
    return 0;
  },
};

interface Shown {
  readonly path: string;
  readonly imported: Imported;
  /** As given. */
  readonly out: string | undefined;
  readonly force: boolean;
  readonly output: Output;
}

async function show(model: Model, { path, imported, out, force, output }: Shown): Promise<void> {
  const { processes, types, package: line } = model;
  const [process] = processes;
  const target = out ?? `${processes.length === 1 && process !== undefined ? process.id.processName : line.name}.hproc`;
  const text = await printImported(model, await createStyleOf()(target === "-" ? "stdin.hproc" : target));
  if (target === "-") {
    output.line(text.replace(/\n$/, ""));
    return;
  }
  if (!force && (await nodeHost.realPath(target)) !== undefined) {
    throw new UsageError(
      `there is a file \`${target}\` already; name another one with \`--out\`, or write over it with \`--force\``,
    );
  }
  await writeAtomically(resolve(target), text);
  const leftOut = imported.diagnostics.filter(({ code }) => code === "wit/not-carried").length;
  const parts = [
    counted(processes.length, "process", "processes"),
    counted(types.length, "type", "types"),
    ...(leftOut === 0 ? [] : [`${leftOut} left out`]),
  ];
  output.line(`imported ${path} as ${target}: ${parts.join(", ")}`, {
    kind: "imported",
    from: path,
    schema: target,
    processes: processes.map(({ name }) => name),
    types: types.length,
    leftOut,
  });
}

function counted(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** With the files beside a single one that it uses types of: only the first `count` are imported. */
async function readFiles(path: string): Promise<{ readonly joined: JoinedFiles; readonly count: number }> {
  if (await isFolder(path)) {
    const names = (await nodeHost.listFolder(path)).filter((name) => name.endsWith(".wit"));
    const all = await Promise.all(names.map((name) => readSource(join(path, name))));
    // The node's own interfaces lie beside those of processes in folders of builds.
    const [first, ...others] = all.filter(({ text }) => !/^\s*package\s+hyperware:process\b/m.test(text));
    if (first === undefined) throw new UsageError(`\`${path}\` has no WIT files of a process`);
    return { joined: joinFiles([first, ...others]), count: 1 + others.length };
  }
  if ((await nodeHost.realPath(path)) === undefined) throw new UsageError(`there is no file or folder \`${path}\``);
  if (!path.endsWith(".wit")) throw new UsageError(`\`${path}\` is not a .wit file`);
  const joined = await loadWit(await readSource(path), resolve(path), nodeHost, (beside) =>
    join(path, "..", basename(beside)),
  );
  return { joined, count: 1 };
}

async function readSource(path: string): Promise<SourceFile> {
  return createSourceFile(path, await readFile(path, "utf8"));
}

function describeMissingPackage(path: string): string {
  return `nothing in \`${path}\` says which package the process belongs to; name it, as in \`--package todo:template.os\``;
}
