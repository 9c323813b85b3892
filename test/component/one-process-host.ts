/** The least host that a component can talk to: requests in, answers out, and an end when the requests are used up. */

import type { Address } from "../../runtime/contract/address.js";
import type { Standard } from "../../runtime/contract/standard.js";

const our: Address = {
  node: "alice.os",
  process: { processName: "subject", packageName: "test", publisherNode: "template.os" },
};

/** Thrown out of `receive`, and through the component, when every request was delivered. */
export class RequestsUsedUp extends Error {}

/** Delivers each body as a request that expects an answer, and hands answers and prints over as text. */
export function createHost(bodies: Iterable<string>, onOutput: (text: string) => void): Standard {
  const rest = bodies[Symbol.iterator]();
  const unused = (): never => {
    throw new Error("not part of this test");
  };
  return {
    our: () => our,
    printToTerminal: (_verbosity, message) => onOutput(message),
    receive() {
      const next = rest.next();
      if (next.done === true) throw new RequestsUsedUp();
      const body = new TextEncoder().encode(next.value);
      const request = { inherit: false, expectsResponse: 5n, body, metadata: undefined, capabilities: [] };
      return [our, { tag: "request", val: request }];
    },
    sendResponse: ({ body }) => onOutput(new TextDecoder().decode(body)),
    getOnExit: unused,
    setOnExit: unused,
    getState: unused,
    setState: unused,
    clearState: unused,
    spawn: unused,
    saveCapabilities: unused,
    dropCapabilities: unused,
    ourCapabilities: unused,
    hasBlob: unused,
    getBlob: unused,
    lastBlob: unused,
    sendRequest: unused,
    sendRequests: unused,
    sendAndAwaitResponse: unused,
  };
}
