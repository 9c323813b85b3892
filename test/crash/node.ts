/** A node in a program of its own, to be killed: the parent says what to run and gets the address. */

import { createNode, type Installation } from "../../runtime/node/index.js";

export interface NodePlan {
  readonly home: string;
  readonly installations: readonly Installation[];
}

process.once("message", (plan) => void run(plan as NodePlan));
// A parent that was killed itself leaves nothing behind.
process.once("disconnect", () => process.exit());

async function run({ home, installations }: NodePlan): Promise<void> {
  const node = await createNode({ name: "test.os", home, port: 0, print: () => {} });
  await node.install(installations);
  process.send?.(node.url);
}
