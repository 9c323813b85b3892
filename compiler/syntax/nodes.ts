/**
 * The syntax tree: what was written, before anything is looked up. Every node has a `kind` and a tight `span`; the
 * span of a documented node begins after its documentation.
 */

import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";

interface Node<Kind extends string> {
  readonly kind: Kind;
  readonly span: Span;
}

interface Documented<Kind extends string> extends Node<Kind> {
  readonly documentation: DocumentationSyntax | undefined;
}

/** What `parse` makes of one file. */
export interface SyntaxTree {
  readonly file: SourceFile;
  readonly schema: SchemaSyntax;
  /** False when something could not be read: the schema has a `BrokenSyntax` or a declaration is missing. */
  readonly complete: boolean;
  /** True for what was read from WIT: a process's interface, which says neither package nor id. */
  readonly isInterface?: true;
}

export interface SchemaSyntax extends Node<"schema"> {
  readonly declarations: readonly DeclarationSyntax[];
}

export type DeclarationSyntax =
  | PackageSyntax
  | UseSyntax
  | RecordSyntax
  | EnumSyntax
  | VariantSyntax
  | AliasSyntax
  | ProcessSyntax
  | BrokenSyntax;

/** `package todo:template.os@0.1.0`. */
export interface PackageSyntax extends Documented<"package"> {
  readonly name: WordSyntax;
  readonly publisher: WordSyntax;
  readonly version: WordSyntax;
}

/** `use { Task, Filter as TaskFilter } from "./types.hproc"`. */
export interface UseSyntax extends Documented<"use"> {
  readonly imports: readonly ImportSyntax[];
  readonly path: StringSyntax;
}

/** `Filter as TaskFilter`. */
export interface ImportSyntax extends Node<"import"> {
  /** In the other file. */
  readonly name: WordSyntax;
  /** In this file, where that is another name. */
  readonly alias: WordSyntax | undefined;
}

/** `record Task { id: u64 }`. */
export interface RecordSyntax extends Documented<"record"> {
  readonly name: WordSyntax;
  readonly annotations: readonly AnnotationSyntax[];
  readonly fields: readonly FieldSyntax[];
  /** True when there are fields that could not be read. */
  readonly incomplete?: true;
}

/** `title: string @length(1, 200) = "new"`, of a record or of a process's state. */
export interface FieldSyntax extends Documented<"field"> {
  readonly name: WordSyntax;
  readonly type: TypeSyntax;
  readonly annotations: readonly AnnotationSyntax[];
  readonly default: LiteralSyntax | undefined;
}

/** `enum Filter { All, Open }`. */
export interface EnumSyntax extends Documented<"enum"> {
  readonly name: WordSyntax;
  readonly annotations: readonly AnnotationSyntax[];
  readonly cases: readonly CaseSyntax[];
  /** True when there are cases that could not be read. */
  readonly incomplete?: true;
}

/** `variant TodoError { Invalid(string), Offline }`. */
export interface VariantSyntax extends Documented<"variant"> {
  readonly name: WordSyntax;
  readonly annotations: readonly AnnotationSyntax[];
  readonly cases: readonly CaseSyntax[];
  /** True when there are cases that could not be read. */
  readonly incomplete?: true;
}

/** `NotFound(u64) @status(404)`. That an enum's case has no payload is a rule, not syntax. */
export interface CaseSyntax extends Documented<"case"> {
  readonly name: WordSyntax;
  readonly payloads: readonly TypeSyntax[];
  readonly annotations: readonly AnnotationSyntax[];
}

/** `type Titles = list<string>`. */
export interface AliasSyntax extends Documented<"alias"> {
  readonly name: WordSyntax;
  readonly type: TypeSyntax;
  readonly annotations: readonly AnnotationSyntax[];
}

/** `process Todo { … }`. */
export interface ProcessSyntax extends Documented<"process"> {
  readonly name: WordSyntax;
  readonly members: readonly MemberSyntax[];
}

export type MemberSyntax =
  | TitleSyntax
  | IconSyntax
  | WidgetSyntax
  | WorldSyntax
  | EngineSyntax
  | UiSyntax
  | SaveSyntax
  | TimeoutSyntax
  | LogSyntax
  | NeedsSyntax
  | StateSyntax
  | EndpointSyntax
  | UsesSyntax
  | InitSyntax
  | TimerSyntax
  | SocketSyntax
  | ClientSyntax
  | HandlerSyntax
  | BrokenSyntax;

/** `name "Todo"`. */
export interface TitleSyntax extends Documented<"title"> {
  readonly title: StringSyntax;
}

/** `icon "./assets/icon.svg"`. */
export interface IconSyntax extends Documented<"icon"> {
  readonly path: StringSyntax;
}

/** `widget "./assets/widget.html"`. */
export interface WidgetSyntax extends Documented<"widget"> {
  readonly path: StringSyntax;
}

/** `world "todo-template-dot-os-v0"`. */
export interface WorldSyntax extends Documented<"world"> {
  readonly world: StringSyntax;
}

/** `engine quickjs`. */
export interface EngineSyntax extends Documented<"engine"> {
  readonly engine: WordSyntax;
}

/** `ui "./ui" { authenticated true }`. */
export interface UiSyntax extends Documented<"ui"> {
  readonly folder: StringSyntax;
  readonly options: readonly OptionSyntax[];
}

/** `save never`, `save on change`, `save every message` or, with a period, `save every 5 messages`. */
export interface SaveSyntax extends Documented<"save"> {
  readonly policy: "never" | "on-change" | "every-message" | "every-period";
  readonly period: PeriodSyntax | undefined;
}

/** `timeout 10 seconds`. */
export interface TimeoutSyntax extends Documented<"timeout"> {
  readonly period: PeriodSyntax;
}

/** `log { terminal info, file none }`. */
export interface LogSyntax extends Documented<"log"> {
  readonly options: readonly OptionSyntax[];
}

/** `needs vfs, kv`. */
export interface NeedsSyntax extends Documented<"needs"> {
  readonly names: readonly WordSyntax[];
}

/** `5 messages`, `30 seconds`. */
export interface PeriodSyntax extends Node<"period"> {
  readonly count: NumberSyntax;
  readonly unit: WordSyntax;
}

/** `state { total: u64 }`. */
export interface StateSyntax extends Documented<"state"> {
  readonly fields: readonly FieldSyntax[];
}

/** `endpoint http "/api" { authenticated false }`. */
export interface EndpointSyntax extends Documented<"endpoint"> {
  readonly transport: WordSyntax;
  readonly path: StringSyntax;
  readonly options: readonly OptionSyntax[];
}

/** `authenticated true`, `file none`. */
export interface OptionSyntax extends Node<"option"> {
  readonly name: WordSyntax;
  readonly value: LiteralSyntax;
}

/** `uses counter:counter:template.os as counter`, or with the file that declares it, `… from "./counter.hproc"`. */
export interface UsesSyntax extends Documented<"uses"> {
  readonly process: WordSyntax;
  readonly alias: WordSyntax;
  readonly path: StringSyntax | undefined;
}

/** `init`. */
export interface InitSyntax extends Documented<"init"> {}

/** `every 10 minutes  sweep`. */
export interface TimerSyntax extends Documented<"timer"> {
  readonly period: PeriodSyntax;
  readonly name: WordSyntax;
  readonly annotations: readonly AnnotationSyntax[];
}

/** `ws "/ws"  live(receives ClientEvent, sends ServerEvent)`. */
export interface SocketSyntax extends Documented<"socket"> {
  readonly path: StringSyntax;
  readonly name: WordSyntax;
  readonly messages: readonly MessageSyntax[];
  readonly annotations: readonly AnnotationSyntax[];
}

/** `ws client  feed(receives Quote, sends Order)`. */
export interface ClientSyntax extends Documented<"client"> {
  readonly name: WordSyntax;
  readonly messages: readonly MessageSyntax[];
  readonly annotations: readonly AnnotationSyntax[];
}

/** `receives ClientEvent`. */
export interface MessageSyntax extends Node<"message"> {
  readonly direction: WordSyntax;
  readonly type: TypeSyntax;
}

/** `http GET "/api/tasks/{id}", local  getTask(id: u64) -> result<Task, TodoError>`. */
export interface HandlerSyntax extends Documented<"handler"> {
  readonly transports: readonly TransportSyntax[];
  readonly name: WordSyntax;
  readonly parameters: readonly ParameterSyntax[];
  readonly returns: TypeSyntax | undefined;
  readonly annotations: readonly AnnotationSyntax[];
}

/** `http GET, POST "/api"`, `local` or `remote`. */
export interface TransportSyntax extends Node<"transport"> {
  readonly name: TransportName;
  readonly methods: readonly WordSyntax[];
  readonly path: StringSyntax | undefined;
}

export type TransportName = "http" | "local" | "remote";

/** `filter: Filter = All from query`. */
export interface ParameterSyntax extends Documented<"parameter"> {
  readonly name: WordSyntax;
  readonly type: TypeSyntax;
  readonly annotations: readonly AnnotationSyntax[];
  readonly default: LiteralSyntax | undefined;
  readonly source: SourceSyntax | undefined;
}

/** `from query`, `from header "x-user"`. */
export interface SourceSyntax extends Node<"source"> {
  readonly place: WordSyntax;
  readonly key: StringSyntax | undefined;
}

/** `u64`, or with arguments, `map<u64, Task>`. */
export interface TypeSyntax extends Node<"type"> {
  readonly name: WordSyntax;
  /** Undefined without angle brackets. */
  readonly arguments: readonly TypeSyntax[] | undefined;
}

/** `@length(1, 200)`. */
export interface AnnotationSyntax extends Node<"annotation"> {
  readonly name: WordSyntax;
  readonly arguments: readonly LiteralSyntax[];
}

export type LiteralSyntax =
  | NumberSyntax
  | StringSyntax
  | WordSyntax
  | ListSyntax
  | RecordValueSyntax
  | CaseValueSyntax;

/** `-12` or `0.5`, as written; whether it is a number that hproc takes is a rule. */
export interface NumberSyntax extends Node<"number"> {
  readonly text: string;
}

/** `"text"`, with its escapes read. */
export interface StringSyntax extends Node<"string"> {
  readonly value: string;
}

/** A name or keyword, and other words of the language: `template.os`, `counter:counter:template.os`, `0.1.0`. */
export interface WordSyntax extends Node<"word"> {
  readonly text: string;
}

/** `[1, 2]`. */
export interface ListSyntax extends Node<"list"> {
  readonly elements: readonly LiteralSyntax[];
}

/** `{ id: 1, title: "new" }`. */
export interface RecordValueSyntax extends Node<"record-value"> {
  readonly fields: readonly FieldValueSyntax[];
}

/** `id: 1`. */
export interface FieldValueSyntax extends Node<"field-value"> {
  readonly name: WordSyntax;
  readonly value: LiteralSyntax;
}

/** `NotFound(7)`. */
export interface CaseValueSyntax extends Node<"case-value"> {
  readonly name: WordSyntax;
  readonly value: LiteralSyntax;
}

/** The `///` lines before a node, without their slashes and one following space. */
export interface DocumentationSyntax extends Node<"documentation"> {
  readonly text: string;
}

/** A declaration or member that could not be read and was reported; it stands for whatever it would have been. */
export interface BrokenSyntax extends Node<"broken"> {
  /** What it may have declared, so that references to it are not reported as well. */
  readonly names: readonly string[];
}

export type SyntaxNode =
  | SchemaSyntax
  | DeclarationSyntax
  | ImportSyntax
  | FieldSyntax
  | CaseSyntax
  | MemberSyntax
  | PeriodSyntax
  | OptionSyntax
  | MessageSyntax
  | TransportSyntax
  | ParameterSyntax
  | SourceSyntax
  | TypeSyntax
  | AnnotationSyntax
  | LiteralSyntax
  | FieldValueSyntax
  | DocumentationSyntax;
