import { createProject } from "../support/project.js";
import { createNodeHost } from "./node-host.js";
import { runCases } from "./run-cases.js";

const project = await createProject("test/cases/subject/project");

runCases(
  "the subject on a node, as a component",
  () => createNodeHost(project, "component"),
  () => project.remove(),
);
