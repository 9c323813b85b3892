/** A schema with its references resolved, each part beside the syntax it came from: what rules look at. */

import type { HttpMethod } from "../model/model.js";
import type { RouteSegment } from "../model/route.js";
import type { HostTypeName, ScalarName } from "../model/type.js";
import type {
  AliasSyntax, CaseSyntax, ClientSyntax, EndpointSyntax, EnumSyntax, FieldSyntax, HandlerSyntax, MessageSyntax, PackageSyntax,
  ParameterSyntax, ProcessSyntax, RecordSyntax, SocketSyntax, StringSyntax, SyntaxTree, TimerSyntax, TransportSyntax, TypeSyntax,
  UsesSyntax, VariantSyntax,
} from "../syntax/nodes.js";
import type { Import } from "./declare.js";
import type { Located } from "./unit.js";
import type { Suggest } from "../text/suggest.js";

export interface Bindings {
  /** The schema that is compiled; the other files are there for what it takes from them. */
  readonly entry: SyntaxTree;
  readonly trees: readonly SyntaxTree[];
  /** Of the entry. */
  readonly packages: readonly Located<PackageSyntax>[];
  /** The entry's in source order, of those with one name all; then those that these and its processes need. */
  readonly types: readonly BoundDeclaration[];
  /** The first declaration of each name. */
  readonly typesByName: ReadonlyMap<string, BoundDeclaration>;
  /** Types that the entry takes from other files. */
  readonly imports: readonly Import[];
  /** Of the entry. */
  readonly processes: readonly BoundProcess[];
  /** False when something could not be read, so that what seems missing may have been there. */
  readonly complete: boolean;
  /** For unknown words where the schema has the known ones. */
  readonly suggest: Suggest;
}

export type BoundDeclaration = BoundRecord | BoundEnum | BoundVariant | BoundAlias;

interface BoundTyped<Syntax> extends Located<Syntax> {
  /** What outputs call it: as declared, or as the entry's `use … as` renames it. */
  readonly name: string;
}

export interface BoundRecord extends BoundTyped<RecordSyntax> {
  readonly kind: "record";
  readonly fields: readonly BoundField[];
}

export interface BoundField extends Located<FieldSyntax> {
  readonly type: BoundType;
}

export interface BoundEnum extends BoundTyped<EnumSyntax> {
  readonly kind: "enum";
}

export interface BoundVariant extends BoundTyped<VariantSyntax> {
  readonly kind: "variant";
  readonly cases: readonly BoundCase[];
}

export interface BoundCase extends Located<CaseSyntax> {
  readonly payloads: readonly BoundType[];
}

export interface BoundAlias extends BoundTyped<AliasSyntax> {
  readonly kind: "alias";
  readonly type: BoundType;
}

export interface BoundProcess extends Located<ProcessSyntax> {
  /** `todo:todo:template.os`; undefined without a package. */
  readonly id: string | undefined;
  readonly state: readonly BoundField[];
  /** Of kind `http`, in source order. */
  readonly endpoints: readonly Located<EndpointSyntax>[];
  /** Of kind `ws`, in source order. */
  readonly socketEndpoints: readonly Located<EndpointSyntax>[];
  /** The same of each kind by path; of several with one path, which are reported, all. */
  readonly endpointsByPath: EndpointsByPath;
  readonly socketEndpointsByPath: EndpointsByPath;
  /** True when the kind or the path of one is reported as being none: it may be the one that seems to be missing. */
  readonly hasUnclearEndpoint: boolean;
  readonly uses: readonly BoundUse[];
  readonly timers: readonly Located<TimerSyntax>[];
  readonly sockets: readonly BoundSocket[];
  readonly clients: readonly BoundClient[];
  readonly handlers: readonly BoundHandler[];
  /** False when a member could not be read. */
  readonly complete: boolean;
}

export type EndpointsByPath = ReadonlyMap<string, readonly Located<EndpointSyntax>[]>;

export interface BoundUse extends Located<UsesSyntax> {
  /** The process in this file or in the one that is named; undefined when there is none, which is reported. */
  readonly process: BoundProcess | undefined;
}

export interface BoundSocket extends Located<SocketSyntax> {
  readonly messages: readonly BoundMessage[];
}

export interface BoundClient extends Located<ClientSyntax> {
  readonly messages: readonly BoundMessage[];
}

/** What a socket or a client receives or sends. */
export interface BoundMessage extends Located<MessageSyntax> {
  readonly type: BoundType;
}

export interface BoundHandler extends Located<HandlerSyntax> {
  readonly http: BoundHttp | undefined;
  readonly parameters: readonly BoundParameter[];
  /** Undefined when nothing is written. */
  readonly returns: BoundType | undefined;
}

/** The `http` kind of a handler. */
export interface BoundHttp {
  readonly syntax: TransportSyntax;
  /** The known ones without repetition; empty for all. */
  readonly methods: readonly HttpMethod[];
  readonly path: BoundPath | undefined;
}

export interface BoundPath {
  readonly syntax: StringSyntax;
  readonly segments: readonly RouteSegment[];
  /** Those in braces. */
  readonly names: ReadonlySet<string>;
  /** False when it is reported as not being a path. */
  readonly valid: boolean;
}

export interface BoundParameter extends Located<ParameterSyntax> {
  readonly type: BoundType;
  readonly from: "path" | "query" | "header" | "body";
}

/** A type as in the model, with the place it was written at; `unknown` satisfies every rule. */
export type BoundType = { readonly syntax: TypeSyntax } & (
  | { readonly kind: "scalar"; readonly name: ScalarName }
  | { readonly kind: "host"; readonly name: HostTypeName }
  | { readonly kind: "list"; readonly element: BoundType }
  | { readonly kind: "set"; readonly element: BoundType }
  | { readonly kind: "option"; readonly element: BoundType }
  | { readonly kind: "result"; readonly ok: BoundType; readonly err: BoundType }
  | { readonly kind: "tuple"; readonly elements: readonly BoundType[] }
  | { readonly kind: "map"; readonly key: BoundType; readonly value: BoundType }
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "unknown" }
);

/** The types directly in a type. */
export function partsOf(type: BoundType): readonly BoundType[] {
  switch (type.kind) {
    case "list":
    case "set":
    case "option":
      return [type.element];
    case "result":
      return [type.ok, type.err];
    case "tuple":
      return type.elements;
    case "map":
      return [type.key, type.value];
    default:
      return [];
  }
}

/** The types written in a declaration: of fields, payloads, or what an alias stands for. */
export function typesIn(declaration: BoundDeclaration): readonly BoundType[] {
  switch (declaration.kind) {
    case "record":
      return declaration.fields.map((field) => field.type);
    case "enum":
      return [];
    case "variant":
      return declaration.cases.flatMap((variantCase) => variantCase.payloads);
    case "alias":
      return [declaration.type];
  }
}

/** Longer chains of aliases are reported as too large a type, and recursive ones as such. */
export const maxAliasCount = 100;

/** What a type is once its aliases are followed; unknown behind too many of them. */
export function resolveAliases(type: BoundType, { typesByName }: Bindings): BoundType {
  let current = type;
  for (let count = 0; count < maxAliasCount; count++) {
    const declaration = current.kind === "named" ? typesByName.get(current.name) : undefined;
    if (declaration?.kind !== "alias") return current;
    current = declaration.type;
  }
  return { kind: "unknown", syntax: type.syntax };
}

/** As it is written in a schema: `map<u64, Task>`. */
export function formatType({ name, arguments: parts }: TypeSyntax): string {
  return parts === undefined ? name.text : `${name.text}<${parts.map(formatType).join(", ")}>`;
}
