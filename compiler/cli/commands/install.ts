/** `hproc install` */

import { findPackage } from "../../pack/find-package.js";
import { inspectZip } from "../../pack/inspect-zip.js";
import { metadataOnWire } from "../../pack/read-metadata.js";
import { formatPackageId, installPackage, uploadPackage, type PackageId } from "../../rpc/app-store.js";
import { createEndpoint, defaultNodeUrl } from "../../rpc/endpoint.js";
import type { Command } from "../command.js";
import { describePackage, showPackageProblems } from "../pack-project.js";

export const install: Command = {
  help: `usage: hproc install [path|package.zip] [--node URL] [--metadata FILE]

Installs a package that \`hproc build\` or kit has made on a running node, and starts its processes, each in place of one
with the same id. Their state stays.

  path              a project with metadata.json and target/<package>:<publisher>.zip; the current folder when left out
  package.zip       the zip itself, with metadata.json beside it or in the folder above
  --node URL        the node; ${defaultNodeUrl} when left out
  --metadata FILE   the metadata of the package

A Hyperdrive node takes packages when it was started with \`--expose-local\`, from its own machine.

examples:
  hproc build && hproc install
  hproc install examples/todo --node http://localhost:9000
  hproc install target/todo:template.os.zip`,
  options: { node: { type: "string" }, metadata: { type: "string" } },
  operand: "path or zip",
  async run({ path, values, output }) {
    const endpoint = createEndpoint(String(values["node"] ?? defaultNodeUrl));
    const { metadata: metadataPath } = values;
    const { zip, metadata } = await findPackage(path, typeof metadataPath === "string" ? metadataPath : undefined);
    if (!zip || !metadata.value) {
      output.diagnostics(metadata.diagnostics);
      return 1;
    }
    const { sha256, files, processNames, ...found } = inspectZip(zip, metadata);
    // A node takes what `hproc pack --check` only warns of.
    const problems = found.problems.filter(({ severity }) => severity === "error");
    output.diagnostics(found.diagnostics);
    showPackageProblems(problems, output);
    if ([...problems, ...found.diagnostics].some(({ severity }) => severity === "error")) return 1;

    const { package_name: name, publisher, current_version: version } = metadata.value.properties;
    const id: PackageId = { packageName: name, publisherNode: publisher };
    output.line(describePackage(zip.path, zip.bytes, files));
    output.progress(`uploading to ${endpoint.url}`);
    await uploadPackage(endpoint, id, zip.bytes);
    output.progress("starting the processes");
    await installPackage(endpoint, id, { versionHash: sha256, metadata: metadataOnWire(metadata.value) });
    const packageName = formatPackageId(id);
    output.line(`installed ${packageName} ${version} on ${endpoint.url}`, {
      kind: "installed",
      package: packageName,
      version,
      hash: sha256,
      node: endpoint.url,
      processes: processNames.map((each) => `${each}:${packageName}`),
    });
    for (const each of processNames) output.line(`  ${endpoint.url}/${each}:${packageName}`);
    return 0;
  },
};
