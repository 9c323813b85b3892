/** A host that hands a guest the same request again and again, as fast as it takes them, and counts the answers. */

import type { Address, LazyLoadBlob, Message, Standard } from "../../runtime/contract/index.js";
import { peerAnswer, smallMessage, type WorkMessage } from "./messages.js";

export interface ScriptedRequest {
  readonly source: Address;
  readonly body: Uint8Array;
  readonly blob: LazyLoadBlob | undefined;
  readonly isAnswer: (text: string) => boolean;
}

export interface Script {
  readonly request: ScriptedRequest;
  readonly warmUpMs: number;
  readonly measureMs: number;
}

export interface ScriptedHost {
  readonly standard: Standard;
  /** Call when `ScriptEnded` has been thrown. Throws if the guest did not answer every request, or the last one wrongly. */
  readonly messagesPerSecond: () => number;
}

/** Ends the guest's loop: thrown by `receive` when the time is over. */
export class ScriptEnded extends Error {
  override readonly name = "ScriptEnded";
}

const our: Address = {
  node: "bench.os",
  process: { processName: "work", packageName: "work", publisherNode: "bench.os" },
};

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A message of a process of the same node. */
export function localCall({ body, isAnswer }: WorkMessage): ScriptedRequest {
  const caller = { processName: "caller", packageName: "bench", publisherNode: "bench.os" };
  return { source: { node: our.node, process: caller }, body, blob: undefined, isAnswer };
}

/** `add` as the http-server forwards it, with the headers that curl sends. */
export const httpPost: ScriptedRequest = {
  source: { node: our.node, process: { processName: "http-server", packageName: "distro", publisherNode: "sys" } },
  body: encode(
    JSON.stringify({
      Http: {
        source_socket_addr: "127.0.0.1:40000",
        method: "POST",
        url: "http://localhost/work:work:bench.os/api/total",
        bound_path: "/work:work:bench.os/api/total",
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
  isAnswer: smallMessage.isAnswer,
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
  /** Requests of the process: what each is answered with, and its context. */
  const unanswered: (readonly [source: Address, body: Uint8Array, context: Uint8Array | undefined])[] = [];

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
      const first = unanswered.shift();
      if (first) {
        const [source, body, context] = first;
        return [source, { tag: "response", val: [{ inherit: false, body, metadata: undefined, capabilities: [] }, context] }];
      }
      if (handedOver % clockInterval === 0) lookAtClock();
      handedOver++;
      return [request.source, message];
    },
    hasBlob: () => request.blob !== undefined,
    getBlob: () => request.blob,
    lastBlob: () => request.blob,
    // What it asks for while it starts, its bindings, is confirmed at once.
    sendRequest(target, _request, context) {
      unanswered.push([target, target.process.processName === "peer" ? peerAnswer : confirmation, context]);
    },
    sendResponse(response, blob) {
      answers++;
      lastAnswer = blob?.bytes ?? response.body;
    },
  };

  return {
    standard,
    messagesPerSecond() {
      if (answers !== handedOver || !request.isAnswer(decode(lastAnswer))) {
        throw new Error(`${handedOver} requests, ${answers} answers, the last one ${decode(lastAnswer).slice(0, 200)}`);
      }
      return rate;
    },
  };
}
