/** The parameters of a signature: names from a comment or from fields, types, and what marks and documentation say. */

import type { DocumentationSyntax, ParameterSyntax } from "../syntax/nodes.js";
import { coverSpans, type Span } from "../text/span.js";
import { readArgumentNames } from "./argument-names.js";
import type { Remarks } from "./comments.js";
import { toValueName, word } from "./names.js";
import type { WitRecord, WitType } from "./nodes.js";
import { isMarkFor, withoutSentences, type ReadContext } from "./read-context.js";
import type { SignatureMarks } from "./signature-marks.js";
import { readType } from "./types.js";

export interface ReadParameters {
  readonly parameters: readonly ParameterSyntax[];
  /** What is left of it for the handler. */
  readonly documentation: DocumentationSyntax | undefined;
}

/** `documentation` is that of the signature. */
export function readParameters(
  record: WitRecord,
  {
    remarks,
    marks,
    documentation,
  }: {
    readonly remarks: Remarks;
    readonly marks: SignatureMarks;
    readonly documentation: DocumentationSyntax | undefined;
  },
  context: ReadContext,
): ReadParameters {
  reportParameters(record, remarks, context);
  const parameters = parametersOf(record, remarks).map((draft) => readParameter(draft, marks, context));
  const { own, parts } = splitDocumentation(documentation, parameters);
  return {
    documentation: own,
    parameters: parameters.map((parameter, index) => ({
      ...parameter,
      documentation: withoutSentences(parts[index], parameter.annotations),
    })),
  };
}

/** A parameter as WIT has it. */
export interface WitParameter {
  readonly name: string;
  readonly type: WitType;
  readonly span: Span;
}

/** Types in `arg-types` with names in a comment, or in the older form one field for each. Reports nothing. */
export function parametersOf(record: WitRecord, { args }: Remarks): readonly WitParameter[] {
  const tuple = typesOf(record);
  if (tuple === undefined) {
    const fields = record.fields.filter(({ name }) => !["target", "returning"].includes(name.text));
    return fields.map(({ name, type }) => ({ name: name.text, type, span: name.span }));
  }
  const names = readArgumentNames(args);
  const types = isTuple(tuple) ? tuple.arguments : [];
  return types.map((type, index) => ({ name: names[index] ?? `arg${index}`, type, span: type.span }));
}

function typesOf({ fields }: WitRecord): WitType | undefined {
  return fields.find((field) => field.name.text === "arg-types")?.type;
}

function isTuple({ name }: WitType): boolean {
  return name.text === "tuple";
}

function reportParameters(record: WitRecord, remarks: Remarks, context: ReadContext): void {
  const tuple = typesOf(record);
  if (tuple === undefined) return;
  if (!isTuple(tuple)) context.refuse("`arg-types` is a `tuple` of the parameters' types", tuple.span);
  const types = isTuple(tuple) ? tuple.arguments : [];
  const names = readArgumentNames(remarks.args);
  if (names.length !== types.length) {
    const reason = `\`// args:\` above it has ${count(names.length, "name")} for ${count(types.length, "parameter")}`;
    const place = { file: context.file, span: remarks.args?.span ?? record.name.span };
    context.report("wit/signature", { name: record.name.text, reason }, place);
  }
}

function count(number: number, what: string): string {
  return `${number === 0 ? "no" : number} ${what}${number === 1 ? "" : "s"}`;
}

function readParameter({ name, type, span }: WitParameter, marks: SignatureMarks, context: ReadContext): ParameterSyntax {
  const text = toValueName(name);
  const said = marks.parameters.get(text);
  const isSaid = said !== undefined && isMarkFor(said.mark, said.parameter.type, type, context);
  return {
    kind: "parameter",
    span: coverSpans(span, type.span),
    documentation: undefined,
    name: word(text, span),
    ...(isSaid
      ? {
          type: said.parameter.type,
          annotations: said.parameter.annotations,
          default: said.parameter.default,
          source: said.parameter.source,
        }
      : { type: readType(type, context), annotations: [], default: undefined, source: undefined }),
  };
}

/** hproc writes what parameters are behind what the handler is, each behind its name: `` `id`: Which one. `` */
function splitDocumentation(
  documentation: DocumentationSyntax | undefined,
  parameters: readonly ParameterSyntax[],
): { readonly own: DocumentationSyntax | undefined; readonly parts: readonly (DocumentationSyntax | undefined)[] } {
  if (documentation === undefined) return { own: undefined, parts: [] };
  const texts: (string[] | undefined)[] = parameters.map(() => undefined);
  const ownLines: string[] = [];
  let current = -1;
  for (const line of documentation.text.split("\n")) {
    const [head = "", name] = /^`([a-z0-9-]+)`:(?: |$)/.exec(line) ?? [];
    const index = name === undefined ? -1 : parameters.findIndex((each) => each.name.text === toValueName(name));
    if (index > current) {
      current = index;
      texts[index] = [line.slice(head.length)];
    } else (texts[current] ?? ownLines).push(line);
  }
  const make = (lines: readonly string[] = []): DocumentationSyntax | undefined =>
    lines.length === 0 ? undefined : { ...documentation, text: lines.join("\n") };
  return { own: make(ownLines), parts: texts.map(make) };
}
