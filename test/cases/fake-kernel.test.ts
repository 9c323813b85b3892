import { suite } from "uvu";
import { createProject, loadDefinition } from "../support/project.js";
import type { CaseHost } from "./case-host.js";
import { createFakeHost } from "./fake-host.js";
import { subjectCases } from "./subject/cases.js";

const project = await createProject("test/cases/subject/project");
const subject = await loadDefinition(project, "subject");
const peer = await loadDefinition(project, "peer");
await project.remove();

let host: CaseHost;
const cases = suite("the subject on the fake kernel");

cases.before(async () => {
  host = await createFakeHost(subject, peer);
});
cases.after(() => host.stop());

for (const { name, run } of subjectCases) cases(name, () => run(host));

cases.run();
