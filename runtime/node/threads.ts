/** The threads that processes run in: made when one is asked for, or before. */

import { Worker } from "node:worker_threads";
import type { ThreadData } from "./worker-protocol.js";

const entry = new URL("./worker.js", import.meta.url);

export class Threads {
  #spare: Worker | undefined;
  #isClosed = false;

  /**
   * Keeps one ready that has loaded these modules: starting it, and loading what every process without a component imports,
   * takes longer than loading what an author has written. Costs some megabytes.
   */
  prepare(preload: readonly string[]): void {
    if (this.#spare || this.#isClosed) return;
    const spare = createThread("spare", { preload });
    // Nobody has asked for it yet: it keeps no program alive, and its failure is nobody's.
    spare.unref();
    spare.on("error", () => {});
    spare.once("exit", () => {
      if (this.#spare === spare) this.#spare = undefined;
    });
    this.#spare = spare;
  }

  /** Waits for a `WorkerStart` as its first message. `name` is for debuggers. */
  take(name: string): Worker {
    const spare = this.#spare;
    this.#spare = undefined;
    if (!spare) return createThread(name, { preload: [] });
    spare.ref();
    return spare;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#spare?.terminate();
  }
}

/** Its process will see nothing of the machine: no arguments, no environment, and nobody reads what it prints. */
function createThread(name: string, workerData: ThreadData): Worker {
  return new Worker(entry, { workerData, name, argv: [], execArgv: [], env: {}, stdin: false, stdout: true, stderr: true });
}
