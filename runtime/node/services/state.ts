/** `state:distro:sys`: one value of bytes per process (hyperdrive `src/state.rs`). */

import { formatProcessId, parseProcessId } from "../../contract/address.js";
import type { Kernel } from "../kernel.js";
import { decodeJson, encodeJson, readVariant } from "../json-body.js";
import type { KernelMessage } from "../kernel-message.js";
import { stateProcess } from "../system-processes.js";

/** Values by process id. Each call has taken effect for the next when it returns; what fails throws. */
export interface StateStore {
  get(process: string): Uint8Array | undefined;
  set(process: string, bytes: Uint8Array): void;
  delete(process: string): void;
  /** Settles when all that has been changed so far is safe, or cannot be made so; undefined when it is already. */
  stored?(): Promise<void> | undefined;
}

/**
 * Adds the service. `onBroken` is told of a value that is there but cannot be read: the host shows such a value
 * to its process as absent, so a process that goes on would overwrite it. And of one that was not stored: what the
 * process has sent since is dropped.
 */
export function addStateService(
  kernel: Kernel,
  store: StateStore,
  onBroken: (process: string, what: "read" | "stored") => void = () => {},
): void {
  const port = kernel.addModule(stateProcess, handle);

  function handle(message: KernelMessage): void {
    if (message.source.node !== kernel.node || message.message.tag !== "request") return;
    const { packageName, publisherNode } = message.source.process;
    if ((packageName !== "distro" && packageName !== "terminal") || publisherNode !== "sys") {
      const from = formatProcessId(message.source.process);
      return port.print(1, `state: got request from ${from}, but requests must come from kernel or terminal`);
    }
    const action = readVariant(decodeJson(message.message.val.body));
    const process = typeof action?.value === "string" && parseProcessId(action.value) ? action.value : undefined;
    if (!action || process === undefined) return fail(message, { BadJson: { error: "parse into StateAction failed" } });
    try {
      perform(message, action.name, process);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      port.print(0, `state: ${action.name} of ${process} failed: ${text}`);
      if (action.name === "GetState") onBroken(process, "read");
      fail(message, { RocksDBError: { action: action.name, error: text } });
    }
  }

  function perform(message: KernelMessage, action: string, process: string): void {
    switch (action) {
      case "GetState": {
        const bytes = store.get(process);
        if (!bytes) return fail(message, { NotFound: { process_id: process } });
        return succeed(message, action, bytes);
      }
      case "SetState":
        if (!message.blob) return fail(message, { BadBytes: { action } });
        store.set(process, message.blob.bytes);
        holdUntilStored(process, action);
        return succeed(message, action);
      case "DeleteState":
        store.delete(process);
        holdUntilStored(process, action);
        return succeed(message, action);
      default:
        return fail(message, { BadJson: { error: `parse into StateAction failed: unknown action ${action}` } });
    }
  }

  /**
   * The process goes on at once, but nobody hears of what it has done before that is stored: so many changes can be
   * stored together.
   */
  function holdUntilStored(process: string, action: string): void {
    const stored = store.stored?.();
    if (!stored) return;
    kernel.hold(process, stored);
    stored.catch((error: unknown) => {
      port.print(0, `state: ${action} of ${process} failed: ${error instanceof Error ? error.message : String(error)}`);
      onBroken(process, "stored");
    });
  }

  /** Only for those who wait; errors go out always. */
  function succeed(message: KernelMessage, action: string, bytes?: Uint8Array): void {
    if (message.message.tag !== "request") return;
    const { expectsResponse, metadata } = message.message.val;
    if (expectsResponse === undefined && !message.rsvp) return;
    const blob = bytes && { mime: "application/octet-stream", bytes };
    port.respond(message, encodeJson(action), { blob, metadata });
  }

  function fail(message: KernelMessage, error: unknown): void {
    port.respond(message, encodeJson({ Err: error }));
  }
}
