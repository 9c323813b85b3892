/** Signatures of WIT as handlers: the records of one function are one handler with several kinds. */

import { toWireCase } from "../naming/wire-names.js";
import type {
  AnnotationSyntax, DocumentationSyntax, HandlerSyntax, ParameterSyntax, TransportSyntax, TypeSyntax,
} from "../syntax/nodes.js";
import { coverSpans, type Span } from "../text/span.js";
import { readHttp } from "./http-comment.js";
import { readArgumentNames } from "./argument-names.js";
import { readRemarks, type Note, type Remarks } from "./comments.js";
import { toValueName, word } from "./names.js";
import type { WitInterface, WitRecord, WitType } from "./nodes.js";
import { isMarkFor, withoutSentences, type ReadContext } from "./read-context.js";
import { signaturePattern } from "./scope.js";
import { readType } from "./types.js";

/** `isCalled` leaves out HTTP, which processes do not call each other by. */
export function readHandlers({ items }: WitInterface, isCalled: boolean, context: ReadContext): readonly HandlerSyntax[] {
  const handlers = new Map<string, HandlerSyntax>();
  for (const item of items) {
    if (item.kind !== "record") continue;
    const [, name, transport] = signaturePattern.exec(item.name.text) ?? [];
    if (name === undefined || (isCalled && transport === "http")) continue;
    const read = readHandler(item, name, context);
    const first = handlers.get(name);
    handlers.set(name, first === undefined ? read : join(first, read, item, context));
  }
  return [...handlers.values()];
}

/** kit writes a record for each way to call a function, which say the same but for the way. */
function join(first: HandlerSyntax, second: HandlerSyntax, record: WitRecord, context: ReadContext): HandlerSyntax {
  if (signatureText(first) !== signatureText(second)) {
    context.report("wit/signature", { name: record.name.text, reason: "another record of the function says something else" }, {
      file: context.file,
      span: record.name.span,
    }, { related: [{ file: context.file, span: first.name.span, message: "this one counts" }] });
    return first;
  }
  const isKnown = first.transports.some(({ name }) => name === second.transports[0]?.name);
  return isKnown ? first : { ...first, transports: [...first.transports, ...second.transports] };
}

function signatureText({ parameters, returns }: HandlerSyntax): string {
  const list = parameters.map(({ name, type }) => `${name.text}: ${typeText(type)}`);
  return `(${list.join(", ")}) -> ${returns === undefined ? "unit" : typeText(returns)}`;
}

function typeText({ name, arguments: parts = [] }: TypeSyntax): string {
  return `${name.text}<${parts.map(typeText).join(", ")}>`;
}

function readHandler(record: WitRecord, functionName: string, context: ReadContext): HandlerSyntax {
  const { name, span, comments } = record;
  const remarks = readRemarks(comments, span.start, context.file.text);
  const marks = readMarks(remarks, context);
  const drafts = readParameters(record, remarks, context).map((draft) => readParameter(draft, marks, context));
  const returning = record.fields.find((field) => field.name.text === "returning");
  if (returning === undefined) {
    context.report("wit/signature", { name: name.text, reason: "it has no `returning`, so it returns nothing" }, {
      file: context.file,
      span: name.span,
    });
  }
  const annotations = marks.annotations.length > 0 ? marks.annotations : wireAnnotations(functionName, remarks);
  const documentation = withoutSentences(remarks.documentation, annotations);
  const { own, parts } = splitDocumentation(documentation, drafts);
  return {
    kind: "handler",
    span,
    documentation: own,
    transports: [readTransport(record, remarks, marks, context)],
    name: word(toValueName(functionName), name.span),
    parameters: drafts.map((parameter, index) => ({
      ...parameter,
      documentation: withoutSentences(parts[index], parameter.annotations),
    })),
    returns: returning && readReturns(returning.type, marks, context),
    annotations,
  };
}

interface SignatureMarks {
  readonly annotations: readonly AnnotationSyntax[];
  readonly transport: TransportSyntax | undefined;
  readonly returns: { readonly mark: Note; readonly type: TypeSyntax } | undefined;
  readonly parameters: ReadonlyMap<string, { readonly mark: Note; readonly parameter: ParameterSyntax }>;
}

/** Each is one line of the handler as the schema has it. */
function readMarks({ marks }: Remarks, context: ReadContext): SignatureMarks {
  const annotations: AnnotationSyntax[] = [];
  const parameters = new Map<string, { readonly mark: Note; readonly parameter: ParameterSyntax }>();
  let transport: TransportSyntax | undefined;
  let returns: SignatureMarks["returns"];
  for (const mark of marks) {
    if (mark.text.startsWith("@")) annotations.push(...(context.readMark("LoneAnnotations", mark) ?? []));
    else if (mark.text.startsWith("->")) {
      const type = context.readMark("LoneReturns", mark);
      returns = type && { mark, type };
    } else if (/^http\b(?!\s*:)/.test(mark.text)) transport = context.readMark("LoneTransport", mark);
    else {
      const parameter = context.readMark("LoneParameter", mark);
      if (parameter !== undefined) parameters.set(parameter.name.text, { mark, parameter });
    }
  }
  return { annotations, transport, returns, parameters };
}

/** A parameter as WIT has it. */
interface Draft {
  readonly name: string;
  readonly type: WitType;
  readonly span: Span;
}

/** Types in `arg-types` with names in a comment, or in the older form one field for each. */
function readParameters(record: WitRecord, remarks: Remarks, context: ReadContext): readonly Draft[] {
  const tuple = record.fields.find((field) => field.name.text === "arg-types");
  if (tuple === undefined) {
    const fields = record.fields.filter(({ name }) => !["target", "returning"].includes(name.text));
    return fields.map(({ name, type }) => ({ name: name.text, type, span: name.span }));
  }
  const isTuple = tuple.type.name.text === "tuple";
  if (!isTuple) context.refuse("`arg-types` is a `tuple` of the parameters' types", tuple.type.span);
  const types = isTuple ? tuple.type.arguments : [];
  const names = readArgumentNames(remarks.args);
  if (names.length !== types.length) {
    const reason = `\`// args:\` above it has ${count(names.length, "name")} for ${count(types.length, "parameter")}`;
    const place = { file: context.file, span: remarks.args?.span ?? record.name.span };
    context.report("wit/signature", { name: record.name.text, reason }, place);
  }
  return types.map((type, index) => ({ name: names[index] ?? `arg${index}`, type, span: type.span }));
}

function count(number: number, what: string): string {
  return `${number === 0 ? "no" : number} ${what}${number === 1 ? "" : "s"}`;
}

function readParameter({ name, type, span }: Draft, marks: SignatureMarks, context: ReadContext): ParameterSyntax {
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

/** Undefined for `unit`. */
function readReturns(type: WitType, { returns }: SignatureMarks, context: ReadContext): TypeSyntax | undefined {
  const isSaid = returns !== undefined && isMarkFor(returns.mark, returns.type, type, context);
  return isSaid ? returns.type : readType(type, context);
}

function readTransport(
  { name }: WitRecord,
  { http }: Remarks,
  marks: SignatureMarks,
  context: ReadContext,
): TransportSyntax {
  const [, , transport] = signaturePattern.exec(name.text) ?? [];
  if (transport === "http") return readHttp({ name, comment: http, mark: marks.transport }, context);
  return { kind: "transport", span: name.span, name: transport === "local" ? "local" : "remote", methods: [], path: undefined };
}

/** kit's callers send the name of the comment, which a peer may have changed. */
function wireAnnotations(functionName: string, { json }: Remarks): readonly AnnotationSyntax[] {
  const [, text] = /^\{\s*"([^"\\]+)"\s*:/.exec(json?.text ?? "") ?? [];
  if (json === undefined || text === undefined || text === toWireCase(toValueName(functionName))) return [];
  const { span } = json;
  return [
    { kind: "annotation", span, name: word("wire", span), arguments: [{ kind: "string", span, value: text }] },
  ];
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
