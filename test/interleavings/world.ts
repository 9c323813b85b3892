/** A node with the played process on it, those who send it requests, the peer that it asks, and a clock that stands still. */

import { encodeUtf8, formatAddress, type Address, type Message } from "../../runtime/contract/index.js";
import type { Timers } from "../../runtime/guest/timers.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { addStateService } from "../../runtime/node/services/state.js";
import type { HostWarning } from "../../runtime/node/tick-watch.js";
import { FakeKernel, request, type ScriptedModule } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { Clients } from "./clients.js";
import { httpBody, noiseMessage, otherNode, remoteAddress, subject } from "./messages.js";
import { Peer } from "./peer.js";
import type { AnswerManner, PlanEvent, SentRequest, Setup } from "./plan.js";
import { PlayedProcess } from "./process.js";
import { Servers } from "./servers.js";
import { Book } from "./steps.js";
import { readSaved, type Task } from "./table.js";

/** A request as its sender sees it. */
export interface Sent {
  readonly request: SentRequest;
  readonly atMs: number;
  /** The process has ended before it had answered. */
  isCutOff: boolean;
  readonly answers: { readonly atMs: number; readonly text: string }[];
}

export class World {
  readonly book = new Book();
  readonly sent = new Map<number, Sent>();
  readonly clients: Clients;
  readonly servers: Servers;
  readonly warnings: { readonly atMs: number; readonly warning: HostWarning }[] = [];
  /** Wrong in what came from the process. */
  readonly faults: string[] = [];
  readonly kernel: FakeKernel;
  readonly #setup: Setup;
  readonly #runner: GuestRunner;
  readonly #modules: Readonly<Record<"a" | "b" | "http", ScriptedModule>>;
  readonly #peer: Peer;
  /** Of the requests that expect an answer, by the id under which it comes. */
  readonly #byId = new Map<bigint, Sent>();
  /** Nothing is acknowledged before it is stored. */
  readonly isStoredFirst: boolean;
  #stored: Uint8Array | undefined;
  #parsed: ReturnType<typeof readSaved> | undefined;
  #answersInSave: { readonly choice: number; readonly manner: AnswerManner }[] = [];
  #running: { readonly process: PlayedProcess; readonly guest: RunningGuest } | undefined;
  /** Those of other requests begin with 1, those of the process to itself go down from -1. */
  #lastRelease = -1_000_000_000;

  constructor(setup: Setup, seed: number) {
    this.#setup = setup;
    this.isStoredFirst = setup.save.kind === "every-message";
    const transport = { send: (message: KernelMessage, fail: (kind: "offline") => void) => this.#leave(message, fail) };
    this.kernel = new FakeKernel({ seed, services: ["timer"], transport });
    this.#runner = new GuestRunner(this.kernel);
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
    const vfs: ScriptedModule = this.kernel.module("vfs:distro:sys", (message) => {
      vfs.received.length = 0;
      vfs.respond(message, encodeUtf8('"Ok"'));
    });
    this.clients = new Clients(http);
    this.servers = new Servers(this.kernel, (text) => this.#checkStored(text, true));
    this.#peer = new Peer(this.kernel);
  }

  get #current(): { readonly process: PlayedProcess; readonly guest: RunningGuest } {
    if (!this.#running) throw new Error("the process has not started");
    return this.#running;
  }

  /** Whether all that the handler of a request has changed is in the state that is stored. */
  isStored(number: number): boolean {
    const { begun, done } = this.#saved;
    return begun.includes(number) && done.includes(number);
  }

  get #saved(): ReturnType<typeof readSaved> {
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
    let timers: Timers | undefined;
    const getTimers = (): Timers => (timers ??= this.#current.guest.guest.timers);
    const process = new PlayedProcess(this.#setup, { now: () => this.kernel.clock.now(), timers: getTimers }, this.book);
    this.#running = { process, guest: await this.#runner.start(process.definition, { isNetworked: true }, { firstChannelId: this.kernel.random.below(2 ** 32) }) };
  }

  async #crash(): Promise<void> {
    this.#runner.stop(this.#current.guest);
    for (const sent of this.sent.values()) if (sent.answers.length === 0) sent.isCutOff = true;
    await this.start();
  }

  async play(event: PlanEvent): Promise<void> {
    switch (event.kind) {
      case "request":
        return this.#request(event);
      case "open":
        return this.clients.open(event.channel);
      case "close":
        return this.clients.close(event.channel);
      case "frame":
        return this.clients.send(event.channel, event.number, event.steps);
      case "pickUp":
        return this.servers.pickUp(event.choice, event.manner);
      case "serverFrame":
        return this.servers.send(event.choice, event.number, event.steps);
      case "serverClose":
        return this.servers.close(event.choice);
      case "answer":
        return this.#peer.answer(event.choice, event.manner);
      case "answerInSave":
        return void this.#answersInSave.push(event);
      case "noise":
        return void this.#send(noiseMessage(event.noise), event.noise === "server" ? "http" : "a");
      case "crash":
        return this.#crash();
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
    this.clients.closeAll();
    this.servers.takeUpAll();
    this.#answersInSave = [];
    this.#peer.isQuick = true;
    this.#peer.answerAll();
    this.#current.process.calmDown();
    // First in steps in which many handlers are under way together.
    for (let round = 0; round < 8 || (round < 100 && this.leftoverCount > 0); round++) {
      this.#openGate();
      await this.pass(round < 8 ? 60 : 1000);
    }
  }

  /** What the process still waits for, beside the timers that it always has. */
  get leftoverCount(): number {
    const { process, guest } = this.#current;
    const { timers, save } = process.definition.table;
    const { outstandingCount, waitingCount, channelCount } = guest.guest;
    return outstandingCount + waitingCount + channelCount - timers.length - (save.kind === "every-period" ? 1 : 0);
  }

  /** Forgets what the world itself keeps of a plan, and is as it was before. */
  clear(): void {
    this.sent.clear();
    this.#byId.clear();
    this.clients.all.length = 0;
    this.warnings.length = 0;
    this.kernel.trace.length = 0;
    this.kernel.lines.length = 0;
    for (const { received } of [...Object.values(this.#modules), this.#peer.module, this.servers.module]) received.length = 0;
    this.#peer.isQuick = false;
    this.servers.isQuick = false;
    this.book.lives.clear();
    this.book.hasSpoiled = false;
    this.#current.process.startOver(this.#current.guest.guest.state);
  }

  async #pump(): Promise<void> {
    await this.#runner.pump();
    const { warnings } = this.#current.guest.process;
    for (const warning of warnings.splice(0)) this.warnings.push({ atMs: this.kernel.clock.now(), warning });
  }

  #request(sending: SentRequest): void {
    const { number, from, manner, steps, seconds } = sending;
    const source = this.#addressOf(from);
    const task = JSON.stringify({ number, steps, from: formatAddress(source) } satisfies Task);
    const sent: Sent = { request: sending, atMs: this.kernel.clock.now(), isCutOff: false, answers: [] };
    this.sent.set(number, sent);
    const val = request({
      body: from === "http" ? httpBody(number) : `{"Run":${task}}`,
      expectsResponse: manner === "expecting" ? BigInt(seconds) : undefined,
      inherit: manner === "forwarded" || manner === "blind",
    });
    // The http-server gives no reply address (hyperdrive/src/http/server.rs).
    const rsvp = from === "http" || manner === "telling" || manner === "blind" ? undefined : source;
    const blob = from === "http" ? { mime: undefined, bytes: encodeUtf8(task) } : undefined;
    this.#byId.set(this.#send({ tag: "request", val }, from, { rsvp, blob }), sent);
  }

  /** Returns the id. */
  #send(message: Message, from: SentRequest["from"], extra: Partial<Pick<KernelMessage, "rsvp" | "blob">> = {}): bigint {
    const id = this.kernel.random.id();
    const source = this.#addressOf(from);
    this.kernel.kernel.post({ id, source, target: subject, rsvp: undefined, blob: undefined, ...extra, message });
    return id;
  }

  #addressOf(requester: SentRequest["from"]): Address {
    return requester === "remote" ? remoteAddress : this.#modules[requester].address;
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
    const client = this.clients.all.find(({ id }) => id === action.WebSocketPush?.channel_id);
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

  /** By a message: what a handler does belongs to a tick. */
  #openGate(): void {
    const task: Task = { number: --this.#lastRelease, steps: [{ kind: "open" }, { kind: "hangUp" }], from: formatAddress(this.#modules.a.address) };
    this.#modules.a.request(subject, encodeUtf8(JSON.stringify({ Run: task })));
  }

  #answerInSave(): void {
    const due = this.#answersInSave;
    this.#answersInSave = [];
    for (const { choice, manner } of due) this.#peer.answer(choice, manner);
  }
}
