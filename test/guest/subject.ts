/** A process written by hand for tests of the guest: handlers that wait in every way there is, and one peer to ask. */

import type { HandlerTable, ProcessTable } from "../../runtime/contract/index.js";
import { json } from "../../runtime/contract/index.js";
import { featuresOf } from "../../runtime/guest/features.js";
import { defineProcess, type CallOptions, type Context, type PendingCall, type ProcessDefinition } from "../../runtime/guest/index.js";

/** A state without fields, kept nowhere. */
const noState = { schemaHash: "none", initial: () => ({}), decode: () => ({}), encode: () => "{}" };

export interface Calls {
  readonly d: { ask(text: unknown, options?: CallOptions): PendingCall<unknown> };
}

export type SubjectContext = Context<object, Calls>;

export type SubjectHandlers = Record<string, (context: SubjectContext, text: string) => unknown>;

/**
 * A process `g:test:test.os` whose handlers take one JSON value, locally and remotely, and may `ask` `d:test:test.os`.
 * `others` are the author's members for timers and WebSockets, whose tables are in `options`.
 */
export function defineSubject(
  handlers: SubjectHandlers,
  options: Partial<ProcessTable<object>> = {},
  others: object = {},
): ProcessDefinition {
  const names = Object.keys(handlers).filter((name) => name !== "init");
  const table: ProcessTable<object> = {
    name: "Subject",
    id: "g:test:test.os",
    title: "Subject",
    save: { kind: "never" },
    timeoutMs: undefined,
    log: { terminal: "debug", file: "none", requests: "none" },
    needs: [],
    state: noState,
    endpoints: [],
    socketEndpoints: [],
    ui: undefined,
    init: "init" in handlers,
    timers: [],
    sockets: [],
    clients: [],
    handlers: names.map(handlerTable),
    uses: {
      d: {
        id: "d:test:test.os",
        handlers: { ask: { wireName: "Ask", parameters: [{ name: "text", codec: json }], returns: json } },
      },
    },
    ...options,
  };
  return defineProcess<object, SubjectHandlers>(table, ...featuresOf(table)).process({ ...handlers, ...others });
}

function handlerTable(name: string): HandlerTable {
  return {
    name,
    wireName: name,
    local: true,
    remote: true,
    http: undefined,
    parameters: [{ name: "text", from: "body", codec: json, fallback: undefined }],
    returns: { kind: "json", codec: json, status: undefined },
  };
}
