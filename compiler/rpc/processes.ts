/** The processes that a node knows: `{"Debug":"ProcessMap"}` of `kernel:distro:sys` (hyperdrive `lib/src/kernel.rs`). */

import type { Endpoint } from "./endpoint.js";
import { parseRecord, isRecord } from "./json.js";
import { NodeError } from "./node-error.js";

export interface NodeProcess {
  /** `counter:counter:template.os`. */
  readonly id: string;
  /** False for a part of the node itself. */
  readonly isInstalled: boolean;
  /** Every local process may send to it. */
  readonly isPublic: boolean;
}

/** By id. One that has failed at its start, and is not tried again, is still among them. */
export async function listProcesses(endpoint: Endpoint): Promise<readonly NodeProcess[]> {
  const timeoutSeconds = 15;
  const answer = await endpoint.send({ process: "kernel:distro:sys", body: '{"Debug":"ProcessMap"}', timeoutSeconds });
  if (!answer)
    throw new NodeError(`the kernel of the node at ${endpoint.url} has not answered within ${timeoutSeconds} s`);
  const debug = parseRecord(answer.body)?.["Debug"];
  const map = isRecord(debug) ? debug["ProcessMap"] : undefined;
  if (!isRecord(map)) throw new NodeError(`the kernel of the node at ${endpoint.url} has not shown its processes`);
  return Object.entries(map)
    .map(([id, process]) => ({
      id,
      isInstalled: isRecord(process) && process["wasm_bytes_handle"] !== "",
      isPublic: isRecord(process) && process["public"] === true,
    }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}
