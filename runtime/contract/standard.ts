/**
 * The WIT interface `hyperware:process/standard@1.0.0` in the shapes that JavaScript bindings give it:
 * camelCase, `bigint` for `u64`, `undefined` for `none`, `{ tag, val }` for variants.
 */

import type { Address, ProcessId } from "./address.js";

export interface LazyLoadBlob {
  readonly mime: string | undefined;
  readonly bytes: Uint8Array;
}

export interface Capability {
  readonly issuer: Address;
  /** JSON text. */
  readonly params: string;
}

export interface Request {
  readonly inherit: boolean;
  /** Seconds until the host gives up waiting; undefined when no response is expected. */
  readonly expectsResponse: bigint | undefined;
  readonly body: Uint8Array;
  readonly metadata: string | undefined;
  readonly capabilities: readonly Capability[];
}

export interface Response {
  readonly inherit: boolean;
  readonly body: Uint8Array;
  readonly metadata: string | undefined;
  readonly capabilities: readonly Capability[];
}

export type Message =
  | { readonly tag: "request"; readonly val: Request }
  | { readonly tag: "response"; readonly val: readonly [Response, Uint8Array | undefined] };

export interface SendError {
  readonly kind: "offline" | "timeout";
  readonly target: Address;
  readonly message: Message;
  readonly lazyLoadBlob: LazyLoadBlob | undefined;
}

/** What `receive` hands over: a message, or the failure of a request that expected a response. */
export type Received =
  | { readonly tag: "ok"; readonly val: readonly [Address, Message] }
  | { readonly tag: "err"; readonly val: readonly [SendError, Uint8Array | undefined] };

export type OnExit =
  | { readonly tag: "none" }
  | { readonly tag: "restart" }
  | { readonly tag: "requests"; readonly val: readonly (readonly [Address, Request, LazyLoadBlob | undefined])[] };

/**
 * The functions as a component sees them. Results are unwrapped: an `err` is thrown as an object whose `payload` is
 * the error value, which is what componentize-js and jco both do.
 */
export interface Standard {
  our(): Address;
  printToTerminal(verbosity: number, message: string): void;
  getOnExit(): OnExit;
  setOnExit(onExit: OnExit): void;
  getState(): Uint8Array | undefined;
  setState(bytes: Uint8Array): void;
  clearState(): void;
  spawn(
    name: string | undefined,
    wasmPath: string,
    onExit: OnExit,
    requestCapabilities: readonly Capability[],
    grantCapabilities: readonly (readonly [ProcessId, string])[],
    isPublic: boolean,
  ): ProcessId;
  saveCapabilities(capabilities: readonly Capability[]): void;
  dropCapabilities(capabilities: readonly Capability[]): void;
  ourCapabilities(): readonly Capability[];
  /** Blocks until something arrives. Throws `{ payload: [SendError, context] }` for a send error. */
  receive(): readonly [Address, Message];
  hasBlob(): boolean;
  getBlob(): LazyLoadBlob | undefined;
  lastBlob(): LazyLoadBlob | undefined;
  sendRequest(
    target: Address,
    request: Request,
    context: Uint8Array | undefined,
    blob: LazyLoadBlob | undefined,
  ): void;
  sendRequests(
    requests: readonly (readonly [Address, Request, Uint8Array | undefined, LazyLoadBlob | undefined])[],
  ): void;
  sendResponse(response: Response, blob: LazyLoadBlob | undefined): void;
  /** Throws `{ payload: SendError }` for a send error. */
  sendAndAwaitResponse(
    target: Address,
    request: Request,
    blob: LazyLoadBlob | undefined,
  ): readonly [Address, Message];
}
