/**
 * The tables that the compiler prints for a process and the guest runtime reads. They hold only what varies from
 * schema to schema; everything fixed is in the guest.
 */

import type { Codec } from "./codec.js";
import type { ScalarCodec } from "./codecs/scalar-codec.js";

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS";

/** Every method that `http` without a method takes. */
export const allHttpMethods: readonly HttpMethod[] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

export type SavePolicy =
  | { readonly kind: "never" }
  /** After every handled message, before its answer leaves. */
  | { readonly kind: "every-message" }
  | { readonly kind: "every-n-messages"; readonly count: number }
  | { readonly kind: "every-period"; readonly milliseconds: number }
  /** As every message: a message that changed nothing is not written in either. */
  | { readonly kind: "on-change" };

export interface ProcessTable<State> {
  /** As in the schema: `Todo`. */
  readonly name: string;
  /** `todo:todo:template.os`. */
  readonly id: string;
  /** The label on the home page. */
  readonly title: string;
  readonly save: SavePolicy;
  /** How long a handler may take, in milliseconds; as long as its caller waits when undefined. */
  readonly timeoutMs: number | undefined;
  readonly log: LogTable;
  /** What its handlers have a client of. */
  readonly needs: readonly Need[];
  readonly state: StateTable<State>;
  /** In source order. */
  readonly endpoints: readonly EndpointTable[];
  readonly socketEndpoints: readonly SocketEndpointTable[];
  readonly ui: UiTable | undefined;
  readonly init: boolean;
  readonly timers: readonly TimerTable[];
  readonly sockets: readonly SocketTable[];
  readonly clients: readonly ClientTable[];
  /** In source order. */
  readonly handlers: readonly HandlerTable[];
  /** By alias. */
  readonly uses: Readonly<Record<string, UseTable>>;
}

/** A part of the node, and the member of the context that is its client. */
export type Need = "vfs" | "kv" | "sqlite" | "fetch";

/** A level admits its own lines and those of more important ones. */
export type LogLevel = "none" | "error" | "warn" | "info" | "debug";

/** Up to which level lines go where. */
export interface LogTable {
  readonly terminal: LogLevel;
  /** `<process>.log` in the package's drive `log`. */
  readonly file: LogLevel;
  /** The level of the one line that each request gets when it is over. */
  readonly requests: LogLevel;
}

/** Its codec reads an object with the wire names of the fields; those that the stored state lacks take their initial values. */
export interface StateTable<State> extends Pick<Codec<State>, "decode" | "encode"> {
  /** Changes whenever a stored state could be read differently. */
  readonly schemaHash: string;
  initial(): State;
}

/** Who reaches something over HTTP. */
export interface HttpSettingsTable {
  readonly authenticated: boolean;
  readonly localOnly: boolean;
  /** Bound by `SecureBind`, which authenticates and admits everybody. */
  readonly secureSubdomain: boolean;
}

/** A scope of HTTP paths with one configuration. */
export interface EndpointTable extends HttpSettingsTable {
  /** `/api`; `/` covers every path. */
  readonly path: string;
}

/** Static files that the http-server answers from the package's folder `folder`. */
export interface UiTable extends HttpSettingsTable {
  readonly folder: string;
}

/** A scope of WebSocket paths with one configuration. */
export interface SocketEndpointTable {
  readonly path: string;
  readonly authenticated: boolean;
  readonly secureSubdomain: boolean;
  readonly extension: boolean;
}

/** A handler that runs again and again. */
export interface TimerTable {
  /** The author's method: `sweep`. */
  readonly name: string;
  readonly periodMs: number;
}

/** What is the same of WebSockets whichever side has opened them. */
export interface ChannelTable {
  /** The author's member with `open`, `message` and `close`: `live`. */
  readonly name: string;
  /** The JSON of a text frame; undefined for frames as they are. */
  readonly receives: Codec<unknown> | undefined;
  readonly sends: Codec<unknown> | undefined;
}

/** A WebSocket that clients open at `path`. */
export interface SocketTable extends ChannelTable {
  readonly path: string;
  /** The path of the endpoint whose configuration it has. */
  readonly endpoint: string;
}

/** WebSockets that the process opens to servers. */
export interface ClientTable extends ChannelTable {}

export interface HandlerTable {
  /** The author's method: `createTask`. */
  readonly name: string;
  /** The name on the wire: `CreateTask`. */
  readonly wireName: string;
  /** Callers of the own node may call it. */
  readonly local: boolean;
  /** Callers of every node may call it. */
  readonly remote: boolean;
  readonly http: HttpTable | undefined;
  readonly parameters: readonly ParameterTable[];
  /** Undefined when a body can only be JSON. */
  readonly body?: BodyTable;
  readonly returns: ReturnTable;
}

export interface HttpTable {
  /** Empty when the handler takes all of `allHttpMethods`. */
  readonly methods: readonly HttpMethod[];
  /** Undefined for a handler that is picked by the envelope's name, or a catch-all. */
  readonly path: readonly RouteSegment[] | undefined;
  /** The paths of the endpoints whose bindings lead here: one for a handler with a path, all of them otherwise. */
  readonly endpoints: readonly string[];
  /** Takes what nothing else takes: no path, no parameters, returns `HttpResponse`. */
  readonly catchAll: boolean;
}

/** How a body that is no JSON becomes the parameters that are in the body. */
export interface BodyTable {
  /** There is one parameter, and it is the body as it is. */
  readonly raw?: "bytes" | "text";
  /** The fields of an `application/x-www-form-urlencoded` body; undefined when it cannot be one. */
  readonly form?: readonly FormField[];
  /** The fields are those of the only parameter, a record; else each is a parameter. */
  readonly isRecord?: boolean;
}

export interface FormField {
  readonly key: string;
  /** Of one element, when the field is a list or a set: the form then repeats the key. */
  readonly text: ScalarCodec<unknown>;
  readonly many: boolean;
  /** No text means no value, since a form sends every input that it has. */
  readonly optional: boolean;
}

/** One `/`-separated piece of a path template. */
export type RouteSegment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string };

export type ParameterTable = {
  /** As in the schema: `dueDate`. */
  readonly name: string;
  readonly codec: Codec<unknown>;
  /** The value of an absent parameter; undefined when it must be there, or is an empty list of a query. */
  readonly fallback: (() => unknown) | undefined;
} & (
  | { readonly from: "body" }
  /** `key` is the name in the path template, or of the header in small letters. */
  | { readonly from: "path" | "header"; readonly key: string; readonly text: ScalarCodec<unknown> }
  /** `many` when the value is a list or set: `text` is then that of one element. */
  | { readonly from: "query"; readonly key: string; readonly text: ScalarCodec<unknown>; readonly many: boolean }
);

export type ReturnTable =
  /** JSON; `status` gives the HTTP status of a returned value where a case has `@status`. */
  | { readonly kind: "json"; readonly codec: Codec<unknown>; readonly status: ((value: unknown) => number) | undefined }
  /** The author controls status, headers and body; over local and remote calls it is encoded like a record. */
  | { readonly kind: "http-response"; readonly codec: Codec<unknown> };

/** A process that this one calls. */
export interface UseTable {
  /** `counter:counter:template.os`. */
  readonly id: string;
  /** By the caller's method name. */
  readonly handlers: Readonly<Record<string, CallTable>>;
}

export interface CallTable {
  readonly wireName: string;
  readonly parameters: readonly { readonly name: string; readonly codec: Codec<unknown> }[];
  readonly returns: Codec<unknown>;
}
