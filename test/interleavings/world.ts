/** A node with the played process on it, those who send it requests, the peer that it asks, and a clock that stands still. */

import { encodeUtf8, formatAddress, parseAddress, type Address } from "../../runtime/contract/index.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { addStateService } from "../../runtime/node/services/state.js";
import type { HostWarning } from "../../runtime/node/tick-watch.js";
import { FakeKernel, request, type ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import type { AnswerManner, Noise, PlanEvent, SentRequest, Setup, Step } from "./plan.js";
import { otherNode, PlayedProcess, processId, type Task } from "./process.js";

/** A request as its sender sees it. */
export interface Sent {
  readonly request: SentRequest;
  readonly atMs: number;
  readonly answers: { readonly atMs: number; readonly text: string }[];
}

/** What a client of a WebSocket has sent and got. */
export interface Client {
  /** Of the http-server, which gives none twice. */
  readonly id: number;
  readonly sent: number[];
  readonly received: string[];
}

const subject: Address = { node: "test.os", process: { processName: "g", packageName: "test", publisherNode: "test.os" } };

export class World {
  readonly process: PlayedProcess;
  readonly sent = new Map<number, Sent>();
  readonly clients: Client[] = [];
  readonly warnings: { readonly atMs: number; readonly warning: HostWarning }[] = [];
  /** Wrong in what came from the process. */
  readonly faults: string[] = [];
  readonly kernel: FakeKernel;
  readonly #runner: GuestRunner;
  readonly #modules: Readonly<Record<"a" | "b" | "http", ScriptedModule>>;
  readonly #peer: ScriptedModule;
  /** Of the requests that expect an answer, by the id under which it comes. */
  readonly #byId = new Map<bigint, Sent>();
  readonly #asked: KernelMessage[] = [];
  /** By the number that the plan gives them. */
  readonly #open = new Map<number, Client>();
  /** Nothing is acknowledged before it is stored. */
  readonly isStoredFirst: boolean;
  #stored: Uint8Array | undefined;
  #parsed: Saved | undefined;
  #answersAtOnce = false;
  #answersInSave: { readonly choice: number; readonly manner: AnswerManner }[] = [];
  #running: RunningGuest | undefined;
  /** Those of other requests begin with 1, those of the process to itself go down from -1. */
  #lastRelease = -1_000_000_000;
  #lastClient = 0;

  constructor(setup: Setup, seed: number) {
    this.isStoredFirst = setup.save.kind === "every-message";
    const transport = { send: (message: KernelMessage, fail: (kind: "offline") => void) => this.#leave(message, fail) };
    this.kernel = new FakeKernel({ seed, services: ["timer"], transport });
    this.#runner = new GuestRunner(this.kernel);
    this.process = new PlayedProcess(setup, {
      now: () => this.kernel.clock.now(),
      timers: () => this.running.guest.timers,
    });
    addStateService(this.kernel.kernel, {
      get: () => this.#stored,
      set: (_, bytes) => {
        this.#stored = bytes;
        this.#parsed = undefined;
        this.#answerInSave();
      },
      delete: () => (this.#stored = undefined),
    });
    const requester = (id: string): ScriptedModule => this.kernel.module(id, (message) => this.#take(message));
    const http: ScriptedModule = this.kernel.module("http-server:distro:sys", (message) => this.#serve(message, http));
    this.#modules = { a: requester("a:test:test.os"), b: requester("b:test:test.os"), http };
    this.#peer = this.kernel.module("d:test:test.os", (message) => {
      if (message.message.tag !== "request") return;
      this.#asked.push(message);
      if (this.#answersAtOnce) this.#answerPeer(0, "right");
    });
  }

  get running(): RunningGuest {
    if (!this.#running) throw new Error("the process has not started");
    return this.#running;
  }

  /** Whether all that the handler of a request has changed is in the state that is stored. */
  isStored(number: number): boolean {
    const { begun, done } = this.#saved;
    return begun.includes(number) && done.includes(number);
  }

  get #saved(): Saved {
    return (this.#parsed ??= readSaved(this.#stored));
  }

  get hasBlind(): boolean {
    return this.#sentBlindly().length > 0;
  }

  /** Whether this is the answer of a request that came without a reply address and looks as if it had one. */
  isOfBlind(text: string): boolean {
    return this.#sentBlindly().some(({ request: { number } }) => text === String(number) || text.includes('"error"'));
  }

  #sentBlindly(): readonly Sent[] {
    return [...this.sent.values()].filter(({ request: { manner } }) => manner === "blind");
  }

  /** What was sent with the id of a message. */
  sentUnder(id: bigint): Sent | undefined {
    return this.#byId.get(id);
  }

  async start(): Promise<void> {
    this.#running = await this.#runner.start(this.process.definition, { isNetworked: true });
  }

  async play(event: PlanEvent): Promise<void> {
    switch (event.kind) {
      case "request":
        return this.#send(event);
      case "open":
        return this.#openSocket(event.channel);
      case "close":
        return this.#closeSocket(event.channel);
      case "frame":
        return this.#sendFrame(event);
      case "answer":
        return this.#answerPeer(event.choice, event.manner);
      case "answerInSave":
        return void this.#answersInSave.push(event);
      case "noise":
        return this.#makeNoise(event.noise);
      case "tick":
        return this.#pump();
      case "pass":
        return this.pass(event.ms);
    }
  }

  /** Lets time pass, and all that happens in it. */
  async pass(ms: number): Promise<void> {
    const { clock } = this.kernel;
    await this.#pump();
    const untilMs = clock.now() + ms;
    while (clock.nextMs <= untilMs && clock.advanceToNext()) await this.#pump();
    clock.advance(untilMs - clock.now());
  }

  /** Ends what a plan has left open: sockets, questions to the peer, gates, and then everybody's patience. */
  async finish(): Promise<void> {
    for (const channel of [...this.#open.keys()]) this.#closeSocket(channel);
    this.#answersInSave = [];
    this.#answersAtOnce = true;
    this.process.calmDown();
    while (this.#asked.length > 0) this.#answerPeer(0, "right");
    // First in steps in which many handlers are under way together.
    for (let round = 0; round < 20 || (round < 100 && this.leftoverCount > 0); round++) {
      this.#openGate();
      await this.pass(round < 20 ? 60 : 1000);
    }
  }

  /** What the process still waits for, beside the timers that it always has. */
  get leftoverCount(): number {
    const { timers, save } = this.process.definition.table;
    const { outstandingCount, waitingCount, channelCount } = this.running.guest;
    return outstandingCount + waitingCount + channelCount - timers.length - (save.kind === "every-period" ? 1 : 0);
  }

  /** Forgets what the world itself keeps of a plan, and is as it was before. */
  clear(): void {
    this.sent.clear();
    this.#byId.clear();
    this.clients.length = 0;
    this.warnings.length = 0;
    this.kernel.trace.length = 0;
    this.kernel.lines.length = 0;
    for (const { received } of [...Object.values(this.#modules), this.#peer]) received.length = 0;
    this.#answersAtOnce = false;
    this.process.clear(this.running.guest.state);
  }

  async #pump(): Promise<void> {
    await this.#runner.pump();
    const { warnings } = this.running.process;
    for (const warning of warnings.splice(0)) this.warnings.push({ atMs: this.kernel.clock.now(), warning });
  }

  #send(sending: SentRequest): void {
    const { number, from, manner, steps, seconds } = sending;
    const source = from === "remote" ? remoteAddress : this.#modules[from].address;
    const task = JSON.stringify({ number, steps, from: formatAddress(source) } satisfies Task);
    const expectsResponse = manner === "expecting" ? BigInt(seconds) : undefined;
    const sent: Sent = { request: sending, atMs: this.kernel.clock.now(), answers: [] };
    this.sent.set(number, sent);
    const id = this.kernel.random.id();
    this.#byId.set(id, sent);
    // The http-server gives none (hyperdrive/src/http/server.rs).
    const hasRsvp = from !== "http" && manner !== "telling" && manner !== "blind";
    const isForwarded = manner === "forwarded" || manner === "blind";
    const body = from === "http" ? httpBody(number) : `{"Run":${task}}`;
    this.kernel.kernel.post({
      id,
      source,
      target: subject,
      rsvp: hasRsvp ? source : undefined,
      message: { tag: "request", val: request({ body, expectsResponse, inherit: isForwarded }) },
      blob: from === "http" ? { mime: undefined, bytes: encodeUtf8(task) } : undefined,
    });
  }

  #take({ id, message, blob }: KernelMessage): void {
    if (message.tag !== "response") return;
    const bytes = blob?.bytes ?? message.val[0].body;
    const text = new TextDecoder().decode(bytes);
    const sent = this.#byId.get(id);
    if (!sent) return void this.faults.push(`an answer to nothing: ${text}`);
    sent.answers.push({ atMs: this.kernel.clock.now(), text });
    this.#checkStored(text, false);
    if (!blob) return;
    const { headers } = JSON.parse(new TextDecoder().decode(message.val[0].body)) as { headers: Record<string, string> };
    const number = headers["x-number"];
    if (number !== undefined && number !== String(sent.request.number)) this.faults.push(`request ${sent.request.number}: a header of ${number}`);
  }

  #leave(message: KernelMessage, fail: (kind: "offline") => void): void {
    if (message.target.node === otherNode) this.#take(message);
    else fail("offline");
  }

  /** The http-server: what is bound, and what goes to the clients of WebSockets. */
  #serve(message: KernelMessage, server: ScriptedModule): void {
    if (message.message.tag !== "request") return this.#take(message);
    const { body, expectsResponse } = message.message.val;
    if (expectsResponse !== undefined) return server.respond(message, encodeUtf8('{"Ok":null}'));
    const action = JSON.parse(new TextDecoder().decode(body)) as { WebSocketPush?: { channel_id: number } };
    const client = this.clients.find(({ id }) => id === action.WebSocketPush?.channel_id);
    const text = new TextDecoder().decode(message.blob?.bytes);
    client?.received.push(text);
    // Not what was changed before an `await`, which a failure of another handler may have undone.
    this.#checkStored(text, true);
  }

  /** Who hears that something is done finds it done after a crash, too. */
  #checkStored(text: string, isPush: boolean): void {
    const number = Number(text);
    if (!this.isStoredFirst || !(number > 0)) return;
    const isStored = isPush ? this.#saved.done.includes(number) : this.isStored(number);
    if (!isStored) this.faults.push(`${number} was told before it was stored`);
  }

  #openSocket(channel: number): void {
    if (this.#open.has(channel)) return;
    const client: Client = { id: ++this.#lastClient, sent: [], received: [] };
    this.#open.set(channel, client);
    this.clients.push(client);
    this.#tellOfSocket({ WebSocketOpen: { path: "/live", channel_id: client.id, source_socket_addr: "127.0.0.1:1", forwarded_for: null } });
  }

  #closeSocket(channel: number): void {
    const client = this.#open.get(channel);
    this.#open.delete(channel);
    if (client) this.#tellOfSocket({ WebSocketClose: client.id });
  }

  #sendFrame({ channel, number, steps }: { channel: number; number: number; steps: readonly Step[] }): void {
    const client = this.#open.get(channel);
    if (!client) return;
    client.sent.push(number);
    const task: Task = { number, steps, from: formatAddress(this.#modules.http.address) };
    this.#tellOfSocket({ WebSocketPush: { channel_id: client.id, message_type: "Text" } }, JSON.stringify(task));
  }

  #tellOfSocket(message: unknown, content?: string): void {
    const blob = content === undefined ? {} : { blob: { mime: undefined, bytes: encodeUtf8(content) } };
    this.#modules.http.request(subject, encodeUtf8(JSON.stringify(message)), blob);
  }

  #answerPeer(choice: number, manner: AnswerManner): void {
    this.kernel.kernel.pump();
    const [message] = this.#asked.splice(choice % Math.max(1, this.#asked.length), 1);
    if (message?.message.tag !== "request") return;
    const { Ask: text } = JSON.parse(new TextDecoder().decode(message.message.val.body)) as { Ask: string };
    const body = encodeUtf8(manner === "malformed" ? '{"Ask":' : JSON.stringify(text));
    this.#peer.respond(message, body, manner === "refused" ? { metadata: '"hproc:failure"' } : {});
    if (manner === "twice") this.#peer.respond(message, body);
  }

  /** By a message: what a handler does belongs to a tick. */
  #openGate(): void {
    const task: Task = { number: --this.#lastRelease, steps: [{ kind: "open" }], from: formatAddress(this.#modules.a.address) };
    this.#modules.a.request(subject, encodeUtf8(JSON.stringify({ Run: task })));
  }

  #answerInSave(): void {
    const due = this.#answersInSave;
    this.#answersInSave = [];
    for (const { choice, manner } of due) this.#answerPeer(choice, manner);
  }

  #makeNoise(noise: Noise): void {
    const { a, http } = this.#modules;
    const post = (message: KernelMessage["message"]): void =>
      this.kernel.kernel.post({ id: this.kernel.random.id(), source: a.address, target: subject, rsvp: undefined, message, blob: undefined });
    switch (noise) {
      case "answer":
        // A context of ours, which only the host may give back.
        return post({ tag: "response", val: [{ ...request({ body: "true" }) }, encodeUtf8("1")] });
      case "error":
        return post({ tag: "response", val: [{ ...request({ body: '{"kind":"Timeout"}' }) }, undefined] });
      case "text":
        return post({ tag: "request", val: request({ body: "no call" }) });
      case "server":
        return void http.request(subject, encodeUtf8('{"WebSocketClose":77}'));
      case "kernel":
        return post({ tag: "request", val: request({ body: '"run"' }) });
    }
  }
}

interface Saved {
  readonly begun: readonly number[];
  readonly done: readonly number[];
}

function readSaved(stored: Uint8Array | undefined): Saved {
  if (!stored) return { begun: [], done: [] };
  return (JSON.parse(new TextDecoder().decode(stored)) as { state: Saved }).state;
}

const remoteAddress = addressOf(`${otherNode}@far:test:${otherNode}`);

function addressOf(text: string): Address {
  const address = parseAddress(text);
  if (!address) throw new Error(`not an address: ${text}`);
  return address;
}

function httpBody(number: number): string {
  const url = `http://localhost/${processId}/run`;
  const query = { number: String(number) };
  const http = { method: "POST", url, bound_path: `/${processId}/run`, headers: {}, url_params: {}, query_params: query };
  return JSON.stringify({ Http: { source_socket_addr: "127.0.0.1:1", ...http } });
}
