/** Everything of one kind in a schema, wherever it stands. */

import type { AnnotationSyntax, LiteralSyntax, OptionSyntax, TypeSyntax } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";
import {
  partsOf, typesIn, type Bindings, type BoundDeclaration, type BoundField, type BoundHandler, type BoundParameter,
  type BoundType,
} from "./bindings.js";
import type { Located } from "./unit.js";

/** Fields of records and of states. */
export function allFields({ types, processes }: Bindings): readonly BoundField[] {
  return [
    ...types.flatMap((declaration) => (declaration.kind === "record" ? declaration.fields : [])),
    ...processes.flatMap((process) => process.state),
  ];
}

export function allHandlers({ processes }: Bindings): readonly BoundHandler[] {
  return processes.flatMap((process) => process.handlers);
}

export function allParameters(bindings: Bindings): readonly BoundParameter[] {
  return allHandlers(bindings).flatMap((handler) => handler.parameters);
}

/** A value that may have constraints: a field, a parameter, or what an alias stands for. */
export interface BoundValue {
  readonly file: SourceFile;
  readonly type: BoundType;
  readonly annotations: readonly AnnotationSyntax[];
  readonly default: LiteralSyntax | undefined;
}

export function allValues(bindings: Bindings): readonly BoundValue[] {
  const values = [...allFields(bindings), ...allParameters(bindings)].map(({ file, type, syntax }) => ({
    file,
    type,
    annotations: syntax.annotations,
    default: syntax.default,
  }));
  for (const declaration of bindings.types) {
    if (declaration.kind !== "alias") continue;
    const { file, type, syntax } = declaration;
    values.push({ file, type, annotations: syntax.annotations, default: undefined });
  }
  return values;
}

/** Where an annotation can stand, in the words of messages. */
export type AnnotatedPlace =
  | "a field"
  | "a parameter"
  | "a type"
  | "a record"
  | "an enum"
  | "a variant"
  | "a case of an enum"
  | "a case of a variant"
  | "a timer"
  | "a socket"
  | "a client"
  | "a handler";

export interface Annotated {
  readonly file: SourceFile;
  readonly place: AnnotatedPlace;
  readonly annotations: readonly AnnotationSyntax[];
  /** The type of the values that it is about; undefined where it is about none. */
  readonly type: BoundType | undefined;
}

/** Everything that has annotations. */
export function allAnnotated(bindings: Bindings): readonly Annotated[] {
  const found: Annotated[] = [];
  const add = (
    place: AnnotatedPlace,
    { file, syntax }: Located<{ readonly annotations: readonly AnnotationSyntax[] }>,
    type?: BoundType,
  ): void => void found.push({ file, place, annotations: syntax.annotations, type });
  for (const declaration of bindings.types) {
    const { kind, file } = declaration;
    if (kind === "alias") {
      add("a type", declaration, declaration.type);
      continue;
    }
    add(kind === "enum" ? "an enum" : `a ${kind}`, declaration, typeOf(declaration));
    if (kind === "enum") for (const syntax of declaration.syntax.cases) add("a case of an enum", { file, syntax });
    if (kind === "variant") for (const one of declaration.cases) add("a case of a variant", one);
  }
  for (const field of allFields(bindings)) add("a field", field, field.type);
  for (const { timers, sockets, clients, handlers } of bindings.processes) {
    for (const timer of timers) add("a timer", timer);
    for (const socket of sockets) add("a socket", socket);
    for (const client of clients) add("a client", client);
    for (const handler of handlers) {
      add("a handler", handler);
      for (const parameter of handler.parameters) add("a parameter", parameter, parameter.type);
    }
  }
  return found;
}

/** A declared type as if its name were written somewhere. */
function typeOf({ name, syntax }: BoundDeclaration): BoundType {
  const written: TypeSyntax = { kind: "type", span: syntax.name.span, name: syntax.name, arguments: undefined };
  return { kind: "named", name, syntax: written };
}

/** A type that is written somewhere, with its file. */
export interface WrittenType {
  readonly file: SourceFile;
  readonly type: BoundType;
}

/** Types as they are written, without those inside them. */
export function allWrittenTypes(bindings: Bindings): readonly WrittenType[] {
  const written: WrittenType[] = [];
  for (const declaration of bindings.types) {
    for (const type of typesIn(declaration)) written.push({ file: declaration.file, type });
  }
  for (const { file, state, sockets, clients, handlers } of bindings.processes) {
    for (const field of state) written.push({ file, type: field.type });
    for (const { messages } of [...sockets, ...clients]) for (const { type } of messages) written.push({ file, type });
    for (const handler of handlers) {
      for (const parameter of handler.parameters) written.push({ file, type: parameter.type });
      if (handler.returns !== undefined) written.push({ file, type: handler.returns });
    }
  }
  return written;
}

/** A type and all types written inside it. */
export function* withParts(type: BoundType): Generator<BoundType> {
  yield type;
  for (const part of partsOf(type)) yield* withParts(part);
}

/** The options of an endpoint, a ui or a log. */
export interface WrittenOptions {
  readonly file: SourceFile;
  readonly options: readonly OptionSyntax[];
  readonly place: "a `ui`" | "a `log`" | "an `http` endpoint" | "a `ws` endpoint";
}

/** Those of an endpoint of unknown kind, which is reported, are left out. */
export function allOptions({ processes }: Bindings): readonly WrittenOptions[] {
  return processes.flatMap(({ file, syntax }) =>
    syntax.members.flatMap((member): readonly WrittenOptions[] => {
      if (member.kind === "ui") return [{ file, options: member.options, place: "a `ui`" }];
      if (member.kind === "log") return [{ file, options: member.options, place: "a `log`" }];
      if (member.kind !== "endpoint") return [];
      const kind = member.transport.text;
      return kind === "http" || kind === "ws"
        ? [{ file, options: member.options, place: kind === "ws" ? "a `ws` endpoint" : "an `http` endpoint" }]
        : [];
    }),
  );
}
