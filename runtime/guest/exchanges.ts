/**
 * Which request an answer goes to. The host has one *prompting message*: `send-response` answers it, whatever the
 * guest means (hyperdrive/src/kernel/standard_host_v1.rs, `send_response` and `get_next_message_for_process`). This
 * class mirrors it and performs each answer only in a tick that belongs to its request.
 *
 * - Every request that expects a response carries a token as its context and remembers the prompting message of the
 *   moment it was sent: the host restores exactly that one when the response or the send error comes back.
 * - An answer waits in its exchange until the exchange is prompting again.
 * - Before a tick ends with its request unanswered, an *anchor* is sent: a timer whose reply gives the request another
 *   tick. It waits longer where a request of its handler is under way, whose reply does the same, but maybe too late:
 *   what the handler waits for may be something else.
 */

import type { Address, LazyLoadBlob, Request, Response, SendError, Standard } from "../contract/index.js";
import { encodeUtf8 } from "../contract/index.js";
import type { Answer, Exchange } from "./exchange.js";
import { systemProcess } from "./system-process.js";
import { decodeToken, encodeToken } from "./token.js";

/** The guest's copy of the host's prompting message. */
export type Prompting =
  | { readonly kind: "none" }
  | { readonly kind: "exchange"; readonly exchange: Exchange }
  /** The host may have switched to a message that the guest cannot tell: nobody is answered. */
  | { readonly kind: "unknown" };

/** What comes back for a request that expected a response. */
export type Reply =
  | { readonly kind: "response"; readonly response: Response; readonly blob: LazyLoadBlob | undefined }
  | { readonly kind: "failure"; readonly failure: SendError["kind"] };

export interface Outgoing {
  readonly target: Address;
  readonly body: Uint8Array;
  readonly blob?: LazyLoadBlob | undefined;
  /** Whole seconds, at least 1: the host counts in seconds. */
  readonly timeoutSeconds: number;
  /** Whose handler sends it, where that is a request's: it waits for the reply, and gets a tick by it if it is prompting. */
  readonly origin?: Origin | undefined;
}

/** What a handler runs for: an exchange, or something that nobody waits for. */
export interface Origin {
  readonly source: Address;
}

interface Outstanding {
  readonly owner: Prompting;
  /** The exchange that counts it as under way: the one that sends it, if it is the prompting one too. */
  readonly countedBy: Exchange | undefined;
  readonly onReply: (reply: Reply) => void;
}

const none: Prompting = { kind: "none" };
const unknown: Prompting = { kind: "unknown" };

/** The first anchor of a request returns after this time: an answer that another request's tick produced waits no longer. */
const firstAnchorDelayMs = 5;
/** How long a forwarded request is kept for its answer: the sender's limit is not known, this is the usual one. */
const forwardedWaitSeconds = 30;
/**
 * Anchors double their delay up to this, so a long poll costs at most four messages a second; those of a handler that
 * has requests under way begin with it.
 */
const longestAnchorDelayMs = 250;

export class Exchanges {
  readonly #standard: Standard;
  readonly #now: () => number;
  readonly #timer: Address;
  readonly #outstanding = new Map<number, Outstanding>();
  #prompting: Prompting = none;
  /** False in the tick of a request that nobody waits for: nothing is answered in it, whoever is prompting. */
  #answersInTick = false;
  #nextToken = 1;
  #requestCount = 0;
  #unsentCount = 0;

  /** `now` gives milliseconds. */
  constructor(standard: Standard, our: Address, now: () => number) {
    this.#standard = standard;
    this.#now = now;
    this.#timer = systemProcess(our, "timer");
  }

  /** Requests under way that expect a response. */
  get outstandingCount(): number {
    return this.#outstanding.size;
  }

  /** Answers that wait for a tick of their request, and will get one. */
  get unsentCount(): number {
    return this.#unsentCount;
  }

  /** A request was delivered. */
  begin(source: Address, request: Request): Exchange {
    const { expectsResponse, inherit } = request;
    // A forwarded request expects nothing itself but may carry the reply address of the one it was sent under, and is
    // then the prompting message. If it does not, the former one still is: an answer may be tried only where that one
    // has its answer, as a second answer is discarded.
    const isForwarded = expectsResponse === undefined && inherit;
    const answerable = expectsResponse !== undefined || (isForwarded && this.#isPromptingDone());
    const waitSeconds = expectsResponse === undefined ? forwardedWaitSeconds : Number(expectsResponse);
    const exchange: Exchange = {
      number: ++this.#requestCount,
      source,
      beganMs: undefined,
      answerable,
      waitMs: waitSeconds * 1000,
      deadlineMs: undefined,
      outstanding: 0,
      answer: undefined,
      status: "open",
      isGivenUp: false,
      anchorDelayMs: firstAnchorDelayMs,
      nextTickMs: Infinity,
      limit: undefined,
    };
    this.#answersInTick = answerable;
    if (answerable) this.#prompting = { kind: "exchange", exchange };
    // So may an update of a subscription at eth, and whatever the kernel of another node lets through. Any other
    // request that expects nothing changes nothing.
    else if (isForwarded || source.process.processName === "eth" || source.node !== this.#timer.node) {
      this.#prompting = unknown;
    }
    return exchange;
  }

  /**
   * When its requester stops waiting. The clock is read when this is asked first, which the end of the request's first
   * tick does at the latest, and not at all for what is answered in it: reading it takes a component as long as
   * parsing the request.
   */
  deadlineOf(exchange: Exchange): number {
    return (exchange.deadlineMs ??= this.#now() + exchange.waitMs);
  }

  #isPromptingDone(): boolean {
    const prompting = this.#prompting;
    if (prompting.kind === "none") return true;
    if (prompting.kind === "unknown" || prompting.exchange.status !== "answered") return false;
    // Of another node only its own kernel would discard it.
    return prompting.exchange.source.node === this.#timer.node;
  }

  /**
   * A response or a send error was delivered with the context of its request. Returns false when this process did not
   * send that request, which is then nobody's tick.
   */
  resume(context: Uint8Array | undefined, reply: Reply): boolean {
    const token = context && decodeToken(context);
    const entry = token === undefined ? undefined : this.#outstanding.get(token);
    if (token === undefined || !entry) {
      this.#prompting = unknown;
      return false;
    }
    this.#outstanding.delete(token);
    this.#answersInTick = true;
    this.#prompting = entry.owner;
    if (entry.countedBy) entry.countedBy.outstanding--;
    if (entry.owner.kind === "exchange") this.#endInTime(entry.owner.exchange);
    entry.onReply(reply);
    return true;
  }

  /** Sends a request that expects a response. `onReply` is called once, in the tick that the reply starts. */
  send(outgoing: Outgoing, onReply: (reply: Reply) => void): void {
    const token = this.#nextToken++;
    const owner = this.#prompting;
    // What a handler sends in the tick of another request may take days: that one gets its ticks without it.
    const countedBy = owner.kind === "exchange" && owner.exchange === outgoing.origin ? owner.exchange : undefined;
    if (countedBy) countedBy.outstanding++;
    this.#outstanding.set(token, { owner, countedBy, onReply });
    this.#standard.sendRequest(
      outgoing.target,
      {
        inherit: false,
        expectsResponse: BigInt(outgoing.timeoutSeconds),
        body: outgoing.body,
        metadata: undefined,
        capabilities: [],
      },
      encodeToken(token),
      outgoing.blob,
    );
  }

  /** Sends a request that expects nothing, for which the host neither reports failures. */
  notify(target: Address, body: Uint8Array, blob?: LazyLoadBlob): void {
    const request = { inherit: false, expectsResponse: undefined, body, metadata: undefined, capabilities: [] };
    this.#standard.sendRequest(target, request, undefined, blob);
  }

  /** Asks the timer to answer after `delayMs`; a missing right to be answered shows as a late failure. */
  sendTimer(delayMs: number, onReply: (reply: Reply) => void, origin?: Origin): void {
    const exchange = this.#prompting.kind === "exchange" ? this.#prompting.exchange : undefined;
    const dueMs = this.#now() + delayMs;
    if (exchange && dueMs < exchange.nextTickMs) exchange.nextTickMs = dueMs;
    this.send(
      {
        target: this.#timer,
        origin,
        body: encodeUtf8(`{"SetTimer":${delayMs}}`),
        // One second of slack: the host's own limit must not win against the timer.
        timeoutSeconds: Math.ceil(delayMs / 1000) + 1,
      },
      (reply) => {
        if (exchange?.nextTickMs === dueMs) exchange.nextTickMs = Infinity;
        onReply(reply);
      },
    );
  }

  /** Calls `onReached` in `delayMs`, in a tick in which the exchange can be answered. Returns what calls it off. */
  limit(exchange: Exchange, delayMs: number, onReached: () => void): () => void {
    exchange.limit = { atMs: this.#now() + delayMs, onReached };
    return () => (exchange.limit = undefined);
  }

  /** The handler has settled: keeps its answer for the next tick of the exchange. */
  settle(exchange: Exchange, answer: Answer): void {
    if (exchange.status !== "open") return;
    exchange.answer = answer;
    exchange.status = "settled";
    if (exchange.answerable && !exchange.isGivenUp) this.#unsentCount++;
  }

  /** Takes an answer back that has not left yet, for instance since the state behind it could not be stored. */
  replaceAnswer(exchange: Exchange, answer: Answer): void {
    if (exchange.status === "settled") exchange.answer = answer;
  }

  /**
   * Call when every job of the tick has run, before the next `receive`: answers the prompting request if its handler
   * has settled, else makes sure that it gets another tick.
   */
  endTick(): void {
    if (this.#prompting.kind !== "exchange" || !this.#answersInTick) return;
    const { exchange } = this.#prompting;
    if (exchange.status === "settled" && exchange.answer) {
      const { body, metadata, blob } = exchange.answer;
      exchange.status = "answered";
      if (!exchange.isGivenUp) this.#unsentCount--;
      exchange.answer = undefined;
      this.#standard.sendResponse({ inherit: false, body, metadata, capabilities: [] }, blob);
    } else if (exchange.status === "open") {
      this.#anchor(exchange);
    }
  }

  #endInTime(exchange: Exchange): void {
    const { limit } = exchange;
    if (!limit || limit.atMs > this.#now()) return;
    exchange.limit = undefined;
    limit.onReached();
  }

  #anchor(exchange: Exchange): void {
    const nowMs = this.#now();
    const limitMs = exchange.limit?.atMs ?? Infinity;
    // The requester has stopped waiting: no answer can reach it, so it needs no further tick.
    if (nowMs > this.deadlineOf(exchange) && limitMs === Infinity) {
      exchange.isGivenUp = true;
      return;
    }
    const delayMs = exchange.outstanding > 0 ? longestAnchorDelayMs : exchange.anchorDelayMs;
    const dueMs = Math.max(nowMs, Math.min(nowMs + delayMs, limitMs));
    // The timer takes whole milliseconds.
    if (exchange.nextTickMs < dueMs + 1) return;
    if (exchange.outstanding === 0) exchange.anchorDelayMs = Math.min(delayMs * 2, longestAnchorDelayMs);
    this.sendTimer(Math.ceil(dueMs - nowMs), () => {});
  }
}
