/** The http-client of the node, and servers that answer, talk and close when a plan says so. */

import { encodeUtf8, formatAddress } from "../../runtime/contract/index.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import type { FakeKernel, ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { subject } from "./messages.js";
import type { PickUpManner, Step } from "./plan.js";
import type { Task } from "./table.js";

/** A request to connect. */
interface Dialled {
  readonly message: KernelMessage;
  readonly channelId: number;
  /** The process has closed the channel before it was open: it then is no more. */
  isHungUp: boolean;
}

export class Servers {
  readonly module: ScriptedModule;
  /** Wrong in what the process has asked for. */
  readonly faults: string[] = [];
  /** Takes up whatever is dialled at once. */
  isQuick = false;
  readonly #kernel: FakeKernel;
  #dialled: Dialled[] = [];
  /** Of what is open already. */
  #owedAnswers: KernelMessage[] = [];
  #open: number[] = [];

  /** `onPush` is told what the process says. */
  constructor(kernel: FakeKernel, onPush: (text: string) => void) {
    this.#kernel = kernel;
    this.module = kernel.module("http-client:distro:sys", (message) => {
      if (message.message.tag !== "request") return;
      const action = JSON.parse(new TextDecoder().decode(message.message.val.body)) as Action;
      if (action.WebSocketPush) onPush(new TextDecoder().decode(message.blob?.bytes));
      if (action.WebSocketClose) this.#hangUp(action.WebSocketClose.channel_id);
      if (action.WebSocketOpen) this.#dial(message, action.WebSocketOpen.channel_id);
    });
  }

  /** Connections that the process has not closed. */
  get openCount(): number {
    return this.#open.length;
  }

  /** `choice` is one of those that were dialled and not taken up, if there is any. */
  pickUp(choice: number, manner: PickUpManner): void {
    this.#kernel.kernel.pump();
    this.#payAnswers();
    const [dialled] = this.#dialled.splice(choice % Math.max(1, this.#dialled.length), 1);
    if (!dialled) return;
    const { message, channelId, isHungUp } = dialled;
    if (manner === "refused") return this.module.respond(message, encodeUtf8('{"Err":{"WsOpenFailed":{"url":"ws://s"}}}'));
    if (!isHungUp) this.#open.push(channelId);
    this.#owedAnswers.push(message);
    if (manner === "open") this.#payAnswers();
  }

  send(choice: number, number: number, steps: readonly Step[]): void {
    const task: Task = { number, steps, from: formatAddress(this.module.address) };
    const channelId = this.#open[choice % Math.max(1, this.#open.length)];
    if (channelId !== undefined) this.#push(channelId, "Text", JSON.stringify(task));
  }

  close(choice: number): void {
    const [channelId] = this.#open.splice(choice % Math.max(1, this.#open.length), 1);
    if (channelId !== undefined) this.#tell({ WebSocketClose: { channel_id: channelId } });
  }

  /** Takes up all that waits, and says something to everybody: a process that has started again finds out what it has left open. */
  takeUpAll(): void {
    this.isQuick = true;
    while (this.#dialled.length > 0) this.pickUp(0, "open");
    this.#payAnswers();
    for (const channelId of this.#open) this.#push(channelId, "Binary", "");
  }

  #dial(message: KernelMessage, channelId: number): void {
    const isTaken = this.#open.includes(channelId) || this.#dialled.some((each) => each.channelId === channelId);
    if (isTaken) this.faults.push(`channel ${channelId} is opened twice`);
    this.#dialled.push({ message, channelId, isHungUp: false });
    if (this.isQuick) this.pickUp(0, "open");
  }

  #hangUp(channelId: number): void {
    const dialled = this.#dialled.find((each) => each.channelId === channelId);
    if (dialled) dialled.isHungUp = true;
    this.#open = this.#open.filter((each) => each !== channelId);
  }

  #payAnswers(): void {
    for (const message of this.#owedAnswers.splice(0)) this.module.respond(message, encodeUtf8('{"Ok":"WebSocketAck"}'));
  }

  #push(channelId: number, kind: "Text" | "Binary", content: string): void {
    this.#tell({ WebSocketPush: { channel_id: channelId, message_type: kind } }, content);
  }

  #tell(message: unknown, content?: string): void {
    const blob = content === undefined ? {} : { blob: { mime: undefined, bytes: encodeUtf8(content) } };
    this.module.request(subject, encodeUtf8(JSON.stringify(message)), blob);
  }
}

interface Action {
  readonly WebSocketOpen?: { readonly channel_id: number };
  readonly WebSocketPush?: { readonly channel_id: number };
  readonly WebSocketClose?: { readonly channel_id: number };
}
