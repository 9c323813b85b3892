/** `timer:distro:sys`: answers after a while (hyperdrive `src/timer.rs`). */

import { sameProcess, type ProcessId } from "../../contract/address.js";
import type { Clock } from "../clock.js";
import type { Kernel } from "../kernel.js";
import type { KernelMessage } from "../kernel-message.js";
import { timerProcess } from "../system-processes.js";

/** The response has no bytes at all; it is not JSON. */
const firedBody = new Uint8Array(0);

/** Milliseconds as serde reads them into a `u64`: digits only. The last alternative is the other command. */
const action = /^\s*(?:\{\s*"SetTimer"\s*:\s*(0|[1-9][0-9]*)\s*\}|("Debug"|\{\s*"Debug"\s*:\s*null\s*\}))\s*$/;
const largestMs = 2n ** 64n - 1n;

export interface TimerService {
  /** Cancels all that still run. */
  readonly stop: () => void;
  /** Cancels those of a process that were set by one of these messages. */
  readonly drop: (process: ProcessId, isMeant: (messageId: bigint) => boolean) => void;
}

interface Running {
  readonly setBy: KernelMessage;
  readonly firesAtMs: number;
}

/** Adds the timer to a node. */
export function addTimerService(kernel: Kernel, clock: Clock): TimerService {
  const running = new Map<() => void, Running>();
  // Public, so that any process may ask; the answer still needs the right to message that process.
  const port = kernel.addModule(timerProcess, handle, { isPublic: true });

  function handle(message: KernelMessage): void {
    if (message.source.node !== kernel.node || message.message.tag !== "request") return;
    const match = action.exec(new TextDecoder().decode(message.message.val.body));
    const digits = match?.[1];
    if (digits !== undefined && BigInt(digits) <= largestMs) {
      start(message, Number(digits));
    } else if (match?.[2] !== undefined) {
      port.print(0, `timer service active timers (${running.size}):`);
      for (const { firesAtMs } of running.values()) port.print(0, new Date(firesAtMs).toISOString());
    } else {
      port.print(1, "timer service received a request with an invalid body");
    }
  }

  function start(message: KernelMessage, delayMs: number): void {
    if (delayMs === 0) return port.respond(message, firedBody);
    const cancel = clock.after(delayMs, () => {
      running.delete(cancel);
      port.respond(message, firedBody);
    });
    running.set(cancel, { setBy: message, firesAtMs: clock.now() + delayMs });
  }

  const cancelWhere = (isMeant: (timer: Running) => boolean): void => {
    for (const [cancel, timer] of running) {
      if (!isMeant(timer)) continue;
      running.delete(cancel);
      cancel();
    }
  };
  return {
    stop: () => cancelWhere(() => true),
    drop: (process, isMeant) =>
      cancelWhere(({ setBy }) => sameProcess(setBy.source.process, process) && isMeant(setBy.id)),
  };
}
