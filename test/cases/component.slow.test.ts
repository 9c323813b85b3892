import { join } from "node:path";
import { buildComponent } from "../../compiler/component/build.js";
import { starlingMonkey } from "../../compiler/component/starlingmonkey.js";
import { createProject } from "../support/project.js";
import { createNodeHost } from "./node-host.js";
import { runCases } from "./run-cases.js";

const project = await createProject("test/cases/subject/project");

runCases(
  "the subject on a node, as a component",
  () =>
    createNodeHost(project, async (processName) => {
      const wasmPath = join(project.folder, "pkg", `${processName}.wasm`);
      const built = await buildComponent({
        entry: `generated/${processName}.main.ts`,
        projectRoot: project.folder,
        engine: starlingMonkey,
        cacheFolder: join(project.folder, ".hproc/components"),
        outFile: wasmPath,
      });
      if (built.kind === "failed") throw new Error(built.problems[0]?.message);
      return { kind: "component", wasmPath };
    }),
  () => project.remove(),
);
