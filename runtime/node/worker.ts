/** The thread of one process: waits for its start, loads its code, gives it a host, and calls `init`. */

import { parentPort, workerData } from "node:worker_threads";
import { formatAddress } from "../contract/address.js";
import { connectHost } from "./direct-host.js";
import { ProcessHost } from "./process-host.js";
import { randomId } from "./random-id.js";
import { StderrRing } from "./stderr-ring.js";
import { createWorkerLink } from "./worker-link.js";
import type { WorkerLink } from "./worker-link.js";
import { describeThrown } from "./worker-protocol.js";
import type { ThreadData, WorkerStart } from "./worker-protocol.js";

type Init = (our: string) => unknown;

process.setSourceMapsEnabled(true);
for (const url of (workerData as ThreadData).preload) await import(url);

const start = await new Promise<WorkerStart>((resolve) => parentPort?.once("message", resolve));
const worker = createWorkerLink(start, { movesBuffers: start.code.kind === "component" });
const stderr = new StderrRing();

process.on("unhandledRejection", (reason) => worker.note({ kind: "unhandled", error: describeThrown(reason) }));

await run(start, worker);
// Nothing that the guest left running may keep the thread.
process.exit();

async function run({ our, onExit, code }: WorkerStart, { channel, link, note, watchMemory, waitForBegin }: WorkerLink): Promise<void> {
  const host = new ProcessHost({
    our,
    onExit,
    channel,
    link,
    nextId: randomId,
    onReady: () => note({ kind: "ready" }),
    onWarning: (warning) => note({ kind: "warning", warning }),
    onTrap(trap) {
      // A component cannot catch a trap; code that runs directly could.
      if (code.kind !== "direct") return;
      note({ kind: "threw", error: describeThrown(trap), stderr: "" });
      process.exit();
    },
  });
  let init: Init;
  try {
    if (code.kind === "direct") init = await loadDirectly(code.module, host);
    else {
      // Loaded here: a thread that runs no component does without.
      const { instantiateComponent } = await import("./transpiled-component.js");
      const instance = await instantiateComponent(code, host, (bytes) => stderr.write(bytes));
      init = instance.init;
      watchMemory(() => instance.linearMemoryBytes());
    }
  } catch (error) {
    note({ kind: "not-loaded", error: describeThrown(error) });
    return;
  }
  note({ kind: "loaded" });
  waitForBegin();
  try {
    await init(formatAddress(our));
    note({ kind: "returned" });
  } catch (error) {
    note({ kind: "threw", error: describeThrown(error), stderr: stderr.text() });
  }
}

async function loadDirectly(module: string, host: ProcessHost): Promise<Init> {
  connectHost(host);
  const exports: { readonly init?: unknown } = await import(module);
  const { init } = exports;
  if (typeof init !== "function") throw new Error(`${module} exports no function init`);
  return (our) => init(our);
}
