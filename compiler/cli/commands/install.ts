/** `hproc install` */

import { checkPackage } from "../../package/check-package.js";
import { findPackage } from "../../package/find-package.js";
import { installPackage, uploadPackage, type PackageId } from "../../rpc/app-store.js";
import { createEndpoint, defaultNodeUrl } from "../../rpc/endpoint.js";
import type { Command } from "../command.js";
import { formatBytes } from "../summary.js";

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
    const found = await findPackage(path, typeof metadataPath === "string" ? metadataPath : undefined);
    const checked = checkPackage(found);
    if (checked.kind === "wrong") {
      output.error(`hproc: ${checked.message}`);
      return 1;
    }

    const { metadata, zip, zipPath, hash } = found;
    const id: PackageId = { packageName: metadata.packageName, publisherNode: metadata.publisher };
    output.line(`${zipPath}: ${formatBytes(zip.length)}, version ${metadata.currentVersion}, hash ${hash}`);
    output.progress(`uploading to ${endpoint.url}`);
    await uploadPackage(endpoint, id, zip);
    output.progress("starting the processes");
    await installPackage(endpoint, id, { versionHash: hash, metadata: metadata.onWire });
    const packageName = `${id.packageName}:${id.publisherNode}`;
    output.line(`installed ${packageName} on ${endpoint.url}`, {
      kind: "installed",
      package: packageName,
      version: metadata.currentVersion,
      hash,
      node: endpoint.url,
      processes: checked.processNames.map((name) => `${name}:${packageName}`),
    });
    for (const name of checked.processNames) output.line(`  ${endpoint.url}/${name}:${packageName}`);
    return 0;
  },
};
