/** `hproc pack` */

import { dirname, join } from "node:path";
import { checkSchema } from "../../pipeline.js";
import { isFolder, locateSchema } from "../../project/locate.js";
import { nodeHost } from "../../project/node-host.js";
import { UsageError } from "../../project/usage-error.js";
import type { Command } from "../command.js";

export const pack: Command = {
  help: `usage: hproc pack [path] [--check]

Zips pkg/ again, as it is, into target/<package>:<publisher>.zip, and writes the zip's hash into metadata.json: what the
last step of \`hproc build\` does, for what you have put into pkg/ since. Equal files give an equal zip.

  --check   write nothing; look at a package as a node and kit will, and exit with 1 if they would refuse it. The path
            may also be a zip, or a folder with a manifest.json

examples:
  hproc pack
  hproc pack examples/todo --check
  hproc pack --check target/todo:template.os.zip`,
  options: { check: { type: "boolean" } },
  async run({ path, values, output }) {
    if (values["check"]) {
      const { checkPackage } = await import("../check-package.js");
      return await checkPackage(path, output);
    }
    const schema = await locateSchema(path);
    const { model, config, diagnostics } = await checkSchema(schema, nodeHost);
    output.diagnostics(diagnostics);
    if (!model) return 1;
    if (!(await isFolder(join(schema.folder, "pkg")))) {
      throw new UsageError(`there is nothing to pack beside \`${schema.displayPath}\` yet; \`hproc build\` makes it`);
    }
    const { packProject } = await import("../pack-project.js");
    const project = { folder: schema.folder, displayFolder: dirname(schema.displayPath), model, config };
    return (await packProject(project, output)) ? 0 : 1;
  },
};
