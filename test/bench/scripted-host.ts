/** A host that hands a guest the same request again and again, as fast as it takes them, and counts the answers. */

import type { Address, LazyLoadBlob, Message, Standard } from "../../runtime/contract/index.js";

export interface ScriptedRequest {
  readonly source: Address;
  readonly body: Uint8Array;
  readonly blob: LazyLoadBlob | undefined;
}

export interface Script {
  readonly request: ScriptedRequest;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface ScriptedHost {
  readonly standard: Standard;
  /** Call when `ScriptEnded` has been thrown. Throws if the guest did not answer every request with a number. */
  readonly messagesPerSecond: () => number;
}

/** Ends the guest's loop: thrown by `receive` when the time is over. */
export class ScriptEnded extends Error {
  override readonly name = "ScriptEnded";
}

const our: Address = {
  node: "bench.os",
  process: { processName: "counter", packageName: "counter", publisherNode: "template.os" },
};

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** `add` by a process of the same node. */
export const localCall: ScriptedRequest = {
  source: { node: our.node, process: { processName: "caller", packageName: "bench", publisherNode: "bench.os" } },
  body: encode('{"Add":1}'),
  blob: undefined,
};

/** `add` as the http-server forwards it, with the headers that curl sends. */
export const httpPost: ScriptedRequest = {
  source: { node: our.node, process: { processName: "http-server", packageName: "distro", publisherNode: "sys" } },
  body: encode(
    JSON.stringify({
      Http: {
        source_socket_addr: "127.0.0.1:40000",
        method: "POST",
        url: "http://localhost/counter:counter:template.os/api/total",
        bound_path: "/counter:counter:template.os/api/total",
        headers: {
          host: "localhost:8080",
          "user-agent": "curl/8.5.0",
          accept: "*/*",
          "content-length": "1",
          "content-type": "application/x-www-form-urlencoded",
        },
        url_params: {},
        query_params: {},
      },
    }),
  ),
  blob: { mime: undefined, bytes: encode("1") },
};

const unused = (): never => {
  throw new Error("not part of the bench");
};

/** What a program gets that uses nothing but the terminal. */
export function printingHost(print: (text: string) => void): Standard {
  return {
    our: () => our,
    printToTerminal: (_verbosity, text) => print(text),
    getOnExit: () => ({ tag: "none" }),
    setOnExit: unused,
    getState: () => undefined,
    setState: unused,
    clearState: unused,
    spawn: unused,
    saveCapabilities: unused,
    dropCapabilities: unused,
    ourCapabilities: unused,
    receive: unused,
    hasBlob: () => false,
    getBlob: () => undefined,
    lastBlob: () => undefined,
    sendRequest: unused,
    sendRequests: unused,
    sendResponse: unused,
    sendAndAwaitResponse: unused,
  };
}

/** Messages between two looks at the clock. */
const clockInterval = 16;

export function createScriptedHost({ request, warmUpMs, measureMs }: Script): ScriptedHost {
  let handedOver = 0;
  let answers = 0;
  let lastAnswer: Uint8Array = encode("none");
  let startMs = -1;
  let measured: { readonly fromMs: number; readonly fromMessage: number } | undefined;
  let rate = 0;

  const message: Message = {
    tag: "request",
    val: { inherit: false, expectsResponse: 30n, body: request.body, metadata: undefined, capabilities: [] },
  };
  const confirmation = encode('{"Ok":null}');
  const unconfirmed: (Uint8Array | undefined)[] = [];

  function lookAtClock(): void {
    const nowMs = performance.now();
    if (startMs < 0) startMs = nowMs;
    if (!measured) {
      if (nowMs - startMs >= warmUpMs) measured = { fromMs: nowMs, fromMessage: handedOver };
    } else if (nowMs - measured.fromMs >= measureMs) {
      rate = ((handedOver - measured.fromMessage) * 1000) / (nowMs - measured.fromMs);
      throw new ScriptEnded("the time is over");
    }
  }

  const standard: Standard = {
    ...printingHost(() => {}),
    setState: () => {},
    receive() {
      if (unconfirmed.length > 0) {
        const response = { inherit: false, body: confirmation, metadata: undefined, capabilities: [] };
        return [request.source, { tag: "response", val: [response, unconfirmed.shift()] }];
      }
      if (handedOver % clockInterval === 0) lookAtClock();
      handedOver++;
      return [request.source, message];
    },
    hasBlob: () => request.blob !== undefined,
    getBlob: () => request.blob,
    lastBlob: () => request.blob,
    // What the process asks for while it starts, its bindings, is confirmed at once.
    sendRequest: (_target, _request, context) => void unconfirmed.push(context),
    sendResponse(response, blob) {
      answers++;
      lastAnswer = blob?.bytes ?? response.body;
    },
  };

  return {
    standard,
    messagesPerSecond() {
      if (answers !== handedOver || !/^\d+$/.test(decode(lastAnswer))) {
        throw new Error(`${handedOver} requests, ${answers} answers, the last one ${decode(lastAnswer)}`);
      }
      return rate;
    },
  };
}
