/** The worker's ends of the two lanes: the channel of a process host, and its link to the kernel. */

import { receiveMessageOnPort } from "node:worker_threads";
import type { Capability } from "../contract/standard.js";
import type { Channel, HostLink } from "./host-link.js";
import { LaneReader, LaneWriter } from "./lane.js";
import type { PortItem } from "./lane.js";
import type { MailboxItem } from "./kernel-message.js";
import { fromWireItem, largeBuffers, toWire } from "./wire.js";
import { bell, Signal } from "./worker-protocol.js";
import type { FromWorker, OracleCall, OracleReply, ToWorker, WorkerNote, WorkerStart } from "./worker-protocol.js";

export interface WorkerLink {
  readonly channel: Channel;
  readonly link: HostLink;
  note(note: WorkerNote): void;
  /** Blocks until the main thread lets `init` be called. */
  waitForBegin(): void;
  /** Tells the main thread from now on how much memory a component takes. */
  watchMemory(linearMemoryBytes: () => number): void;
}

/** Messages between two looks at the memory. */
const memoryInterval = 256;

/**
 * `movesBuffers`: large bytes that the guest sends are moved to the main thread instead of copied. Only where the guest
 * itself has no access to them, as with a component, whose bytes are copies already.
 */
export function createWorkerLink(start: WorkerStart, options: { readonly movesBuffers: boolean }): WorkerLink {
  const { mailbox, replies } = start;
  const signal = new Int32Array(start.signal);
  /** Timers that need not fire any more; told with the next message, at the latest before waiting. */
  let cancelled: number[] = [];
  let tellMemory = (): void => {};

  const inbox = new LaneReader<ToWorker>(start.inbox, () => {
    const received: { message: PortItem<ToWorker> } | undefined = receiveMessageOnPort(mailbox);
    return received?.message;
  });
  const outbox = new LaneWriter<FromWorker>(start.outbox, mailbox);

  /** After a record alone: what comes by the port wakes the main thread itself. */
  const ringBell = (): void => {
    if (outbox.takeSleeper()) mailbox.postMessage(bell);
  };

  const note = (message: WorkerNote): void => outbox.byPort(message);

  function poll(): MailboxItem | undefined {
    const item = inbox.next();
    // Timers are cancelled by the worker alone.
    if (!item || item.kind === "cancelled-timers") return undefined;
    if (Atomics.add(signal, Signal.taken, 1) % memoryInterval === 0) tellMemory();
    return item.kind === "message" ? item.message : fromWireItem(item.value);
  }

  function tellCancelled(): void {
    if (cancelled.length === 0) return;
    const timers = cancelled;
    cancelled = [];
    if (outbox.tryCancelledTimers(timers)) ringBell();
    else note({ kind: "cancel", timers });
  }

  /**
   * Sleeps until `look` finds something. The counter is read after each look and waited on with the value read, so that
   * something posted between look and sleep wakes at once.
   */
  function waitFor<Item>(look: () => Item | undefined, beforeSleep?: () => void): Item {
    let seen: number | undefined;
    for (;;) {
      const item = look();
      if (item !== undefined) return item;
      const posted = Atomics.load(signal, Signal.posted);
      if (posted === seen) {
        beforeSleep?.();
        // The other side looks at this after it has counted, and wakes only who sleeps.
        inbox.setAsleep(true);
        Atomics.wait(signal, Signal.posted, posted);
        inbox.setAsleep(false);
      }
      seen = posted;
    }
  }

  function take(): MailboxItem {
    return waitFor(poll, tellCancelled);
  }

  function ask(call: OracleCall): OracleReply {
    note({ kind: "oracle", call });
    return waitFor(() => {
      const received: { message: OracleReply } | undefined = receiveMessageOnPort(replies);
      return received?.message;
    });
  }

  return {
    note,
    waitForBegin: () => void Atomics.wait(signal, Signal.begun, 0),
    watchMemory(linearMemoryBytes) {
      tellMemory = () => void Atomics.store(signal, Signal.memory, linearMemoryBytes() / 1024);
      tellMemory();
    },
    channel: { take, poll },
    link: {
      post(message, timer) {
        if (cancelled.length > 0) tellCancelled();
        if (outbox.tryMessage(message, timer)) return ringBell();
        const wire = toWire(message);
        // A blob that is inherited is read again by the next call.
        const { inherit } = message.message.tag === "request" ? message.message.val : message.message.val[0];
        outbox.byPort([wire, timer], options.movesBuffers && !inherit ? largeBuffers(wire) : undefined);
      },
      cancelTimer(timer) {
        cancelled.push(timer);
      },
      print: (source, verbosity, text) => note({ kind: "print", source, verbosity, text }),
      setOnExit: (onExit) => note({ kind: "on-exit", onExit }),
      capabilities: {
        all: () => ask({ kind: "all" }),
        filter: (capabilities: readonly Capability[]) => ask({ kind: "filter", capabilities }),
        add(on, capabilities) {
          ask({ kind: "add", on, capabilities });
        },
        drop(capabilities) {
          ask({ kind: "drop", capabilities });
        },
      },
    },
  };
}
