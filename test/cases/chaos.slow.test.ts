/** Nothing of what processes do depends on an order that Hyperdrive does not promise. */

import { createProject } from "../support/project.js";
import { createNodeHost } from "./node-host.js";
import { runCases } from "./run-cases.js";

const project = await createProject("test/cases/subject/project");
const seed = Math.floor(Math.random() * 2 ** 32);

runCases(
  `the subject on a node in chaos, seed ${seed}`,
  () => createNodeHost(project, "direct", seed),
  () => project.remove(),
);
