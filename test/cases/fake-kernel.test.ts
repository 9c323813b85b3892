import { createProject, loadDefinition } from "../support/project.js";
import { createFakeHost } from "./fake-host.js";
import { runCases } from "./run-cases.js";

const project = await createProject("test/cases/subject/project");

runCases(
  "the subject on the fake kernel",
  async () => createFakeHost(await loadDefinition(project, "subject"), await loadDefinition(project, "peer")),
  () => project.remove(),
);
