/** What must hold when a plan is over. */

import type { Client } from "./clients.js";
import type { Sent, World } from "./world.js";

/** How much later than its cause a request may be answered or a signal be aborted: the longest wait for a tick. */
const slackMs = 250;

/** The first thing that is wrong; undefined when all is well. */
export function findFault(world: World, timeoutMs: number | undefined): string | undefined {
  return (
    world.book.faults[0] ??
    world.faults[0] ??
    world.servers.faults[0] ??
    first(world.sent.values(), (sent) => findFaultOf(sent, world, timeoutMs)) ??
    first(world.clients.all, (client) => findDisorder(client, world, timeoutMs)) ??
    findWarning(world) ??
    findLeftover(world)
  );
}

function findFaultOf(sent: Sent, world: World, timeoutMs: number | undefined): string | undefined {
  const { request, answers, atMs } = sent;
  const { number, manner, seconds } = request;
  const fault = (text: string): string => `request ${number}: ${text}`;
  const life = world.book.lives.get(number);
  if (!life) return sent.isCutOff ? undefined : fault("its handler never ran");
  const limitMs = timeoutMs === undefined ? Infinity : life.startMs + timeoutMs;
  const resolvedMs = Math.min(life.endMs, limitMs);
  const deadlineMs = atMs + seconds * 1000;

  const [answer, ...others] = answers;
  // The node drops these: the process cannot know that the last request of the other came without a reply address.
  const isBlind = (text: string): boolean => request.from !== "remote" && world.isOfBlind(text);
  const second = others.find(({ text }) => !isBlind(text));
  if (second) return fault(`got ${answer?.text}, then ${second.text}`);
  if (answer && manner === "telling") return fault(`expects nothing and got ${answer.text}`);
  if (answer) {
    const isUndone = world.book.hasSpoiled && answer.text.includes('"handler/failed"');
    if (!isUndone && !isOwn(answer.text, number, life, limitMs)) return fault(`got ${answer.text}`);
    if (world.isStoredFirst && answer.text === String(number) && !world.isStored(number)) return fault("acknowledged, then lost");
    if (answer.atMs < resolvedMs) return fault(`answered at ${answer.atMs}, before ${resolvedMs}`);
    if (manner === "expecting" && answer.atMs > resolvedMs + slackMs && answer.atMs <= deadlineMs) {
      return fault(`answered at ${answer.atMs}, its handler settled at ${resolvedMs}`);
    }
  } else if (sent.isCutOff) {
    return undefined;
  } else if (manner === "expecting" && resolvedMs + slackMs < deadlineMs) {
    return fault(`no answer, its handler settled at ${resolvedMs} of ${deadlineMs}`);
  }

  const patienceMs = manner === "expecting" ? deadlineMs : Infinity;
  const abortMs = Math.max(life.heedMs, Math.min(limitMs, patienceMs));
  const isPrompt = life.abortMs >= abortMs && life.abortMs <= abortMs + slackMs;
  // How long the process takes a forwarded one to be waited for depends on what came before it.
  if (life.heedMs === Infinity || isPrompt || manner === "blind" || manner === "forwarded") return undefined;
  return fault(`aborted at ${life.abortMs} and not at ${abortMs}`);
}

/** Where the handler settles in the very moment of its limit, either is right. */
function isOwn(text: string, number: number, life: { endMs: number; hasThrown: boolean }, limitMs: number): boolean {
  const result = life.hasThrown ? text.includes('"handler/failed"') : text === String(number);
  if (life.endMs < limitMs) return result;
  const isTimeout = text.includes('"handler/timeout"');
  return life.endMs === limitMs ? result || isTimeout : isTimeout;
}

/** A client gets what its own messages lead to, each once and in their order unless one took too long, and what all get. */
function findDisorder({ id, sent, received }: Client, { book }: World, timeoutMs = Infinity): string | undefined {
  const isLate = (number: number): boolean => {
    const life = book.lives.get(number);
    return life !== undefined && life.endMs >= life.startMs + timeoutMs;
  };
  const own = received.filter((text) => text !== "-1" && !text.includes('"error"')).map(Number);
  const isOwn = own.every((number, index) => sent.includes(number) && own.indexOf(number) === index);
  const inTime = own.filter((number) => !isLate(number));
  const isOrdered = inTime.every((number, index) => sent.indexOf(number) > sent.indexOf(inTime[index - 1] ?? -1));
  return isOwn && isOrdered ? undefined : `client ${id}: sent ${sent.join(", ")}, got ${received.join(", ")}`;
}

/** What the host may object to when a request came without a reply address, which the process cannot know. */
const blindWarnings: readonly string[] = ["nobody-to-answer", "unasked-answer", "answered-twice"];

/** The host has nothing to object to, but that a request was given up whose time was over. */
function findWarning(world: World): string | undefined {
  return first(world.warnings, ({ atMs, warning }) => {
    if (world.hasBlind && blindWarnings.includes(warning.kind)) return undefined;
    if (warning.kind === "abandoned") {
      const sent = world.sentUnder(warning.prompting.id);
      // Nobody waits for these, which the process cannot know of the last.
      if (!sent || sent.request.manner !== "expecting" || atMs >= sent.atMs + sent.request.seconds * 1000) return undefined;
    }
    return warning.kind;
  });
}

/** Nothing is under way any more. */
function findLeftover({ leftoverCount, servers }: World): string | undefined {
  if (servers.openCount > 0) return `${servers.openCount} connections to servers that nobody closes`;
  return leftoverCount === 0 ? undefined : `${leftoverCount} requests, timers, signals and channels left`;
}

function first<Item>(items: Iterable<Item>, look: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
