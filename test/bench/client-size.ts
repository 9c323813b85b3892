/** What the client of the to-do list adds to a page: bundled and minified, as it is and as it travels. */

import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleClient } from "../support/client.js";
import { createProject } from "../support/project.js";
import type { Bench } from "./bench.js";
import { compare } from "./table.js";

export const clientSize: Bench = {
  name: "client",
  async measure() {
    const project = await createProject("examples/todo");
    const { outputFiles } = await bundleClient({ entry: join(project.folder, "generated/todo.client.ts"), minify: true });
    await project.remove();
    const bundle = outputFiles?.[0]?.contents;
    if (!bundle) throw new Error("nothing was bundled");
    const zipped = gzipSync(bundle).length;
    return [
      { name: "client: todo, minified", value: bundle.length / 1e3, unit: "kB" },
      {
        name: "client: todo, gzipped",
        value: zipped / 1e3,
        unit: "kB",
        comparison: compare(zipped, "minified", bundle.length),
      },
    ];
  },
};
