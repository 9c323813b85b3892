/** `hproc uninstall` */

import { parsePackageId } from "../package-id.js";
import { UsageError } from "../../project/usage-error.js";
import { formatPackageId, uninstallPackage } from "../../rpc/app-store.js";
import { createEndpoint, defaultNodeUrl } from "../../rpc/endpoint.js";
import type { Command } from "../command.js";

export const uninstall: Command = {
  help: `usage: hproc uninstall <package> [--node URL]

Ends the processes of a package on a running node and deletes its files. What they have saved stays, and is there again
when the package is.

  <package>    package:publisher
  --node URL   the node; ${defaultNodeUrl} when left out

examples:
  hproc uninstall todo:template.os`,
  options: { node: { type: "string" } },
  operand: "package",
  async run({ operands: [word], values, output }) {
    if (word === undefined)
      throw new UsageError("`hproc uninstall` takes a package, as in `hproc uninstall todo:template.os`");
    const id = parsePackageId(word);
    const endpoint = createEndpoint(String(values["node"] ?? defaultNodeUrl));
    await uninstallPackage(endpoint, id);
    output.line(`uninstalled ${formatPackageId(id)} from ${endpoint.url}`);
    return 0;
  },
};
