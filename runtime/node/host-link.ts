/** The two sides on which a process host stands: the items that come in, and the kernel that takes what goes out. */

import type { ProcessId } from "../contract/address.js";
import type { Capability, OnExit } from "../contract/standard.js";
import type { KernelMessage, MailboxItem } from "./kernel-message.js";

/** What the kernel has put into the mailbox of this process. */
export interface Channel {
  /** The next item, waiting for it as long as it takes. */
  take(): MailboxItem;
  /** The next item if there is one. */
  poll(): MailboxItem | undefined;
}

/** What a process asks of the kernel. The calls of `capabilities` wait for the answer, the others do not. */
export interface HostLink {
  /**
   * Hands a message to the event loop. `timer` is given for a request that expects a response: the kernel then puts a
   * time-out into the channel when the request's seconds have passed, unless the timer is cancelled before. Numbers
   * are never used again by the same process.
   */
  post(message: KernelMessage, timer: number | undefined): void;
  cancelTimer(timer: number): void;
  print(source: ProcessId, verbosity: number, text: string): void;
  setOnExit(onExit: OnExit): void;
  readonly capabilities: CapabilityOracle;
}

/** The stores of capabilities, which live in the kernel. */
export interface CapabilityOracle {
  /** All that this process holds. */
  all(): readonly Capability[];
  /** Those that this process may attach to a message: issued by itself, or held by it. */
  filter(capabilities: readonly Capability[]): readonly Capability[];
  /** Gives a process capabilities, without asking where they come from; nothing happens if it does not exist. */
  add(on: ProcessId, capabilities: readonly Capability[]): void;
  /** Takes capabilities away from this process. */
  drop(capabilities: readonly Capability[]): void;
}
