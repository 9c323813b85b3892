/** Node programs that the bench starts; none of them outlives it. */

import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** A program that serves until it is ended. */
export interface ServingProgram {
  /** What the pattern captured of its output. */
  readonly announced: string;
}

export class ChildPrograms {
  readonly #running = new Set<ChildProcess>();

  /** Returns the milliseconds from start to exit. Rejects with its output unless it ends well. */
  async run(words: readonly string[]): Promise<number> {
    const startMs = performance.now();
    const { child, output } = this.#start(words);
    const closed = once(child, "close");
    await once(child, "exit");
    const elapsedMs = performance.now() - startMs;
    await closed;
    if (child.exitCode !== 0) throw new Error(`node ${words.join(" ")} ended with ${child.exitCode}\n${output()}`);
    return elapsedMs;
  }

  /** Resolves when the program has printed what `announcement` captures. */
  serve(words: readonly string[], announcement: RegExp): Promise<ServingProgram> {
    const { child, output } = this.#start(words);
    return new Promise((resolve, reject) => {
      child.stdout?.on("data", function look() {
        const announced = announcement.exec(output())?.[1];
        if (announced === undefined) return;
        child.stdout?.off("data", look);
        resolve({ announced });
      });
      child.once("exit", (code) => reject(new Error(`node ${words.join(" ")} ended with ${code}\n${output()}`)));
    });
  }

  /** Starts a program that serves, and returns what ends it and all that it has started. */
  start(words: readonly string[]): () => Promise<void> {
    const { child } = this.#start(words);
    return async () => {
      const closed = child.exitCode === null ? once(child, "exit") : undefined;
      if (child.pid !== undefined && closed) process.kill(-child.pid, "SIGTERM");
      await closed;
    };
  }

  /** Lets all programs end by themselves. */
  async end(): Promise<void> {
    await Promise.all([...this.#running].map((child) => (child.kill("SIGTERM"), once(child, "exit"))));
  }

  /** Ends all programs, and what they have started, at once. */
  kill(): void {
    for (const { pid } of this.#running) {
      try {
        if (pid !== undefined) process.kill(-pid, "SIGKILL");
      } catch {
        // It has just ended by itself.
      }
    }
  }

  #start(words: readonly string[]): { readonly child: ChildProcess; readonly output: () => string } {
    // A group of its own, which can be ended as a whole.
    const child = spawn(process.execPath, words, { detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    this.#running.add(child);
    child.once("exit", () => this.#running.delete(child));
    return { child, output: () => output };
  }
}
