/** What happens to a guest in one run, as data: it can be made from a seed, played again, made smaller and printed. */

import type { SavePolicy } from "../../runtime/contract/index.js";
import { createRandom, type Random } from "../../runtime/node/random.js";

export interface Plan {
  readonly setup: Setup;
  readonly events: readonly PlanEvent[];
}

/** How the process is made. */
export interface Setup {
  readonly save: SavePolicy;
  readonly timeoutMs: number | undefined;
  /** Whether each request leaves a line in the file of the log, by messages of its own between all others. */
  readonly isLogged: boolean;
  /** How long `init` sleeps; undefined without `init`. */
  readonly initMs: number | undefined;
  readonly sweep: { readonly periodMs: number; readonly steps: readonly Step[] } | undefined;
}

/** Of a handler, one after the other. */
export type Step =
  /** Calls of the peer: awaited, two at once, the first of two, one that others await too, one that nobody awaits. */
  | { readonly kind: "ask" | "askBoth" | "askRace" | "share" | "background" }
  /** Calls that end otherwise: after a second, with the handler's signal, at once, with the other node, with the process itself. */
  | { readonly kind: "brief" | "abortable" | "dead" | "offline" }
  | { readonly kind: "self"; readonly steps: readonly Step[] }
  /** A gate that another handler opens, alone and with the time that it may take. */
  | { readonly kind: "wait" | "open" }
  | { readonly kind: "poll"; readonly ms: number }
  /** What every handler of the process has for itself for a while. */
  | { readonly kind: "lock"; readonly ms: number }
  | { readonly kind: "nap" | "timer" | "interval"; readonly ms: number }
  | { readonly kind: "jobs"; readonly count: number }
  /** To all WebSockets. */
  | { readonly kind: "push" }
  /** Connects to a server, and closes all such connections. */
  | { readonly kind: "dial" | "hangUp" }
  /** Makes the state one that cannot be stored. */
  | { readonly kind: "spoil" }
  /** The end of the handler: an error, nothing ever, or until its signal is aborted. */
  | { readonly kind: "throw" | "never" | "heed" };

export type PlanEvent =
  | SentRequest
  | { readonly kind: "open" | "close"; readonly channel: number }
  | { readonly kind: "frame"; readonly channel: number; readonly number: number; readonly steps: readonly Step[] }
  /** A server takes up one of what was dialled: `choice` of those that wait. */
  | { readonly kind: "pickUp"; readonly choice: number; readonly manner: PickUpManner }
  /** A server says something, or closes: `choice` of those that are connected. */
  | { readonly kind: "serverFrame"; readonly choice: number; readonly number: number; readonly steps: readonly Step[] }
  | { readonly kind: "serverClose"; readonly choice: number }
  /** The peer answers one of what it was asked: `choice` of those that are open. */
  | { readonly kind: "answer"; readonly choice: number; readonly manner: AnswerManner }
  /** The same, while the process stores its state for the next time. */
  | { readonly kind: "answerInSave"; readonly choice: number; readonly manner: AnswerManner }
  | { readonly kind: "noise"; readonly noise: Noise }
  /** The process ends without warning and starts again with what it has stored. */
  | { readonly kind: "crash" }
  /** The guest handles what has come. */
  | { readonly kind: "tick" }
  | { readonly kind: "pass"; readonly ms: number };

export type AnswerManner = "right" | "twice" | "malformed" | "refused";

/** `early` is connected before the process hears of it. */
export type PickUpManner = "open" | "refused" | "early";

/** Messages that fit nothing: an answer to no request, with a context of our form, and requests of no known form. */
export type Noise = "answer" | "error" | "text" | "server" | "kernel";

export interface SentRequest {
  readonly kind: "request";
  /** What its handler answers with. */
  readonly number: number;
  readonly from: (typeof requesters)[number];
  /** How long it waits. */
  readonly seconds: number;
  /**
   * `forwarded` comes by another process under the first requester's reply address; `blind` looks the same and has no
   * reply address; `posing` has a reply address and says that it expects nothing, as another node's kernel may.
   */
  readonly manner: "expecting" | "telling" | "forwarded" | "blind" | "posing";
  readonly steps: readonly Step[];
}

export const requesters = ["a", "b", "remote", "http"] as const;
export const channels = [1, 2] as const;

const requestsPerPlan = 12;

/** Equal seeds give equal plans. */
export function makePlan(seed: number): Plan {
  const random = createRandom(seed);
  const setup = makeSetup(random);
  return { setup, events: makeEvents(random, requestsPerPlan) };
}

/** So many requests and frames, and what happens between them; their numbers start behind `firstNumber`. */
export function makeEvents(random: Random, count: number, firstNumber = 0): readonly PlanEvent[] {
  const events: PlanEvent[] = [];
  for (let number = firstNumber; number < firstNumber + count; ) {
    const event = makeEvent(random, number + 1);
    if (event.kind === "request" || event.kind === "frame" || event.kind === "serverFrame") number++;
    events.push(event);
  }
  return events;
}

function makeSetup(random: Random): Setup {
  const saves: readonly SavePolicy[] = [
    { kind: "never" },
    { kind: "every-message" },
    { kind: "every-message" },
    { kind: "every-n-messages", count: 3 },
    { kind: "every-period", milliseconds: 500 },
  ];
  return {
    save: random.pick(saves),
    timeoutMs: random.below(3) === 0 ? 1000 : undefined,
    isLogged: random.below(2) === 0,
    initMs: random.below(4) === 0 ? random.below(60) : undefined,
    sweep: random.below(4) === 0 ? { periodMs: 40 + random.below(100), steps: makeSteps(random) } : undefined,
  };
}

function makeEvent(random: Random, number: number): PlanEvent {
  const choice = random.below(100);
  if (choice < 24) return makeRequest(random, number);
  if (choice < 26) return { kind: "serverFrame", choice: random.below(4), number, steps: makeSteps(random) };
  if (choice < 30) return { kind: "frame", channel: random.pick(channels), number, steps: makeSteps(random) };
  if (choice < 34) return { kind: random.below(3) === 0 ? "close" : "open", channel: random.pick(channels) };
  if (choice < 37) return { kind: "noise", noise: random.pick(["answer", "error", "text", "server", "kernel"] as const) };
  if (choice < 55) return { kind: "answer", choice: random.below(8), manner: pickManner(random) };
  // Of two answers that come while a blocking call waits, the host delivers the second without its context.
  if (choice < 60) return { kind: "answerInSave", choice: random.below(8), manner: random.below(2) === 0 ? "twice" : pickManner(random) };
  if (choice < 64) return { kind: "pickUp", choice: random.below(4), manner: random.pick(["open", "open", "refused", "early"] as const) };
  if (choice === 64) return { kind: "serverClose", choice: random.below(4) };
  if (choice < 80) return { kind: "tick" };
  if (choice === 80) return { kind: "crash" };
  return { kind: "pass", ms: random.below(random.below(8) === 0 ? 1200 : 30) };
}

function makeRequest(random: Random, number: number): SentRequest {
  const from = random.pick(requesters);
  const manner = random.below(6) > 0 ? "expecting" : random.pick(mannersOf(from));
  return { kind: "request", number, from, seconds: random.pick([1, 2, 4, 4]), manner, steps: makeSteps(random) };
}

function mannersOf(from: SentRequest["from"]): readonly SentRequest["manner"][] {
  if (from === "http") return ["expecting"];
  return from === "remote" ? ["telling", "posing"] : ["telling", "telling", "forwarded", "blind"];
}

function pickManner(random: Random): AnswerManner {
  return random.pick(["right", "right", "right", "right", "twice", "malformed", "refused"] as const);
}

function makeSteps(random: Random, most = 4): readonly Step[] {
  return Array.from({ length: random.below(most) }, () => makeStep(random));
}

/** The usual ones several times, so that most handlers settle. */
const stepKinds = [
  ...["ask", "ask", "ask", "askBoth", "askRace", "share", "background", "brief", "abortable", "dead", "offline", "self"],
  ...["wait", "wait", "open", "open", "open", "poll", "lock", "nap", "nap", "timer", "timer", "interval", "jobs", "push"],
  ...["dial", "dial", "hangUp"],
  ...["throw", "never", "heed", "spoil"],
] as readonly Step["kind"][];

function makeStep(random: Random): Step {
  const kind = random.pick(stepKinds);
  switch (kind) {
    case "jobs":
      return { kind, count: random.below(40) };
    case "self":
      return { kind, steps: makeSteps(random, 2) };
    case "poll":
    case "lock":
    case "nap":
    case "timer":
    case "interval":
      return { kind, ms: random.below(40) };
    default:
      return { kind };
  }
}
