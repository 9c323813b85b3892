import { join } from "node:path";
import { writeAtomically } from "../../compiler/project/node-host.js";
import { bundleModule, createProject } from "../support/project.js";
import { createNodeHost } from "./node-host.js";
import { runCases } from "./run-cases.js";

const project = await createProject("test/cases/subject/project");

runCases(
  "the subject on a node, without WebAssembly",
  () =>
    createNodeHost(project, async (processName) => {
      const bundlePath = join(project.folder, ".hproc", `${processName}.js`);
      const { source, sourceMap } = await bundleModule(project, `generated/${processName}.main.ts`);
      await writeAtomically(`${bundlePath}.map`, sourceMap);
      await writeAtomically(bundlePath, source);
      return { kind: "direct", bundlePath };
    }),
  () => project.remove(),
);
