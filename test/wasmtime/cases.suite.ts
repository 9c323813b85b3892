import { createNodeHost } from "../cases/node-host.js";
import { engineNames } from "../../compiler/model/engine.js";
import { runCases } from "../cases/run-cases.js";
import { createProject } from "../support/project.js";

for (const engine of engineNames) {
  const project = await createProject("test/cases/subject/project");
  runCases(
    `the subject on a node, in wasmtime with ${engine}`,
    () => createNodeHost(project, `wasmtime ${engine}`),
    () => project.remove(),
  );
}
