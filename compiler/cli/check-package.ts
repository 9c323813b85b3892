/** `hproc pack --check`: an existing package, looked at as a node and kit will. */

import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readZip } from "../../runtime/node/read-zip.js";
import type { Model } from "../model/model.js";
import { findMetadata, openZip } from "../pack/find-package.js";
import { inspectZip } from "../pack/inspect-zip.js";
import type { PackageFile } from "../pack/package-file.js";
import { readPackageFolder } from "../pack/read-folder.js";
import { type PackageProblem, verifyPackage } from "../pack/verify-package.js";
import { writeZip } from "../pack/write-zip.js";
import { zipName } from "../pack/zip-names.js";
import { planSchema } from "../pipeline.js";
import { locateSchema } from "../project/locate.js";
import { nodeHost } from "../project/node-host.js";
import { isMissing } from "../project/system-error.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Output } from "./output.js";
import { describePackage, packageRecord, showPackageProblems } from "./pack-project.js";

/** Of a zip, of the folder that becomes one, or of a project. Resolves to the exit code. */
export async function checkPackage(path: string, output: Output): Promise<number> {
  if (path.endsWith(".zip")) return await checkZip(path, output);
  if (await exists(join(path, "manifest.json"))) return await checkFolder(path, output);
  return await checkProject(path, output);
}

async function checkZip(path: string, output: Output, model?: Model): Promise<number> {
  const zip = await openZip(path);
  const { files, problems, diagnostics } = inspectZip(zip, await findMetadata(path));
  const interfaces = model ? compareUi(model, files) : [];
  return finish({ shown: path, zip: zip.bytes, files, problems: [...problems, ...interfaces], diagnostics }, output);
}

async function checkFolder(path: string, output: Output): Promise<number> {
  const files = (await readPackageFolder(path)) ?? [];
  const zip = writeZip(files);
  const unsafe = readZip(zip).problems.map((message) => toError(message));
  const verified = verifyPackage(files, path);
  return finish({ shown: path, zip, files, problems: [...unsafe, ...verified.problems], diagnostics: verified.diagnostics }, output);
}

/** Its zip is to be that of the schema and of `pkg/` as they are now. */
async function checkProject(path: string, output: Output): Promise<number> {
  const schema = await locateSchema(path);
  const { model, diagnostics, plan } = await planSchema(schema, nodeHost);
  output.diagnostics(diagnostics);
  if (!model || !plan) return 1;
  const shownFolder = dirname(schema.displayPath);
  const zipPath = join(shownFolder, "target", zipName(model.package));
  const files = await readPackageFolder(join(schema.folder, "pkg"));
  const rebuild = "`hproc build` makes it";
  if (!files) return fail(`there is no folder \`${join(shownFolder, "pkg")}\``, rebuild, output);
  if (!(await exists(zipPath))) return fail(`there is no \`${zipPath}\``, rebuild, output);
  const isManifestStale = [...plan.created, ...plan.updated, ...plan.foreign].includes("pkg/manifest.json");
  if (isManifestStale) return fail("`pkg/manifest.json` is not that of the schema", "run `hproc build`", output);
  if (!Buffer.from(writeZip(files)).equals(await readFile(zipPath))) {
    return fail(`\`${zipPath}\` is not made of what is in \`pkg\` now`, "run `hproc pack`", output);
  }
  return await checkZip(zipPath, output, model);
}

function fail(message: string, help: string, output: Output): 1 {
  showPackageProblems([{ severity: "error", message, help }], output);
  return 1;
}

interface Found {
  readonly shown: string;
  readonly zip: Uint8Array;
  readonly files: readonly PackageFile[];
  readonly problems: readonly PackageProblem[];
  readonly diagnostics: readonly Diagnostic[];
}

function finish({ shown, zip, files, problems, diagnostics }: Found, output: Output): number {
  output.diagnostics(diagnostics);
  showPackageProblems(problems, output);
  const errors = [...problems, ...diagnostics].filter(({ severity }) => severity === "error").length;
  const record = { ...packageRecord(shown, zip, files), ok: errors === 0 };
  if (errors === 0) output.line(`${describePackage(shown, zip, files)}; no errors`, record);
  else output.error(`${shown}: ${errors === 1 ? "1 error" : `${errors} errors`}`, record);
  return errors === 0 ? 0 : 1;
}

/** The page that browsers get at the root of a process. */
function compareUi(model: Model, files: readonly PackageFile[]): readonly PackageProblem[] {
  return model.processes.flatMap(({ name, ui }) => {
    const index = ui && join(ui.folder, "index.html").split("\\").join("/");
    if (index === undefined || files.some(({ path }) => path === index)) return [];
    return [toError(`the \`ui\` of ${name} has no \`${index}\` in the package`, "run `hproc build`")];
  });
}

function toError(message: string, help?: string): PackageProblem {
  return { severity: "error", message, help };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
