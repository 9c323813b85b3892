/** Signatures of WIT as handlers: the records of one function are one handler with several kinds. */

import { toWireCase } from "../naming/wire-names.js";
import type { AnnotationSyntax, HandlerSyntax, TransportSyntax, TypeSyntax } from "../syntax/nodes.js";
import { readRemarks, type Remarks } from "./comments.js";
import { readHttp } from "./http-comment.js";
import { toValueName, word } from "./names.js";
import type { WitInterface, WitRecord, WitType } from "./nodes.js";
import { readParameters } from "./parameters.js";
import { isMarkFor, withoutSentences, type ReadContext } from "./read-context.js";
import { signaturePattern } from "./signature-names.js";
import { readSignatureMarks, type SignatureMarks } from "./signature-marks.js";
import { readType } from "./types.js";

/** `isCalled` leaves out HTTP, which processes do not call each other by. */
export function readHandlers(
  { items }: WitInterface,
  isCalled: boolean,
  context: ReadContext,
): readonly HandlerSyntax[] {
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
    context.report(
      "wit/signature",
      { name: record.name.text, reason: "another record of the function says something else" },
      {
        file: context.file,
        span: record.name.span,
      },
      { related: [{ file: context.file, span: first.name.span, message: "this one counts" }] },
    );
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
  const marks = readSignatureMarks(remarks, context);
  const returning = record.fields.find((field) => field.name.text === "returning");
  if (returning === undefined) {
    context.report(
      "wit/signature",
      { name: name.text, reason: "it has no `returning`, so it returns nothing" },
      {
        file: context.file,
        span: name.span,
      },
    );
  }
  const isNamed = marks.annotations.some((annotation) => annotation.name.text === "wire");
  const annotations = [...marks.annotations, ...(isNamed ? [] : wireAnnotations(functionName, remarks))];
  const whole = withoutSentences(remarks.documentation, annotations);
  return {
    kind: "handler",
    span,
    transports: [readTransport(record, remarks, marks, context)],
    name: word(toValueName(functionName), name.span),
    ...readParameters(record, { remarks, marks, documentation: whole }, context),
    returns: returning && readReturns(returning.type, marks, context),
    annotations,
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
  return {
    kind: "transport",
    span: name.span,
    name: transport === "local" ? "local" : "remote",
    methods: [],
    path: undefined,
  };
}

/** kit's callers send the name of the comment, which a peer may have changed. */
function wireAnnotations(functionName: string, { json }: Remarks): readonly AnnotationSyntax[] {
  const [, text] = /^\{\s*"([^"\\]+)"\s*:/.exec(json?.text ?? "") ?? [];
  if (json === undefined || text === undefined || text === toWireCase(toValueName(functionName))) return [];
  const { span } = json;
  return [{ kind: "annotation", span, name: word("wire", span), arguments: [{ kind: "string", span, value: text }] }];
}
