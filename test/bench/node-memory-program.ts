/** Starts ten nodes that reach each other, one after the other, and says how much memory the program then has each time. */

import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createNode, Network } from "../../runtime/node/index.js";
import { createProject } from "../support/project.js";
import { prepareInstallations } from "../support/run-project.js";

const project = await createProject("examples/counter");
const installations = await prepareInstallations(project, "direct");
const network = new Network();
const sizes = [await residentBytes()];
const nodes = [];
for (let index = 0; index < 10; index++) {
  const name = `node-${index}.os`;
  const node = await createNode({ name, home: join(project.folder, "nodes", name), port: 0, network, print: () => {} });
  await node.install(installations);
  // One answer, so that what the first request brings is there.
  await (await fetch(`${node.url}/counter:counter:template.os/api/total`)).text();
  nodes.push(node);
  sizes.push(await residentBytes());
}
console.log(`resident after each: ${sizes.join(" ")}`);
await Promise.all(nodes.map((node) => node.stop()));
await project.remove();

/** Once what is not needed any more has been given back. */
async function residentBytes(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    global.gc?.();
    await delay(50);
  }
  return process.memoryUsage.rss();
}
