/** A guest `g` under test between two requesters `a` and `b` and a process `d` that it asks, all with real hosts. */

import type { Received } from "../../runtime/contract/standard.js";
import type { SendError } from "../../runtime/contract/standard.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import type { FakeKernelOptions, FakeProcess } from "../../runtime/testing/fake-kernel.js";

export interface HostWorld {
  readonly kernel: FakeKernel;
  readonly g: Actor;
  readonly a: Actor;
  readonly b: Actor;
  readonly d: Actor;
}

export function createHostWorld(options: FakeKernelOptions = {}): HostWorld {
  const kernel = new FakeKernel(options);
  const actor = (name: string): Actor =>
    new Actor(kernel.process(`${name}:test:test.os`, { isNetworked: true }), kernel);
  return { kernel, g: actor("g"), a: actor("a"), b: actor("b"), d: actor("d") };
}

export interface AskOptions {
  readonly seconds?: bigint;
  readonly context?: string;
  readonly inherit?: boolean;
  readonly blob?: string;
}

/** A process as a test speaks of it: texts for bodies, and what came as one line each. */
export class Actor {
  readonly process: FakeProcess;
  readonly #kernel: FakeKernel;

  constructor(process: FakeProcess, kernel: FakeKernel) {
    this.process = process;
    this.#kernel = kernel;
  }

  get host(): FakeProcess["host"] {
    return this.process.host;
  }

  get warnings(): string[] {
    return this.process.warnings.map((warning) => warning.kind);
  }

  /** Sends a request that expects a response. */
  ask(target: Actor, body: string, options: AskOptions = {}): void {
    this.#send(target, body, options, options.seconds ?? 30n);
  }

  /** Sends a request that expects none. */
  tell(target: Actor, body: string, options: AskOptions = {}): void {
    this.#send(target, body, options, undefined);
  }

  answer(body: string, options: { readonly inherit?: boolean; readonly blob?: string } = {}): void {
    const { inherit = false, blob } = options;
    this.host.sendResponse({ inherit, body: bytes(body), metadata: undefined, capabilities: [] }, blobOf(blob));
  }

  /** Receives one item: `request A`, `response x [context]`, `timeout of s1 [context]`. */
  receive(): string {
    return describe(this.process.receive());
  }

  /** Receives all that has come. */
  receiveAll(): string[] {
    const lines: string[] = [];
    for (;;) {
      this.#kernel.kernel.pump();
      const received = this.host.tryReceive();
      if (!received) return lines;
      lines.push(describe(received));
    }
  }

  /** The text of the blob of the current message. */
  get blob(): string | undefined {
    return textOf(this.host.getBlob()?.bytes);
  }

  get lastBlob(): string | undefined {
    return textOf(this.host.lastBlob()?.bytes);
  }

  #send(target: Actor, body: string, options: AskOptions, expectsResponse: bigint | undefined): void {
    const { inherit = false, context, blob } = options;
    this.host.sendRequest(
      target.process.our,
      request({ body, inherit, expectsResponse }),
      context === undefined ? undefined : bytes(context),
      blobOf(blob),
    );
  }
}

export function describe(received: Received): string {
  if (received.tag === "err") return describeFailure(...received.val);
  const [, message] = received.val;
  if (message.tag === "request") return `request ${textOf(message.val.body)}`;
  const [response, context] = message.val;
  return `response ${textOf(response.body)}${inBrackets(context)}`;
}

function describeFailure(error: SendError, context: Uint8Array | undefined): string {
  const body = error.message.tag === "request" ? error.message.val.body : error.message.val[0].body;
  return `${error.kind} of ${textOf(body)}${inBrackets(context)}`;
}

function inBrackets(context: Uint8Array | undefined): string {
  return context ? ` [${textOf(context)}]` : "";
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(utf8: Uint8Array): string;
export function textOf(utf8: Uint8Array | undefined): string | undefined;
export function textOf(utf8: Uint8Array | undefined): string | undefined {
  return utf8 && new TextDecoder().decode(utf8);
}

function blobOf(text: string | undefined): { mime: undefined; bytes: Uint8Array } | undefined {
  return text === undefined ? undefined : { mime: undefined, bytes: bytes(text) };
}
