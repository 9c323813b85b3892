/** A process that is not installed and asks one that is. */

import { parseProcessId, type ProcessId } from "../../runtime/contract/index.js";
import type { LocalNode } from "../../runtime/node/index.js";

/** Sends a request and gives the body of its answer. Waits as long as that takes. */
export type Asker = (body: string) => Promise<string>;

/** Both are process ids, `name:package:publisher`. What is asked has to be public. */
export function createAsker(node: LocalNode, asker: string, target: string): Asker {
  const waiting = new Map<bigint, (body: string) => void>();
  const port = node.kernel.addModule(
    readProcessId(asker),
    ({ id, message }) => {
      if (message.tag === "response") waiting.get(id)?.(new TextDecoder().decode(message.val[0].body));
      waiting.delete(id);
    },
    { isPublic: true },
  );
  const address = { node: node.kernel.node, process: readProcessId(target) };
  return (body) =>
    new Promise((resolve) => {
      const extra = { expectsResponse: 60n, rsvp: port.address };
      waiting.set(port.request(address, new TextEncoder().encode(body), extra), resolve);
    });
}

export function readProcessId(text: string): ProcessId {
  const id = parseProcessId(text);
  if (!id) throw new RangeError(`\`${text}\` is not a process id`);
  return id;
}
