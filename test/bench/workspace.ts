/** A temporary folder with copies of the examples, and the programs that run in it. */

import { rmSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createProject, root, type Project } from "../support/project.js";
import { ChildPrograms } from "./child-programs.js";

export class Workspace {
  readonly folder: string;
  /** Whether other tools are measured beside ours. */
  readonly usesPeers: boolean;
  readonly children = new ChildPrograms();
  readonly #ended = new AbortController();
  readonly #made = new Map<string, Promise<unknown>>();

  private constructor(folder: string, usesPeers: boolean) {
    this.folder = folder;
    this.usesPeers = usesPeers;
  }

  /** Its folder and programs go with `close`, or with this program, however it ends. */
  static async create({ usesPeers }: { readonly usesPeers: boolean }): Promise<Workspace> {
    const workspace = new Workspace(await mkdtemp(join(tmpdir(), "hproc-bench-")), usesPeers);
    // What is put into the temporary folder from now on, by whomever, goes with it.
    process.env["TMPDIR"] = workspace.folder;
    process.once("exit", () => {
      workspace.#ended.abort();
      workspace.children.kill();
      rmSync(workspace.folder, { recursive: true, force: true });
    });
    return workspace;
  }

  /** Aborted when this program ends. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Several benches need some of the same things; each is made once. */
  once<Thing>(name: string, make: () => Promise<Thing>): Promise<Thing> {
    const made = (this.#made.get(name) as Promise<Thing> | undefined) ?? make();
    this.#made.set(name, made);
    return made;
  }

  /** Returns the milliseconds that the command took. */
  hproc(...words: readonly string[]): Promise<number> {
    return this.children.run([cli, ...words]);
  }

  /** A new copy without anything that was generated. */
  async copyExample(name: string): Promise<string> {
    const folder = await mkdtemp(join(this.folder, `${name}-`));
    const generated = /(^|\/)(generated|api|pkg|\.hproc)$/;
    await cp(join(root, "examples", name), folder, { recursive: true, filter: (path) => !generated.test(path) });
    return folder;
  }

  /** The compiled counter, as it is or without saving. */
  counter(save: "every message" | "never"): Promise<string> {
    return this.once(`counter, save ${save}`, async () => {
      const folder = await this.copyExample("counter");
      const path = join(folder, "counter.hproc");
      const schema = await readFile(path, "utf8");
      if (!schema.includes("save every message")) throw new Error("the counter's save policy is not where it was");
      await writeFile(path, schema.replace("save every message", `save ${save}`));
      await this.hproc("compile", folder);
      return folder;
    });
  }

  /** The compiled project of `work/`. */
  work(): Promise<Project> {
    return this.once("work", () => createProject("test/bench/work"));
  }

  async close(): Promise<void> {
    await this.children.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export const cli = join(root, "dist/bin/main.js");
