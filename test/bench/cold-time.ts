/** New processes against a Node that does nothing: `--version`, `check` of each example, and of generated schemas. */

import { execFile } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../support/project.js";
import { interleave, median } from "./bench.js";
import type { Bench } from "./bench.js";
import { createDeclarations } from "./declarations/declarations.js";
import { printHproc } from "./declarations/print-hproc.js";
import { printProto } from "./declarations/print-proto.js";
import { printTypeSpec } from "./declarations/print-typespec.js";
import { installPeers } from "./peers.js";
import { compare, type Row } from "./table.js";
import { cli, type Workspace } from "./workspace.js";

/** 10,000 too: there the start of a process no longer counts. */
const sizes = [100, 1000, 10_000] as const;

interface Command {
  readonly name: string;
  readonly run: () => Promise<number>;
  /** What it is compared with. */
  readonly against: string;
}

export const coldTime: Bench = {
  name: "cold",
  async measure(workspace, { roundCount }) {
    const nothing = "node -e 0";
    const node =
      (...words: readonly string[]): (() => Promise<number>) =>
      () =>
        workspace.children.run(words);
    const examples = (await readdir(join(root, "examples"))).sort();
    const commands: Command[] = [
      { name: nothing, run: node("-e", "0"), against: nothing },
      { name: "hproc --version", run: node(cli, "--version"), against: nothing },
      ...examples.map((example) => ({
        name: `hproc check ${example}`,
        run: node(cli, "check", join(root, "examples", example)),
        against: nothing,
      })),
      ...(await Promise.all(sizes.map((size) => generatedCommands(workspace, size)))).flat(),
    ];
    const samples = await interleave(commands, roundCount, ({ run }) => run());
    const medians = new Map(commands.map((command) => [command.name, median(samples.get(command) ?? [])]));
    const own = commands.map(({ name, against }): Row => {
      const value = medians.get(name) ?? 0;
      return {
        name: `cold: ${name}`,
        value,
        unit: "ms",
        comparison: compare(value, against, medians.get(against) ?? 0),
      };
    });
    return [...own, ...(await measureTypeSpecStages(workspace))];
  },
};

/** What TypeSpec says of its own stages; it loads its library, which is in TypeSpec too, with the file. */
async function measureTypeSpecStages(workspace: Workspace): Promise<readonly Row[]> {
  const peers = workspace.usesPeers ? await workspace.once("peers", installPeers) : undefined;
  if (peers === undefined) return [];
  const rows: Row[] = [];
  for (const size of sizes) {
    const schema = join(workspace.folder, `declarations-${size}`, "main.tsp");
    const words = [peers.typeSpec, "compile", "--no-emit", "--stats", schema];
    const { stdout } = await promisify(execFile)(process.execPath, words);
    for (const [, stage = "", ms] of stdout.matchAll(/^ {4}(loader|resolver|checker): ([\d.]+)ms$/gm)) {
      rows.push({ name: `cold: tsp's own ${stage}, ${size} declarations`, value: Number(ms), unit: "ms" });
    }
  }
  return rows;
}

async function generatedCommands(workspace: Workspace, size: number): Promise<readonly Command[]> {
  const folder = join(workspace.folder, `declarations-${size}`);
  await mkdir(join(folder, "bench/v1"), { recursive: true });
  const declarations = createDeclarations(size);
  await writeFile(join(folder, "bench.hproc"), printHproc(declarations));
  const own = `hproc check, ${size} declarations`;
  const { children } = workspace;
  const commands: Command[] = [
    { name: own, run: () => children.run([cli, "check", join(folder, "bench.hproc")]), against: "node -e 0" },
  ];
  const peers = workspace.usesPeers ? await workspace.once("peers", installPeers) : undefined;
  if (peers === undefined) return commands;
  await writeFile(join(folder, "main.tsp"), printTypeSpec(declarations));
  await writeFile(join(folder, "bench/v1/bench.proto"), printProto(declarations));
  // The one file is the whole module; its services and messages are as `buf lint` wants them by default.
  await writeFile(join(folder, "buf.yaml"), "version: v2\n");
  const { typeSpec, buf } = peers;
  return [
    ...commands,
    {
      name: `tsp compile --no-emit, ${size} declarations`,
      run: () => children.run([typeSpec, "compile", "--no-emit", join(folder, "main.tsp")]),
      against: own,
    },
    { name: `buf build, ${size} declarations`, run: () => children.run([buf, "build", folder]), against: own },
    { name: `buf lint, ${size} declarations`, run: () => children.run([buf, "lint", folder]), against: own },
  ];
}
