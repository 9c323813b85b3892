/** The worker's ends of the two ports: the channel of a process host, and its link to the kernel. */

import { receiveMessageOnPort } from "node:worker_threads";
import type { Capability } from "../contract/standard.js";
import type { Channel, HostLink } from "./host-link.js";
import type { MailboxItem } from "./kernel-message.js";
import { fromWireItem, largeBuffers, toWire } from "./wire.js";
import { Signal } from "./worker-protocol.js";
import type { OracleCall, OracleReply, ToWorker, WirePost, WorkerNote, WorkerStart } from "./worker-protocol.js";

export interface WorkerLink {
  readonly channel: Channel;
  readonly link: HostLink;
  note(note: WorkerNote): void;
  /** Blocks until the main thread lets `init` be called. */
  waitForBegin(): void;
}

/**
 * `movesBuffers`: large bytes that the guest sends are moved to the main thread instead of copied. Only where the guest
 * itself has no access to them, as with a component, whose bytes are copies already.
 */
export function createWorkerLink(start: WorkerStart, options: { readonly movesBuffers: boolean }): WorkerLink {
  const { mailbox, replies } = start;
  const signal = new Int32Array(start.signal);
  /** Timers that need not fire any more; told with the next message, at the latest before waiting. */
  let cancelled: number[] = [];

  const note = (message: WorkerNote): void => mailbox.postMessage(message);

  function poll(): MailboxItem | undefined {
    const received: { message: ToWorker } | undefined = receiveMessageOnPort(mailbox);
    if (!received) return undefined;
    Atomics.add(signal, Signal.taken, 1);
    return fromWireItem(received.message);
  }

  function take(): MailboxItem {
    return waitFor(signal, poll, () => {
      if (cancelled.length === 0) return;
      note({ kind: "cancel", timers: cancelled });
      cancelled = [];
    });
  }

  function ask(call: OracleCall): OracleReply {
    note({ kind: "oracle", call });
    return waitFor(signal, () => {
      const received: { message: OracleReply } | undefined = receiveMessageOnPort(replies);
      return received?.message;
    });
  }

  return {
    note,
    waitForBegin: () => void Atomics.wait(signal, Signal.begun, 0),
    channel: { take, poll },
    link: {
      post(message, timer) {
        const wire = toWire(message);
        const post: WirePost = [wire, timer, cancelled.length === 0 ? undefined : cancelled];
        if (cancelled.length > 0) cancelled = [];
        // A blob that is inherited is read again by the next call.
        const { inherit } = message.message.tag === "request" ? message.message.val : message.message.val[0];
        if (options.movesBuffers && !inherit) mailbox.postMessage(post, largeBuffers(wire));
        else mailbox.postMessage(post);
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

/**
 * Sleeps until `poll` finds something. The counter is read after each look and waited on with the value read, so
 * that something posted between look and sleep wakes at once.
 */
function waitFor<Item>(signal: Int32Array, poll: () => Item | undefined, beforeSleep?: () => void): Item {
  let seen: number | undefined;
  for (;;) {
    const item = poll();
    if (item !== undefined) return item;
    const posted = Atomics.load(signal, Signal.posted);
    if (posted === seen) {
      beforeSleep?.();
      Atomics.wait(signal, Signal.posted, posted);
    }
    seen = posted;
  }
}
