/** `--ports-file`: where other programs read at which ports the nodes are. */

import { rm } from "node:fs/promises";
import { writeAtomically } from "../project/node-host.js";

/** Writes `{"alice.os": 8080}`, whole or not at all. The result takes the file away again. */
export async function writePortsFile(
  path: string,
  nodes: readonly { readonly name: string; readonly url: string }[],
): Promise<() => Promise<void>> {
  const ports = Object.fromEntries(nodes.map(({ name, url }) => [name, Number(new URL(url).port)]));
  await writeAtomically(path, `${JSON.stringify(ports)}\n`);
  return () => rm(path, { force: true });
}
