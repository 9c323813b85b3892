/** A host that hands a guest the same request again and again, as fast as it takes them, and counts the answers. */

import type { Address, LazyLoadBlob, Message, Standard } from "../../runtime/contract/index.js";

export interface ScriptedHost {
  readonly standard: Standard;
  /** Answers so far. */
  readonly answerCount: () => number;
}

/** Ends the guest's loop: thrown by `receive` when all requests have been handed over. */
export class ScriptEnded extends Error {
  override readonly name = "ScriptEnded";
}

const our: Address = {
  node: "bench.os",
  process: { processName: "counter", packageName: "counter", publisherNode: "template.os" },
};

/** `onMeasure` is called when `warmUpCount` requests have been handed over. */
export function createScriptedHost(
  source: Address,
  body: Uint8Array,
  blob: LazyLoadBlob | undefined,
  counts: { readonly warmUpCount: number; readonly requestCount: number; readonly onMeasure: () => void },
): ScriptedHost {
  let handedOver = 0;
  let answers = 0;
  const message: Message = {
    tag: "request",
    val: { inherit: false, expectsResponse: 30n, body, metadata: undefined, capabilities: [] },
  };
  const confirmation = new TextEncoder().encode('{"Ok":null}');
  const pending: (Uint8Array | undefined)[] = [];
  const unused = (): never => {
    throw new Error("not part of the bench");
  };
  const standard: Standard = {
    our: () => our,
    printToTerminal: () => {},
    getOnExit: () => ({ tag: "none" }),
    setOnExit: unused,
    getState: () => undefined,
    setState: () => {},
    clearState: unused,
    spawn: unused,
    saveCapabilities: unused,
    dropCapabilities: unused,
    ourCapabilities: unused,
    receive() {
      if (pending.length > 0) {
        const context = pending.shift();
        const response = { inherit: false, body: confirmation, metadata: undefined, capabilities: [] };
        return [source, { tag: "response", val: [response, context] }];
      }
      if (handedOver === counts.warmUpCount) counts.onMeasure();
      if (handedOver === counts.warmUpCount + counts.requestCount) throw new ScriptEnded("the script has ended");
      handedOver++;
      return [source, message];
    },
    hasBlob: () => blob !== undefined,
    getBlob: () => blob,
    lastBlob: () => blob,
    // Bindings of the process are confirmed at once.
    sendRequest: (_target, _request, context) => void pending.push(context),
    sendRequests: unused,
    sendResponse: () => void answers++,
    sendAndAwaitResponse: unused,
  };
  return { standard, answerCount: () => answers };
}
