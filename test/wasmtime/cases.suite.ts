import { createNodeHost } from "../cases/node-host.js";
import { runCases } from "../cases/run-cases.js";
import { createProject } from "../support/project.js";

const project = await createProject("test/cases/subject/project");

runCases(
  "the subject on a node, in wasmtime",
  () => createNodeHost(project, "wasmtime"),
  () => project.remove(),
);
