/** From the files of a project as they are now to what its processes are made of, for a program that stays. */

import { dirname, join } from "node:path";
import type { EngineName } from "../model/engine.js";
import { checkSchema, generateOutputs, type CheckResult } from "../pipeline.js";
import type { Host } from "../project/host.js";
import type { SchemaLocation } from "../project/locate.js";
import { nodeHost, stampOf } from "../project/node-host.js";
import { createRememberingHost } from "../project/remembering-host.js";
import { applyWrites, planWrites, summaryOf } from "../project/write.js";
import { checkAuthorFiles } from "./author-files.js";
import { type Bundled, bundleProcess, showProblems } from "./build-processes.js";
import { areEqual, readAll } from "./file-texts.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { refusalOf } from "./refusal.js";
import { createRememberingFormat } from "./remembering-format.js";
import { describeCompiled, showForeign } from "./summary.js";
import { foldersBelow, stampUi, uiRoots } from "./ui-files.js";

export type BuildAttempt = {
  /** Absolute paths of what decides about the outcome, as far as it is known. */
  readonly inputs: readonly string[];
  /** Absolute paths: whatever comes into them does so, too. */
  readonly folders: readonly string[];
} & (
  | { readonly kind: "good"; readonly project: PreparedProject; readonly bundled: readonly Bundled[] }
  | {
      readonly kind: "broken";
      /** Whether `inputs` are all that could repair it. */
      readonly isComplete: boolean;
      readonly show: (output: Output) => void | Promise<void>;
    }
  /** The files may be half written: outputs would be removed, or an error told. */
  | { readonly kind: "held" }
);

export interface BuildAttempts {
  /** What `attempt` and those who compare files ask: the text of a user interface's folder is the stamps of its files. */
  readonly files: Host;
  /** `files` is a snapshot of those above; the bundler reads for itself. Outputs are written. */
  attempt(files: Host, isSettled: () => boolean): Promise<BuildAttempt>;
}

export interface BuildAttemptOptions {
  readonly schema: SchemaLocation;
  readonly output: Output;
  /** Of all components, when it was asked for. */
  readonly engine: EngineName | undefined;
}

/** What the first compilation has to say is not said where `isCompiled`: it was before. */
export function createBuildAttempts({ schema, output, engine }: BuildAttemptOptions, isCompiled: boolean): BuildAttempts {
  const host = createRememberingHost(nodeHost, stampOf);
  const format = createRememberingFormat();
  const schemaPath = join(schema.folder, schema.fileName);
  let compiled: { readonly result: CheckResult; readonly texts: ReadonlyMap<string, string | undefined> } | undefined;
  /** Of the last bundle of each process: where it fails, the bundler does not say what it has read. */
  const known = new Map<string, readonly string[]>();

  let ui: readonly string[] = [];

  const files: Host = { ...nodeHost, read: (path) => (ui.includes(path) ? stampUi(path) : nodeHost.read(path)) };

  const broken = (
    isSettled: () => boolean,
    found: { readonly inputs: readonly string[]; readonly folders?: readonly string[]; readonly isComplete: boolean },
    show: (output: Output) => void | Promise<void>,
  ): BuildAttempt => {
    const { inputs, folders = [], isComplete } = found;
    return isSettled() ? { kind: "broken", inputs, folders, isComplete, show } : { kind: "held", inputs, folders };
  };

  /** Checks and writes; does nothing when the schema and what it uses are as they were. */
  const compile = async (snapshot: Host, isSettled: () => boolean): Promise<CheckResult | BuildAttempt> => {
    if (compiled && (await areEqual(compiled.texts, snapshot))) return compiled.result;
    const startedMs = performance.now();
    const result = await checkSchema(schema, snapshot);
    const { inputs, model, diagnostics } = result;
    if (!model) return broken(isSettled, { inputs, isComplete: true }, (shown) => shown.diagnostics(diagnostics));
    const plan = await planWrites(await generateOutputs(model, result.config, format), schema, host, inputs);
    if (plan.foreign.length > 0) {
      return broken(isSettled, { inputs, isComplete: false }, (shown) => showForeign(schema, plan, shown));
    }
    if (plan.removed.length > 0 && !isSettled()) return { kind: "held", inputs, folders: [] };
    await applyWrites(plan, schema, host);
    if (compiled || !isCompiled) output.diagnostics(diagnostics);
    if (!compiled && !isCompiled) output.line(describeCompiled(schema, summaryOf(plan), performance.now() - startedMs));
    compiled = { result, texts: await readAll(inputs, snapshot) };
    return result;
  };

  const attempt: BuildAttempts["attempt"] = async (snapshot, isSettled) => {
    const result = await compile(snapshot, isSettled);
    if ("kind" in result) return result;
    const { text, model, config } = result;
    if (!model) return { kind: "held", inputs: result.inputs, folders: [] };
    const project = { folder: schema.folder, displayFolder: dirname(schema.displayPath), model, config };
    const missing = await checkAuthorFiles(schema, text, model);
    const bundles =
      missing.length > 0
        ? []
        : await Promise.all(model.processes.map(async (process) => ({ process, bundle: await bundleProcess(project, process, engine) })));
    const handlerFiles = model.processes.map(({ id }) => `${id.processName}.ts`);
    for (const { process, bundle } of bundles) if (bundle.kind === "bundled") known.set(process.name, bundle.files);
    const read = [...handlerFiles, ...model.processes.flatMap(({ name }) => known.get(name) ?? [])];
    // Our own outputs change with the schema only.
    const ownFiles = read.filter((file) => !file.startsWith("generated/"));
    ui = uiRoots(schema.folder, model);
    const inputs = [...new Set([...result.inputs, ...ownFiles.map((file) => join(schema.folder, file)), ...ui])];
    const found = { inputs, folders: (await Promise.all(ui.map(foldersBelow))).flat() };
    if (missing.length > 0) {
      return broken(isSettled, { ...found, isComplete: true }, (shown) => shown.diagnostics(missing));
    }
    const problems = bundles.flatMap(({ bundle }) => (bundle.kind === "failed" ? bundle.problems : []));
    if (problems.length > 0) {
      return broken(isSettled, { ...found, isComplete: false }, (shown) => showProblems(problems, "error", project, shown));
    }
    const bundled = bundles.flatMap(({ process, bundle }) => (bundle.kind === "bundled" ? [{ process, bundle }] : []));
    return { kind: "good", ...found, project, bundled };
  };

  return {
    files,
    async attempt(snapshot, isSettled) {
      try {
        return await attempt(snapshot, isSettled);
      } catch (error) {
        const message = refusalOf(error);
        return broken(isSettled, { inputs: [schemaPath], isComplete: false }, (shown) => shown.error(`hproc: ${message}`));
      }
    },
  };
}
