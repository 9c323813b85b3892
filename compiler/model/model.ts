/**
 * The checked model: what a schema means, with every reference resolved and every rule passed. It is plain, immutable
 * and JSON-shaped, equals `model.json` and is described exactly by `schemas/model.schema.json`.
 */

import type { EngineName } from "./engine.js";
import type { RouteSegment } from "./route.js";
import type { Type } from "./type.js";

export interface Model {
  readonly package: Package;
  /** The schema's file name without folders: `todo.hproc`. */
  readonly source: string;
  /** Those of the schema in source order, then those that they and the processes need of other files. */
  readonly types: readonly TypeDeclaration[];
  /** Of the schema itself, in source order. */
  readonly processes: readonly Process[];
}

/** `package todo:template.os@0.1.0`. */
export interface Package {
  readonly name: string;
  readonly publisher: string;
  /** Semantic version. */
  readonly version: string;
  readonly documentation: string | undefined;
}

/** Where a declaration stands: shown in generated comments. */
export interface Location {
  /** Relative to the schema's folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

interface Declared {
  /** As written in the schema. */
  readonly name: string;
  /** Text of the `///` comments, lines joined by `\n`; undefined when there are none. */
  readonly documentation: string | undefined;
  /** What to use instead, as `@deprecated("…")` says it; empty when it does not say. Undefined for all else. */
  readonly deprecated: string | undefined;
  readonly location: Location;
}

export type TypeDeclaration = RecordDeclaration | EnumDeclaration | VariantDeclaration | AliasDeclaration;

interface DeclaredType extends Declared {
  /** Values that `@example` gives. */
  readonly examples: readonly Literal[];
}

export interface RecordDeclaration extends DeclaredType {
  readonly kind: "record";
  readonly fields: readonly Field[];
}

export interface EnumDeclaration extends DeclaredType {
  readonly kind: "enum";
  readonly cases: readonly EnumCase[];
}

export interface EnumCase extends Declared {
  readonly wireName: string;
}

export interface VariantDeclaration extends DeclaredType {
  readonly kind: "variant";
  readonly cases: readonly VariantCase[];
}

export interface VariantCase extends Declared {
  readonly wireName: string;
  /** Undefined for a bare case. */
  readonly payload: Type | undefined;
  /** The HTTP status of a `result` whose error is this case (`@status`). */
  readonly status: number | undefined;
}

export interface AliasDeclaration extends DeclaredType {
  readonly kind: "alias";
  readonly type: Type;
  readonly constraints: readonly Constraint[];
  readonly secret: boolean;
}

/** What a field and a parameter have in common. */
interface Value extends Declared {
  /** `snake_case` of the name, or what `@wire` says: the member of an object, the key in a query. */
  readonly wireName: string;
  readonly type: Type;
  /** Undefined when the source gives none. */
  readonly default: Literal | undefined;
  readonly constraints: readonly Constraint[];
  /** Values that `@example` gives. */
  readonly examples: readonly Literal[];
  /** Never shown in logs and error answers (`@secret`). */
  readonly secret: boolean;
}

/** A field of a record or of a process's state. One of a state always has a value: see `Process.state`. */
export interface Field extends Value {}

/**
 * Numbers are decimal text, so that 64-bit bounds are exact. On a type that is an alias, a constraint holds for what the
 * alias stands for, beside the alias's own constraints; on an option it holds for the value that is there.
 */
export type Constraint =
  /** Of a string's Unicode scalar values, or of the bytes of `bytes`. */
  | { readonly kind: "length"; readonly minimum: number; readonly maximum: number }
  /** Of a string: a regular expression of ECMA-262 with the flag `u` that matches somewhere in it, as in JSON Schema. */
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "range"; readonly minimum: string; readonly maximum: string }
  /** Of a list, set or map. */
  | { readonly kind: "items"; readonly minimum: number; readonly maximum: number };

/** The value of a default or an example, already checked against its type, or against what the type is an alias of. */
export type Literal =
  | { readonly kind: "bool"; readonly value: boolean }
  /** Decimal text without needless zeros: an integer, or a fraction for a float. */
  | { readonly kind: "number"; readonly text: string }
  /** Of a string, or one character of a `char`. */
  | { readonly kind: "string"; readonly value: string }
  /** A case of an enum or variant, by its source name; with a value where the case carries one. */
  | { readonly kind: "case"; readonly name: string; readonly value: Literal | undefined }
  /** `none` of an option. */
  | { readonly kind: "none" }
  /** Of a list, set, tuple or bytes; of a map it is empty. */
  | { readonly kind: "list"; readonly elements: readonly Literal[] }
  /** In the order of the source; fields that are left out have defaults or are options. */
  | { readonly kind: "record"; readonly fields: readonly { readonly name: string; readonly value: Literal }[] };

export interface Process extends Declared {
  readonly id: { readonly processName: string; readonly packageName: string; readonly publisherNode: string };
  /** The label on the home page: `name "Todo"`, else the process's name. */
  readonly title: string;
  /** An image for the home page, relative to the schema's folder, as written. */
  readonly icon: string | undefined;
  /** An HTML file for the home page, likewise. */
  readonly widget: string | undefined;
  /** The WIT world: as written, else derived as kit does. */
  readonly world: string;
  /** The engine of its component; undefined when the schema leaves it to others. */
  readonly engine: EngineName | undefined;
  readonly save: SavePolicy;
  /** How long a handler may take, in milliseconds; as long as its caller waits when undefined. */
  readonly timeoutMs: number | undefined;
  readonly log: LogSettings;
  /** In the order of `needNames`, each once. */
  readonly needs: readonly Need[];
  readonly ui: Ui | undefined;
  /**
   * A field without `default` takes the natural one of its type: zero, false, "", null for `json`, empty, none, or a
   * record or tuple of such, where a record's field with a default takes that. The checker refuses a state field whose
   * type has none, as `char`, enums, variants, results and host types, and one whose natural default breaks a constraint.
   */
  readonly state: readonly Field[];
  /** Of the state as a whole. */
  readonly stateDocumentation: string | undefined;
  readonly endpoints: readonly Endpoint[];
  readonly socketEndpoints: readonly SocketEndpoint[];
  readonly uses: readonly Use[];
  readonly init: Init | undefined;
  readonly timers: readonly Timer[];
  readonly sockets: readonly Socket[];
  readonly clients: readonly Client[];
  readonly handlers: readonly Handler[];
}

export type SavePolicy =
  | { readonly kind: "never" }
  | { readonly kind: "every-message" }
  | { readonly kind: "every-n-messages"; readonly count: number }
  | { readonly kind: "every-period"; readonly milliseconds: number }
  | { readonly kind: "on-change" };

/** What a line of a log is worth, the most important first. */
export const logLevels = ["error", "warn", "info", "debug"] as const;

/** A level admits its own lines and those of more important ones. */
export type LogLevel = "none" | (typeof logLevels)[number];

/** `log { terminal debug, file info, requests none }`. */
export interface LogSettings {
  /** Lines for the node's terminal. */
  readonly terminal: LogLevel;
  /** Lines for the file in the package's drive `log`. */
  readonly file: LogLevel;
  /** The level of the one line that each request gets when it is over; `none` for no such lines. */
  readonly requests: LogLevel;
}

/** The parts of a node that a process has a client of when its schema asks for it. */
export const needNames = ["vfs", "kv", "sqlite", "fetch"] as const;

/** A word of `needs vfs, kv`, and the member of the context that it stands for. */
export type Need = (typeof needNames)[number];

/** Who reaches something over HTTP. */
export interface HttpSettings {
  readonly authenticated: boolean;
  readonly localOnly: boolean;
  /** Only under the host name of the package's own subdomain; then `authenticated`, and not `localOnly`. */
  readonly secureSubdomain: boolean;
}

/** `ui "./ui" { authenticated true }`: static files served at the process's root. */
export interface Ui extends HttpSettings {
  /** Relative to the schema's folder, as written. */
  readonly folder: string;
}

/** `endpoint http "/api" { … }`. */
export interface Endpoint extends HttpSettings {
  readonly path: string;
  readonly location: Location;
}

/** `endpoint ws "/ws" { … }`. */
export interface SocketEndpoint {
  readonly path: string;
  readonly authenticated: boolean;
  readonly secureSubdomain: boolean;
  /** For clients on the node's own machine that speak for it, such as a tunnel of a browser extension. */
  readonly extension: boolean;
  readonly location: Location;
}

/** `uses counter:counter:template.os as counter`: a process that this one calls. */
export interface Use {
  readonly alias: string;
  readonly documentation: string | undefined;
  /** `counter:counter:template.os`. */
  readonly processId: string;
  /** Those with `local` or `remote`, in source order. */
  readonly handlers: readonly Handler[];
}

/** `init`: a function that runs once at the start. */
export interface Init {
  readonly documentation: string | undefined;
  readonly location: Location;
}

/** `every 10 minutes  sweep`. */
export interface Timer extends Declared {
  readonly periodMs: number;
}

/** `ws "/ws"  live(receives ClientEvent, sends ServerEvent)`. */
export interface Socket extends Declared {
  /** Without templates: the http-server does not deliver their values. */
  readonly path: string;
  /** The path of the endpoint that leads here: the longest that covers `path`. */
  readonly endpoint: string;
  /** The JSON of a text frame from the client; undefined for frames as they are. */
  readonly receives: Type | undefined;
  /** The same of a frame to the client. */
  readonly sends: Type | undefined;
}

/** `ws client  feed(receives Quote, sends Order)`: WebSockets that the process opens to servers. */
export interface Client extends Declared {
  /** The JSON of a text frame from the server; undefined for frames as they are. */
  readonly receives: Type | undefined;
  /** The same of a frame to the server. */
  readonly sends: Type | undefined;
}

export type HttpMethod = "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS";

export interface Handler extends Declared {
  readonly wireName: string;
  readonly local: boolean;
  readonly remote: boolean;
  readonly http: HttpTransport | undefined;
  readonly parameters: readonly Parameter[];
  /** `unit` when the source gives none. */
  readonly returns: Type;
}

export interface HttpTransport {
  /** As written, without repetition; empty for all seven. */
  readonly methods: readonly HttpMethod[];
  readonly path: readonly RouteSegment[] | undefined;
  /** Paths of the endpoints that lead here: the longest that covers `path`, or all of them without a path. */
  readonly endpoints: readonly string[];
  /** No path, no parameters, returns `HttpResponse`: takes what no other handler takes. */
  readonly catchAll: boolean;
}

export interface Parameter extends Value {
  /** Where HTTP takes it from; local and remote calls carry every parameter in the body. */
  readonly from: "path" | "query" | "header" | "body";
  /** The name of the header in small letters, where it comes from one. */
  readonly header: string | undefined;
}
