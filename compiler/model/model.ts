/**
 * The checked model: what a schema means, with every reference resolved and every rule passed. It is plain, immutable
 * and JSON-shaped, equals `model.json` and is described exactly by `schemas/model.schema.json`.
 */

import type { RouteSegment } from "./route.js";
import type { Type } from "./type.js";

export interface Model {
  readonly package: Package;
  /** The schema's file name without folders: `todo.hproc`. */
  readonly source: string;
  /** In source order. */
  readonly types: readonly TypeDeclaration[];
  /** In source order. */
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
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

interface Declared {
  /** As written in the schema. */
  readonly name: string;
  /** Text of the `///` comments, lines joined by `\n`; undefined when there are none. */
  readonly documentation: string | undefined;
  readonly location: Location;
}

export type TypeDeclaration = RecordDeclaration | EnumDeclaration | VariantDeclaration | AliasDeclaration;

export interface RecordDeclaration extends Declared {
  readonly kind: "record";
  readonly fields: readonly Field[];
}

export interface EnumDeclaration extends Declared {
  readonly kind: "enum";
  readonly cases: readonly EnumCase[];
}

export interface EnumCase extends Declared {
  readonly wireName: string;
}

export interface VariantDeclaration extends Declared {
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

export interface AliasDeclaration extends Declared {
  readonly kind: "alias";
  readonly type: Type;
  readonly constraints: readonly Constraint[];
}

/** A field of a record or of a process's state. */
export interface Field extends Declared {
  readonly wireName: string;
  readonly type: Type;
  /** Undefined when the source gives none. A state field always has one: see `Process.state`. */
  readonly default: Literal | undefined;
  readonly constraints: readonly Constraint[];
}

/**
 * Numbers are decimal text, so that 64-bit bounds are exact. On a type that is an alias, a constraint holds for what the
 * alias stands for, beside the alias's own constraints; on an option it holds for the value that is there.
 */
export type Constraint =
  /** Of a string's Unicode scalar values, or of the bytes of `bytes`. */
  | { readonly kind: "length"; readonly minimum: number; readonly maximum: number }
  | { readonly kind: "range"; readonly minimum: string; readonly maximum: string }
  /** Of a list, set or map. */
  | { readonly kind: "items"; readonly minimum: number; readonly maximum: number };

/** The value of a default, already checked against its type, or against what the type is an alias of. */
export type Literal =
  | { readonly kind: "bool"; readonly value: boolean }
  /** Decimal text without needless zeros: an integer, or a fraction for a float. */
  | { readonly kind: "number"; readonly text: string }
  /** Of a string, or one character of a `char`. */
  | { readonly kind: "string"; readonly value: string }
  /** An enum case, or a variant case without payload, by its source name. */
  | { readonly kind: "case"; readonly name: string }
  /** `none` of an option, which has no other literal. */
  | { readonly kind: "none" }
  /** `[]` of a list, set, map or bytes. */
  | { readonly kind: "empty" };

export interface Process extends Declared {
  readonly id: { readonly processName: string; readonly packageName: string; readonly publisherNode: string };
  /** The label on the home page: `name "Todo"`, else the process's name. */
  readonly title: string;
  /** The WIT world: as written, else derived as kit does. */
  readonly world: string;
  readonly save: SavePolicy;
  readonly ui: Ui | undefined;
  /**
   * A field without `default` takes the natural one of its type: zero, false, "", null for `json`, empty, none, or a
   * record or tuple of such, where a record's field with a default takes that. The checker refuses a state field whose
   * type has none, as `char`, enums, variants, results and host types, and one whose natural default breaks a constraint.
   */
  readonly state: readonly Field[];
  readonly endpoints: readonly Endpoint[];
  readonly uses: readonly Use[];
  readonly init: boolean;
  readonly handlers: readonly Handler[];
}

export type SavePolicy =
  | { readonly kind: "never" }
  | { readonly kind: "every-message" }
  | { readonly kind: "every-n-messages"; readonly count: number };

/** `ui "./ui" { authenticated true }`: static files served at the process's root. */
export interface Ui {
  /** Relative to the schema's folder, as written. */
  readonly folder: string;
  readonly authenticated: boolean;
  readonly localOnly: boolean;
}

/** `endpoint http "/api" { … }`. */
export interface Endpoint {
  readonly path: string;
  readonly authenticated: boolean;
  readonly localOnly: boolean;
  readonly location: Location;
}

/** `uses counter:counter:template.os as counter`: a process of the same schema that this one calls. */
export interface Use {
  readonly alias: string;
  /** `counter:counter:template.os`. */
  readonly processId: string;
  /** The `Process.name` in this model. */
  readonly process: string;
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

export interface Parameter extends Declared {
  /** `snake_case` of the name: the key in a query. */
  readonly wireName: string;
  readonly type: Type;
  readonly default: Literal | undefined;
  readonly constraints: readonly Constraint[];
  /** Where HTTP takes it from; local and remote calls carry every parameter in the body. */
  readonly from: "path" | "query" | "body";
}
