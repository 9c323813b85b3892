/** A process that a test plays: it sends requests and gets their answers, and has no code. */

import type { Address } from "../contract/address.js";
import type { Exchanges, Reply } from "../guest/exchanges.js";
import type { KernelMessage } from "../node/kernel-message.js";
import type { FakeKernel, ScriptedModule } from "./fake-kernel.js";

export interface Caller {
  readonly exchanges: Pick<Exchanges, "send">;
  readonly our: Address;
  /** The node of the process that it calls. */
  readonly target: string;
}

/** The process `tester:test:test.os` of a node. Its requests end as `timeout` when their time is over. */
export class Tester {
  readonly #kernel: FakeKernel;
  readonly #port: ScriptedModule;
  readonly #waiting = new Map<bigint, (reply: Reply) => void>();

  constructor(kernel: FakeKernel) {
    this.#kernel = kernel;
    const handle = ({ id, message, blob }: KernelMessage): void => {
      if (message.tag === "response") this.#settle(id, { kind: "response", response: message.val[0], blob });
    };
    this.#port = kernel.module("tester:test:test.os", handle, { isRecorded: false });
  }

  callerOf(target: string): Caller {
    const send: Exchanges["send"] = ({ target: address, body, blob, timeoutSeconds }, onReply) => {
      const extra = { expectsResponse: BigInt(timeoutSeconds), ...(blob ? { blob } : {}) };
      const id = this.#port.request(address, body, extra);
      this.#waiting.set(id, onReply);
      this.#kernel.clock.after(timeoutSeconds * 1000, () => this.#settle(id, { kind: "failure", failure: "timeout" }));
    };
    return { exchanges: { send }, our: this.#port.address, target };
  }

  #settle(id: bigint, reply: Reply): void {
    const onReply = this.#waiting.get(id);
    this.#waiting.delete(id);
    onReply?.(reply);
  }
}
