/** Kills a node while clients write, starts it again, and compares what it has with what it had acknowledged. */

import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../runtime/node/random.js";
import { createProject } from "../support/project.js";
import { prepareInstallations } from "../support/run-project.js";
import type { NodePlan } from "./node.js";

export interface CrashResult {
  readonly killCount: number;
  /** Writes that a client has got an answer to. */
  readonly acknowledgedCount: number;
  /** Writes on the way when a node was killed: each may be there or not. */
  readonly pendingCount: number;
  /** Acknowledged writes of the process that saves every 5 messages which are gone: up to 4 a kill. */
  readonly unsavedCount: number;
  /** What must not be, a sentence each. */
  readonly faults: readonly string[];
}

/** By process: how many of the last acknowledged writes may be gone after a kill. */
const processes: Readonly<Record<string, number>> = { each: 0, waiting: 0, fifth: 4 };

const clientCount = 4;
/** Long enough for some writes, short enough that many kills meet a start, a first save or a last answer. */
const maxLifeMs = 150;

/** What clients know of a process. */
interface Book {
  /** In the order of the answers; those that are gone by the rules have been taken out. */
  acknowledged: number[];
  readonly pending: Set<number>;
}

/** Throws only when a node does not start: then something was broken that was stored. */
export async function runCrashes(killCount: number, seed: number): Promise<CrashResult> {
  const project = await createProject("test/crash/project");
  const random = createRandom(seed);
  const books = Object.fromEntries(Object.keys(processes).map((name) => [name, { acknowledged: [], pending: new Set() } as Book]));
  const tally = { acknowledgedCount: 0, pendingCount: 0, unsavedCount: 0 };
  const faults: string[] = [];
  let nextNumber = 0;
  try {
    const plan = { home: join(project.folder, ".hproc/node"), installations: await prepareInstallations(project, "direct") };
    for (let kill = 0; kill <= killCount; kill++) {
      const node = await start(plan);
      for (const [name, book] of Object.entries(books)) {
        const stored = (await (await fetch(addressOf(node.url, name, "numbers"))).json()) as number[];
        const { faults: found, lost } = compare(book, stored, processes[name] ?? 0);
        faults.push(...found.map((fault) => `kill ${kill}, ${name}: ${fault}`));
        tally.unsavedCount += lost;
        // From here on these are the writes that must stay.
        book.acknowledged = stored;
        book.pending.clear();
      }
      if (kill < killCount) {
        const isOver = { now: false };
        const clients = Object.entries(books).flatMap(([name, book]) =>
          Array.from({ length: clientCount }, () => write(addressOf(node.url, name, "add"), book, () => nextNumber++, isOver)),
        );
        await new Promise((resolve) => setTimeout(resolve, random.below(maxLifeMs)));
        await end(node.child);
        isOver.now = true;
        const acknowledged = await Promise.all(clients);
        tally.acknowledgedCount += acknowledged.reduce((left, right) => left + right, 0);
        tally.pendingCount += Object.values(books).reduce((sum, { pending }) => sum + pending.size, 0);
      } else await end(node.child);
    }
  } finally {
    await project.remove();
  }
  return { killCount, ...tally, faults };
}

/** One write after the other until the node is gone. Resolves to the number of those that were acknowledged. */
async function write(url: string, book: Book, next: () => number, isOver: { readonly now: boolean }): Promise<number> {
  let count = 0;
  while (!isOver.now) {
    const number = next();
    book.pending.add(number);
    try {
      const answer = await fetch(url, { method: "POST", body: String(number) });
      if (answer.status !== 200 || (await answer.text()) !== String(number)) throw new Error(`answered by ${answer.status}`);
    } catch {
      // Killed before the answer, or in the middle of it: the write may be there or not.
      return count;
    }
    book.pending.delete(number);
    book.acknowledged.push(number);
    count++;
  }
  return count;
}

function compare(book: Book, stored: readonly number[], mayLose: number): { readonly faults: readonly string[]; readonly lost: number } {
  const faults: string[] = [];
  const present = new Set(stored);
  if (present.size !== stored.length) faults.push("a write is there twice");
  const strange = stored.filter((number) => !book.pending.has(number) && !book.acknowledged.includes(number));
  if (strange.length > 0) faults.push(`nobody has written ${strange.join(", ")}`);
  const missing = book.acknowledged.filter((number) => !present.has(number));
  if (missing.length > mayLose) faults.push(`acknowledged and gone: ${missing.join(", ")}`);
  return { faults, lost: missing.length };
}

function addressOf(url: string, process: string, path: string): string {
  return `${url}/${process}:crash:test.os/${path}`;
}

async function start(plan: NodePlan): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = fork(fileURLToPath(new URL("node.js", import.meta.url)), { serialization: "advanced" });
  const started = new Promise<string>((resolve, reject) => {
    child.once("message", (url) => resolve(String(url)));
    child.once("exit", (code) => reject(new Error(`a node that was killed before does not start again (exit code ${code})`)));
  });
  child.send(plan);
  return { child, url: await started };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
