/** The package of a project: its zip, and `metadata.json` with the zip's hash. */

import { join } from "node:path";
import { readZip } from "../../runtime/node/read-zip.js";
import { replaceFile } from "../component/replace-file.js";
import { writeMetadata } from "../pack/metadata.js";
import type { PackageFile } from "../pack/package-file.js";
import { sha256Of } from "../pack/hash.js";
import { readPackageFolder } from "../pack/read-folder.js";
import type { PackageProblem } from "../pack/verify-package.js";
import { verifyPackage } from "../pack/verify-package.js";
import { writeZip } from "../pack/write-zip.js";
import { kitZipName, zipName } from "../pack/zip-names.js";
import { metadataFile } from "../project/config.js";
import { nodeHost } from "../project/node-host.js";
import type { Output, OutputRecord } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { formatBytes } from "./summary.js";

/**
 * Zips `pkg/`, as it is, into `target/`; nothing is written there when a node could not install it. Whether it was done;
 * why not has been shown then.
 */
export async function packProject(project: PreparedProject, output: Output): Promise<boolean> {
  const { folder, displayFolder, model, config } = project;
  const packageFolder = join(folder, "pkg");
  const api = (await readPackageFolder(join(folder, "api"))) ?? [];
  // kit knows no folders in it.
  const interfaces = api.filter(({ path }) => /^[^/]+\.wit$/.test(path));
  await replaceFile(join(packageFolder, "api.zip"), writeZip(interfaces));

  output.progress("zipping the package");
  const files = (await readPackageFolder(packageFolder)) ?? [];
  const { problems, diagnostics } = verifyPackage(files, join(displayFolder, "pkg"));
  const zip = writeZip(files);
  // Names that a zip may not have, too.
  const unsafe = readZip(zip).problems.map((message): PackageProblem => ({ severity: "error", message }));
  output.diagnostics(diagnostics);
  showPackageProblems([...problems, ...unsafe], output);
  if ([...diagnostics, ...problems, ...unsafe].some(({ severity }) => severity === "error")) return false;

  const name = zipName(model.package);
  for (const each of new Set([name, kitZipName(model.package)])) await replaceFile(join(folder, "target", each), zip);
  const sha256 = sha256Of(zip);
  const metadataPath = join(folder, metadataFile);
  const present = await nodeHost.read(metadataPath);
  await replaceFile(metadataPath, writeMetadata(present, { package: model.package, config, hash: sha256 }));
  const shown = join(displayFolder, "target", name);
  output.line(describePackage(shown, zip, files), { ...packageRecord(shown, zip, files), ok: true });
  return true;
}

/** `target/todo:template.os.zip: 5 files, 4.45 MB, sha256 9f86…`. */
export function describePackage(shown: string, zip: Uint8Array, files: readonly PackageFile[]): string {
  const count = files.length === 1 ? "1 file" : `${files.length} files`;
  return `${shown}: ${count}, ${formatBytes(zip.length)}, sha256 ${sha256Of(zip)}`;
}

export function packageRecord(path: string, zip: Uint8Array, files: readonly PackageFile[]): OutputRecord {
  const unpackedBytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { kind: "package", path, files: files.length, bytes: zip.length, unpackedBytes, sha256: sha256Of(zip) };
}

export function showPackageProblems(problems: readonly PackageProblem[], output: Output): void {
  for (const { severity, message, help } of problems) {
    output.error(`${severity} package: ${message}${help === undefined ? "" : `\n  = help: ${help}`}`);
  }
}
