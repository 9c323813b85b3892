/** From the files of a project as they are now to what its processes are made of, for a program that stays. */

import { dirname, join } from "node:path";
import { checkSchema, generateOutputs, type CheckResult } from "../pipeline.js";
import type { Host } from "../project/host.js";
import type { SchemaLocation } from "../project/locate.js";
import { nodeHost, stampOf } from "../project/node-host.js";
import { createRememberingHost } from "../project/remembering-host.js";
import { applyWrites, planWrites } from "../project/write.js";
import { checkAuthorFiles } from "./author-files.js";
import { type Bundled, bundleProcess, showProblems } from "./build-processes.js";
import { areEqual, readAll } from "./file-texts.js";
import type { Output } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { refusalOf } from "./refusal.js";
import { createRememberingFormat } from "./remembering-format.js";
import { showForeign } from "./summary.js";

export type BuildAttempt = {
  /** Absolute paths of what decides about the outcome, as far as it is known. */
  readonly inputs: readonly string[];
} & (
  | { readonly kind: "good"; readonly project: PreparedProject; readonly bundled: readonly Bundled[] }
  | {
      readonly kind: "broken";
      /** Whether `inputs` are all that could repair it. */
      readonly isComplete: boolean;
      /** Equal for those that show the same. */
      readonly problems: string;
      show(): Promise<void>;
    }
  /** The files may be half written: outputs would be removed, or an error told. */
  | { readonly kind: "held" }
);

type AttemptBuild = (files: Host, isSettled: () => boolean) => Promise<BuildAttempt>;

/** `files` is asked for the schema and what it uses; the bundler reads for itself. Outputs are written. */
export function createBuildAttempts(schema: SchemaLocation, output: Output): AttemptBuild {
  const host = createRememberingHost(nodeHost, stampOf);
  const format = createRememberingFormat();
  const schemaPath = join(schema.folder, schema.fileName);
  let compiled: { readonly result: CheckResult; readonly texts: ReadonlyMap<string, string | undefined> } | undefined;
  /** Of the last bundle of each process: where it fails, the bundler does not say what it has read. */
  const known = new Map<string, readonly string[]>();

  /** Checks and writes; does nothing when the schema and what it uses are as they were. */
  const compile = async (files: Host, isSettled: () => boolean): Promise<CheckResult | BuildAttempt> => {
    if (compiled && (await areEqual(compiled.texts, files))) return compiled.result;
    const result = await checkSchema(schema, files);
    const { inputs, model, diagnostics } = result;
    const broken = (show: () => void): BuildAttempt =>
      isSettled()
        ? { kind: "broken", inputs, isComplete: true, problems: describe(diagnostics), show: async () => show() }
        : { kind: "held", inputs };
    if (!model) return broken(() => output.diagnostics(diagnostics));
    const plan = await planWrites(await generateOutputs(model, result.config, format), schema, host, inputs);
    if (plan.foreign.length > 0) return broken(() => showForeign(schema, plan, output));
    if (plan.removed.length > 0 && !isSettled()) return { kind: "held", inputs };
    await applyWrites(plan, schema, host);
    output.diagnostics(diagnostics);
    compiled = { result, texts: await readAll(inputs, files) };
    return result;
  };

  const attempt: AttemptBuild = async (files, isSettled) => {
    const result = await compile(files, isSettled);
    if ("kind" in result) return result;
    const { text, model, config } = result;
    if (!model) return { kind: "held", inputs: result.inputs };
    const project = { folder: schema.folder, displayFolder: dirname(schema.displayPath), model, config };
    const missing = await checkAuthorFiles(schema, text, model);
    const bundles =
      missing.length > 0
        ? []
        : await Promise.all(model.processes.map(async (process) => ({ process, bundle: await bundleProcess(project, process) })));
    const handlerFiles = model.processes.map(({ id }) => `${id.processName}.ts`);
    for (const { process, bundle } of bundles) if (bundle.kind === "bundled") known.set(process.name, bundle.files);
    const read = [...handlerFiles, ...model.processes.flatMap(({ name }) => known.get(name) ?? [])];
    const ui = await Promise.all(
      model.processes.map(async ({ ui }) => {
        const folder = ui && join(schema.folder, ui.folder);
        return folder === undefined ? [] : (await nodeHost.list(folder)).map((file) => join(folder, file));
      }),
    );
    // Our own outputs change with the schema only.
    const ownFiles = read.filter((file) => !file.startsWith("generated/"));
    const inputs = [...new Set([...result.inputs, ...ownFiles.map((file) => join(schema.folder, file)), ...ui.flat()])];
    if (missing.length > 0) {
      if (!isSettled()) return { kind: "held", inputs };
      const show = async (): Promise<void> => output.diagnostics(missing);
      return { kind: "broken", inputs, isComplete: true, problems: describe(missing), show };
    }
    const problems = bundles.flatMap(({ bundle }) => (bundle.kind === "failed" ? bundle.problems : []));
    if (problems.length > 0) {
      if (!isSettled()) return { kind: "held", inputs };
      const show = (): Promise<void> => showProblems(problems, "error", project, output);
      return { kind: "broken", inputs, isComplete: false, problems: JSON.stringify(problems), show };
    }
    const bundled = bundles.flatMap(({ process, bundle }) => (bundle.kind === "bundled" ? [{ process, bundle }] : []));
    return { kind: "good", inputs, project, bundled };
  };

  return async (files, isSettled) => {
    try {
      return await attempt(files, isSettled);
    } catch (error) {
      const message = refusalOf(error);
      if (!isSettled()) return { kind: "held", inputs: [schemaPath] };
      const show = async (): Promise<void> => output.error(`hproc: ${message}`);
      return { kind: "broken", inputs: [schemaPath], isComplete: false, problems: message, show };
    }
  };
}

function describe(diagnostics: CheckResult["diagnostics"]): string {
  return JSON.stringify(diagnostics.map(({ code, message, span }) => [code, message, span]));
}
