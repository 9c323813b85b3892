/** What a part of the node itself, or a stand-in for a process, sends with. */

import type { Address } from "../contract/address.js";
import type { Capability, LazyLoadBlob } from "../contract/standard.js";
import type { KernelMessage } from "./kernel-message.js";

export interface ModuleOptions {
  readonly isPublic?: boolean;
  /** Beside those that all modules hold: to message each other, the kernel and `net`, and the network. */
  readonly capabilities?: readonly Capability[];
}

/** Bytes belong to the receiver once they are sent: large ones are moved to its thread. */
export interface ModulePort {
  readonly address: Address;
  /** Goes to the request's rsvp if it has one, else to its source, whether or not a response is expected. */
  respond(request: KernelMessage, body: Uint8Array, extra?: ResponseExtra): void;
  /** Returns the id of the request. Nothing times it out, and a refusal is not reported. */
  request(target: Address, body: Uint8Array, extra?: RequestExtra): bigint;
  print(verbosity: number, text: string): void;
}

export interface ResponseExtra {
  readonly blob?: LazyLoadBlob | undefined;
  readonly metadata?: string | undefined;
}

export interface RequestExtra {
  readonly expectsResponse?: bigint;
  readonly rsvp?: Address;
  readonly metadata?: string | undefined;
  readonly blob?: LazyLoadBlob | undefined;
  /** A fresh one of `nextId` when undefined. */
  readonly id?: bigint;
}

/** What a port stands on. */
export interface ModuleSurroundings {
  readonly post: (message: KernelMessage) => void;
  readonly print: (verbosity: number, text: string) => void;
  readonly nextId: () => bigint;
}

export function createModulePort(address: Address, { post, print, nextId }: ModuleSurroundings): ModulePort {
  return {
    address,
    respond(request, body, { blob, metadata } = {}) {
      const response = { inherit: false, body, metadata, capabilities: [] };
      post({
        id: request.id,
        source: address,
        target: request.rsvp ?? request.source,
        rsvp: undefined,
        message: { tag: "response", val: [response, undefined] },
        blob,
      });
    },
    request(target, body, { id = nextId(), expectsResponse, rsvp, metadata, blob } = {}) {
      const val = { inherit: false, expectsResponse, body, metadata, capabilities: [] };
      post({ id, source: address, target, rsvp, message: { tag: "request", val }, blob });
      return id;
    },
    print,
  };
}
