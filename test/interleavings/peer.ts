/** The process that the played one calls: it answers when a plan says so, with what it was asked. */

import { encodeUtf8 } from "../../runtime/contract/index.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import type { FakeKernel, ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import type { AnswerManner } from "./plan.js";

export class Peer {
  readonly module: ScriptedModule;
  /** Answers whatever it is asked at once. */
  isQuick = false;
  readonly #kernel: FakeKernel;
  readonly #asked: KernelMessage[] = [];

  constructor(kernel: FakeKernel) {
    this.#kernel = kernel;
    this.module = kernel.module("d:test:test.os", (message) => {
      if (message.message.tag !== "request") return;
      this.#asked.push(message);
      if (this.isQuick) this.answer(0, "right");
    });
  }

  /** `choice` is one of what it was asked and has not answered, if there is any. */
  answer(choice: number, manner: AnswerManner): void {
    this.#kernel.kernel.pump();
    const [message] = this.#asked.splice(choice % Math.max(1, this.#asked.length), 1);
    if (message?.message.tag !== "request") return;
    const { Ask: text } = JSON.parse(new TextDecoder().decode(message.message.val.body)) as { Ask: string };
    const body = encodeUtf8(manner === "malformed" ? '{"Ask":' : JSON.stringify(text));
    this.module.respond(message, body, manner === "refused" ? { metadata: '"hproc:failure"' } : {});
    if (manner === "twice") this.module.respond(message, body);
  }

  answerAll(): void {
    while (this.#asked.length > 0) this.answer(0, "right");
  }
}
