/** The StarlingMonkey engine: SpiderMonkey in WebAssembly, by componentize-js. */

import { fork } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InternalError } from "../../text/internal-error.js";
import type { Engine, EngineInput } from "../engine.js";
import { missingEverywhere } from "../missing-everywhere.js";
import { componentizeVersion } from "./bindings.js";
import { explainFailure } from "./failure.js";
import type { Job, JobResult } from "./job.js";

/** Raise it whenever one of `repairs.ts` makes something else than before. */
const repairVersion = 2;

export const starlingMonkey: Engine = {
  name: "starlingmonkey",
  version: `componentize-js ${componentizeVersion}, repair ${repairVersion}`,
  bundling: { missing: missingEverywhere },
  componentize,
};

/**
 * In a child process, for four reasons: componentize-js waits synchronously for the five seconds it takes, repairing it
 * changes an object that all of Node would share, it hands our standard output to the program, and only a process can
 * be ended half-way.
 */
async function componentize({ source, wit, world, signal }: EngineInput): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "hproc-"));
  try {
    const { result, output } = await runWorker({ folder, source, wit, world }, signal);
    switch (result.kind) {
      case "component":
        return result.bytes;
      case "refused":
        throw explainFailure(`${output}${result.log}`);
      case "broken":
        throw new InternalError(result.message);
    }
  } finally {
    // componentize-js leaves its own folder behind when it fails; it lies within this one.
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function runWorker(job: Job, signal: AbortSignal | undefined): Promise<{ result: JobResult; output: string }> {
  return new Promise((resolve, reject) => {
    const worker = fork(fileURLToPath(new URL("./worker.js", import.meta.url)), [], {
      // Not the debugger's and loaders' flags of this process.
      execArgv: [],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: { ...process.env, TMPDIR: job.folder, TEMP: job.folder, TMP: job.folder },
      ...(signal === undefined ? {} : { signal }),
    });
    let output = "";
    let result: JobResult | undefined;
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    worker.stdout?.on("data", collect);
    worker.stderr?.on("data", collect);
    worker.once("message", (message: JobResult) => void (result = message));
    worker.once("error", reject);
    // When the worker has gone and the last of its output has been read. It goes by itself: if this side disconnected,
    // Node 20 would never report it as closed.
    worker.once("close", (code, signalName) => {
      if (result !== undefined) resolve({ result, output });
      else reject(new InternalError(`the engine ended early (${signalName ?? `exit code ${code}`})\n${output}`));
    });
    worker.send(job);
  });
}
