/** The author's handlers bound to the emitted tables of their process. */

import type { ProcessTable } from "../contract/index.js";

/** What an author's file exports by default and the component's entry runs. */
export interface ProcessDefinition {
  readonly table: ProcessTable<unknown>;
  readonly handlers: Readonly<Record<string, HandlerFunction>>;
}

export type HandlerFunction = (context: unknown, ...values: unknown[]) => unknown;

/** The `todo` of `import { todo } from "./generated/todo.js"`. */
export interface ProcessSchema<Handlers> {
  readonly table: ProcessTable<unknown>;
  /** Throws `TypeError` with every handler that is missing, for authors whose code is not type-checked. */
  process(handlers: Handlers): ProcessDefinition;
}

/** `Handlers` is the emitted interface; its methods match `table`. */
export function defineProcess<State, Handlers extends object>(table: ProcessTable<State>): ProcessSchema<Handlers> {
  return {
    table,
    process(handlers) {
      const methods = bindMethods(table, handlers);
      return { table, handlers: methods };
    },
  };
}

function bindMethods(table: ProcessTable<unknown>, handlers: object): Readonly<Record<string, HandlerFunction>> {
  const names = [...(table.init ? ["init"] : []), ...table.handlers.map((handler) => handler.name)];
  const methods: Record<string, HandlerFunction> = {};
  const missing: string[] = [];
  for (const name of names) {
    const method: unknown = Reflect.get(handlers, name);
    // Bound, so that handlers may call each other through `this`.
    if (typeof method === "function") methods[name] = method.bind(handlers);
    else missing.push(name);
  }
  if (missing.length > 0) {
    throw new TypeError(`${table.name} lacks ${missing.length === 1 ? "the handler" : "the handlers"} ${missing.join(", ")}`);
  }
  return methods;
}
