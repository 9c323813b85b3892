/** Everything of one kind in a schema, wherever it stands. */

import type { AnnotationSyntax, LiteralSyntax, OptionSyntax } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";
import {
  partsOf, typesIn, type Bindings, type BoundField, type BoundHandler, type BoundParameter, type BoundType,
} from "./bindings.js";

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
  for (const { file, state, handlers } of bindings.processes) {
    for (const field of state) written.push({ file, type: field.type });
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

/** The options of an endpoint or a ui. */
export interface WrittenOptions {
  readonly file: SourceFile;
  readonly options: readonly OptionSyntax[];
}

export function allOptions({ processes }: Bindings): readonly WrittenOptions[] {
  return processes.flatMap(({ file, syntax }) =>
    syntax.members.flatMap((member) =>
      member.kind === "ui" || member.kind === "endpoint" ? [{ file, options: member.options }] : [],
    ),
  );
}
