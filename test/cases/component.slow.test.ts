import { engineNames } from "../../compiler/model/engine.js";
import { createProject } from "../support/project.js";
import { createNodeHost } from "./node-host.js";
import { runCases } from "./run-cases.js";

for (const engine of engineNames) {
  const project = await createProject("test/cases/subject/project");
  runCases(
    `the subject on a node, as a component with ${engine}`,
    () => createNodeHost(project, `component ${engine}`),
    () => project.remove(),
  );
}
