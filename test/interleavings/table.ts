/** The schema of the played process, as the compiler would print it. */

import type { ProcessTable } from "../../runtime/contract/index.js";
import { json } from "../../runtime/contract/index.js";
import type { CallOptions, Channel, Client, Context, PendingCall, Socket } from "../../runtime/guest/index.js";
import type { Setup, Step } from "./plan.js";

export const processId = "g:test:test.os";

/** What a request carries to its handler. */
export interface Task {
  readonly number: number;
  readonly steps: readonly Step[];
  /** The address that the handler must see as its source. */
  readonly from: string;
}

export interface Calls {
  readonly peer: { ask(text: unknown, options?: CallOptions): PendingCall<unknown> };
  readonly absent: { ask(text: unknown, options?: CallOptions): PendingCall<unknown> };
  readonly itself: { run(task: unknown, options?: CallOptions): PendingCall<unknown> };
}

/** Whose handlers have begun, and come to their end. */
export interface State {
  begun: number[];
  done: number[];
  isSpoiled: boolean;
}

/** What is stored of a state. */
export function readSaved(stored: Uint8Array | undefined): Pick<State, "begun" | "done"> {
  if (!stored) return { begun: [], done: [] };
  return (JSON.parse(new TextDecoder().decode(stored)) as { state: State }).state;
}

export type PlayContext = Context<State, Calls, { readonly live: Socket<unknown> }, { readonly feed: Client<unknown> }> & {
  readonly channel?: Channel<unknown>;
  readonly query?: ReadonlyMap<string, string>;
  readonly response?: { readonly headers: Map<string, string> };
};

/** The tables of a process that is made so. */
export function createTable({ save, timeoutMs, isLogged, initMs, sweep }: Setup): ProcessTable<State> {
  const parameters = [{ name: "task", from: "body" as const, codec: json, fallback: undefined }];
  const ask = { wireName: "Ask", parameters: [{ name: "text", codec: json }], returns: json };
  const scope = { authenticated: false, localOnly: false, secureSubdomain: false };
  return {
    name: "Played",
    id: processId,
    title: "Played",
    save,
    log: isLogged ? { terminal: "none", file: "debug", requests: "debug" } : { terminal: "none", file: "none", requests: "none" },
    needs: [],
    timeoutMs,
    state: {
      schemaHash: "v1",
      initial: () => ({ begun: [], done: [], isSpoiled: false }),
      decode(value) {
        const { begun, done } = value as State;
        return { begun: [...begun], done: [...done], isSpoiled: false };
      },
      encode({ begun, done, isSpoiled }) {
        if (isSpoiled) throw new Error("the state is spoiled");
        return JSON.stringify({ begun, done });
      },
    },
    endpoints: [{ path: "/", ...scope }],
    socketEndpoints: [{ path: "/live", authenticated: false, secureSubdomain: false, extension: false }],
    ui: undefined,
    init: initMs !== undefined,
    timers: sweep ? [{ name: "sweep", periodMs: sweep.periodMs }] : [],
    clients: [{ name: "feed", receives: json, sends: json }],
    sockets: [{ name: "live", path: "/live", endpoint: "/live", receives: json, sends: json }],
    handlers: [
      {
        name: "run",
        wireName: "Run",
        local: true,
        remote: true,
        http: {
          methods: ["POST"],
          path: [{ kind: "literal", text: "run" }],
          endpoints: ["/"],
          catchAll: false,
        },
        parameters,
        returns: { kind: "json", codec: json, status: undefined },
      },
    ],
    uses: {
      peer: { id: "d:test:test.os", handlers: { ask } },
      absent: { id: "absent:test:test.os", handlers: { ask } },
      itself: {
        id: processId,
        handlers: { run: { wireName: "Run", parameters: [{ name: "task", codec: json }], returns: json } },
      },
    },
  };
}
