/** The author's handlers bound to the emitted tables of their process. */

import type { ProcessTable } from "../contract/index.js";
import type { Features } from "./features.js";
import type { Migrate } from "./stored-state.js";

/** What an author's file exports by default and the component's entry runs. */
export interface ProcessDefinition<Handlers = object> {
  /** The interface that the author's handlers have; only a type, for those who call them. */
  readonly handlersType?: Handlers;
  readonly table: ProcessTable<unknown>;
  readonly features: Features;
  /** With `init` and those of timers. */
  readonly handlers: Readonly<Record<string, HandlerFunction>>;
  /** By the name of the WebSocket or `ws client`. */
  readonly sockets: Readonly<Record<string, SocketMethods>>;
  readonly migrate: Migrate | undefined;
}

/** Those of one WebSocket; one that the author left out does nothing. */
export interface SocketMethods {
  readonly open: HandlerFunction | undefined;
  readonly message: HandlerFunction | undefined;
  readonly pong: HandlerFunction | undefined;
  readonly close: HandlerFunction | undefined;
}

export type HandlerFunction = (context: unknown, ...values: unknown[]) => unknown;

export interface ProcessOptions {
  /**
   * Makes a state of the present schema out of one that it cannot read: `migrate({ fields }) { … }`. Called at the
   * start, before any handler. What it throws ends the process, and the stored state is left as it is.
   */
  readonly migrate?: Migrate;
}

/** The `todo` of `import { todo } from "./generated/todo.js"`. */
export interface ProcessSchema<Handlers> {
  readonly table: ProcessTable<unknown>;
  /** Throws `TypeError` with every handler that is missing, for authors whose code is not type-checked. */
  process(handlers: Handlers, options?: ProcessOptions): ProcessDefinition<Handlers>;
}

/** `Handlers` is the emitted interface; its methods match `table`, as `features` do. */
export function defineProcess<State, Handlers extends object>(
  table: ProcessTable<State>,
  ...features: readonly Features[]
): ProcessSchema<Handlers> {
  return {
    table,
    process(handlers, { migrate } = {}) {
      const missing: string[] = [];
      const definition = {
        table,
        features: Object.assign({}, ...features) as Features,
        handlers: bindMethods(table, handlers, missing),
        sockets: bindSockets(table, handlers, missing),
        migrate,
      };
      if (missing.length === 0) return definition;
      const noun = missing.length === 1 ? "the handler" : "the handlers";
      throw new TypeError(`${table.name} lacks ${noun} ${missing.join(", ")}`);
    },
  };
}

function bindMethods(
  table: ProcessTable<unknown>,
  handlers: object,
  missing: string[],
): Readonly<Record<string, HandlerFunction>> {
  const own = [...table.timers, ...table.handlers].map(({ name }) => name);
  const methods: Record<string, HandlerFunction> = {};
  for (const name of table.init ? ["init", ...own] : own) {
    const method = bindMethod(handlers, name);
    if (method) methods[name] = method;
    else missing.push(name);
  }
  return methods;
}

function bindSockets(
  { sockets, clients }: ProcessTable<unknown>,
  handlers: object,
  missing: string[],
): Readonly<Record<string, SocketMethods>> {
  const bound: Record<string, SocketMethods> = {};
  for (const { name, receives } of [...sockets, ...clients]) {
    const member: unknown = Reflect.get(handlers, name);
    const methods = typeof member === "object" && member !== null ? member : {};
    const message = bindMethod(methods, "message");
    if (receives && !message) missing.push(`${name}.message`);
    const [open, pong, close] = ["open", "pong", "close"].map((event) => bindMethod(methods, event));
    bound[name] = { open, message, pong, close };
  }
  return bound;
}

/** Bound, so that handlers may call each other through `this`. */
function bindMethod(handlers: object, name: string): HandlerFunction | undefined {
  const method: unknown = Reflect.get(handlers, name);
  return typeof method === "function" ? method.bind(handlers) : undefined;
}
