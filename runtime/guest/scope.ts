/** What a line of a log belongs to: one request, one message of a WebSocket, one run of a timer. */

import type { HandlerTable } from "../contract/index.js";

/** `id` counts the messages since the process started. */
export type Scope =
  | {
      readonly kind: "http";
      readonly id: number;
      readonly method: string;
      /** The path as it came, or its template where a value in it is secret. */
      readonly path: string;
      /** Undefined where no handler takes the request. */
      readonly handler: NamedHandler | undefined;
    }
  | { readonly kind: "local" | "remote"; readonly id: number; readonly handler: NamedHandler | undefined }
  /** `handler` is `live.message`; there is no `id` where no message has led to it. */
  | { readonly kind: "ws"; readonly id: number | undefined; readonly handler: string; readonly channel: number }
  /** `run` counts the runs since the process started. */
  | { readonly kind: "timer"; readonly handler: string; readonly run: number }
  | { readonly kind: "init" };

type NamedHandler = Pick<HandlerTable, "name" | "wireName">;

/** `#12 POST /api/tasks`, `#13 local countTasks`, `#14 live.message channel 7`, `sweep 2`. */
export function formatScope(scope: Scope): string {
  switch (scope.kind) {
    case "http":
      return `#${scope.id} ${scope.method} ${scope.path}`;
    case "local":
    case "remote":
      return scope.handler ? `#${scope.id} ${scope.kind} ${scope.handler.name}` : `#${scope.id} ${scope.kind}`;
    case "ws":
      return `${scope.id === undefined ? "" : `#${scope.id} `}${scope.handler} channel ${scope.channel}`;
    case "timer":
      return `${scope.handler} ${scope.run}`;
    case "init":
      return "init";
  }
}

/** The same as the `span` of a line of tracing-subscriber: a name, and fields of its own. */
export function toSpan(scope: Scope): object {
  switch (scope.kind) {
    case "http": {
      const { id, kind, method, path, handler } = scope;
      return { name: "request", id, kind, method, path, handler: handler?.wireName };
    }
    case "local":
    case "remote": {
      const { id, kind, handler } = scope;
      return { name: "request", id, kind, handler: handler?.wireName };
    }
    case "ws":
      return { name: "message", ...scope };
    case "timer":
      return { name: "run", ...scope };
    case "init":
      return { name: "run", kind: "init", handler: "init" };
  }
}
