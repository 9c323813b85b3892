/** The package of a project: its zip, and `metadata.json` with the zip's hash. */

import { join } from "node:path";
import { replaceFile } from "../component/replace-file.js";
import { writeMetadata } from "../pack/metadata.js";
import type { PackageFile } from "../pack/package-file.js";
import { sha256Of } from "../pack/hash.js";
import { readPackageFolder } from "../pack/read-folder.js";
import type { PackageProblem } from "../pack/verify-package.js";
import { kitZipName, zipName } from "../pack/zip-names.js";
import { metadataFile } from "../project/config.js";
import { nodeHost } from "../project/node-host.js";
import type { Output, OutputRecord } from "./output.js";
import type { PreparedProject } from "./prepare.js";
import { readRememberedZip, rememberZip } from "./remembered-zip.js";
import { formatBytes } from "./summary.js";

/**
 * Zips `pkg/`, as it is, into `target/`; nothing is written there when a node could not install it. Whether it was done;
 * why not has been shown then.
 */
export async function packProject(project: PreparedProject, output: Output): Promise<boolean> {
  const { folder, displayFolder, model, config } = project;
  const packageFolder = join(folder, "pkg");
  const recordFile = join(folder, ".hproc/zips.json");
  await zipInterfaces(folder, recordFile);

  output.progress("zipping the package");
  const files = (await readPackageFolder(packageFolder)) ?? [];
  const name = zipName(model.package);
  const path = join(folder, "target", name);
  let zip = await readRememberedZip(recordFile, path, files);
  if (!zip) {
    const made = await makeZip(files, join(displayFolder, "pkg"), output);
    if (made.kind === "refused") return false;
    zip = made.zip;
    await replaceFile(path, zip);
    if (!made.hasFindings) await rememberZip(recordFile, path, files, zip);
  }
  await replaceFile(join(folder, "target", kitZipName(model.package)), zip);

  const sha256 = sha256Of(zip);
  const metadataPath = join(folder, metadataFile);
  const present = await nodeHost.read(metadataPath);
  await replaceFile(metadataPath, writeMetadata(present, { package: model.package, config, hash: sha256 }));
  const shown = join(displayFolder, "target", name);
  output.line(describePackage(shown, zip, files), { ...packageRecord(shown, zip, files), ok: true });
  return true;
}

/** `pkg/api.zip`, for those who call the processes. */
async function zipInterfaces(folder: string, recordFile: string): Promise<void> {
  const api = (await readPackageFolder(join(folder, "api"))) ?? [];
  // kit knows no folders in it.
  const interfaces = api.filter(({ path }) => /^[^/]+\.wit$/.test(path));
  const path = join(folder, "pkg/api.zip");
  if (await readRememberedZip(recordFile, path, interfaces)) return;
  // Loaded here, as below: what is up to date needs neither zips nor JSON Schemas.
  const { writeZip } = await import("../pack/write-zip.js");
  const zip = writeZip(interfaces);
  await replaceFile(path, zip);
  await rememberZip(recordFile, path, interfaces, zip);
}

type Made =
  | { readonly kind: "made"; readonly zip: Uint8Array; /** Warnings. */ readonly hasFindings: boolean }
  | { readonly kind: "refused" };

/** Shows what it finds. */
async function makeZip(files: readonly PackageFile[], shownAt: string, output: Output): Promise<Made> {
  const [{ verifyPackage }, { writeZip }, { readZip }] = await Promise.all([
    import("../pack/verify-package.js"),
    import("../pack/write-zip.js"),
    import("../../runtime/node/read-zip.js"),
  ]);
  const { problems, diagnostics } = verifyPackage(files, shownAt);
  const zip = writeZip(files);
  // Names that a zip may not have, too.
  const unsafe = readZip(zip).problems.map((message): PackageProblem => ({ severity: "error", message }));
  output.diagnostics(diagnostics);
  showPackageProblems([...problems, ...unsafe], output);
  const findings = [...diagnostics, ...problems, ...unsafe];
  if (findings.some(({ severity }) => severity === "error")) return { kind: "refused" };
  return { kind: "made", zip, hasFindings: findings.length > 0 };
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
