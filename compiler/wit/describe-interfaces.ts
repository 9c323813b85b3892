/** Interfaces of processes as people and programs look them up: handlers by their signatures, types as WIT has them. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import { readRemarks, type Remarks } from "./comments.js";
import type { WitComment, WitInterface, WitRecord } from "./nodes.js";
import { parametersOf } from "./parameters.js";
import { parseWit } from "./parse-wit.js";
import { printDeclaration } from "./print-declaration.js";
import { formatWitType } from "./scope.js";
import { signaturePattern } from "./signature-names.js";

export interface DescribedInterface {
  readonly name: string;
  readonly documentation: readonly string[];
  /** In the order of the file; the transports of one are together. */
  readonly handlers: readonly DescribedHandler[];
  /** Declarations, with their documentation and without other comments. */
  readonly types: readonly string[];
}

export interface DescribedHandler {
  readonly name: string;
  readonly documentation: readonly string[];
  /** `local`, `remote`, or `http GET /api/tasks`. */
  readonly transports: readonly string[];
  /** `amount: u64`, separated by commas. */
  readonly parameters: string;
  readonly returns: string;
}

export interface DescribedFile {
  /** Undefined when the text is no WIT. */
  readonly interfaces: readonly DescribedInterface[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** All interfaces of a file. Never throws. */
export function describeInterfaces(file: SourceFile): DescribedFile {
  const diagnostics: Diagnostic[] = [];
  const items = parseWit(file, createReport(diagnostics));
  const interfaces = items?.filter((item) => item.kind === "interface").map((item) => describe(item, file.text));
  return { interfaces, diagnostics };
}

function describe({ name, comments, span, items }: WitInterface, text: string): DescribedInterface {
  const remarksOf = (item: { readonly comments: readonly WitComment[] }, start: number): Remarks =>
    readRemarks(item.comments, start, text);
  const handlers = new Map<string, DescribedHandler>();
  const types: string[] = [];
  for (const item of items) {
    if (item.kind === "use") continue;
    const [, handler, transport] = (item.kind === "record" && signaturePattern.exec(item.name.text)) || [];
    if (item.kind !== "record" || handler === undefined || transport === undefined) {
      types.push(printDeclaration(item, text));
      continue;
    }
    const remarks = remarksOf(item, item.span.start);
    const reached = transport === "http" && remarks.http ? `http ${remarks.http.text}` : transport;
    const known = handlers.get(handler) ?? describeHandler(handler, item, remarks);
    handlers.set(handler, { ...known, transports: [...known.transports, reached] });
  }
  const documentation = linesOf(remarksOf({ comments }, span.start));
  return { name: name.text, documentation, handlers: [...handlers.values()], types };
}

function describeHandler(name: string, record: WitRecord, remarks: Remarks): DescribedHandler {
  const returning = record.fields.find((field) => field.name.text === "returning");
  return {
    name,
    documentation: linesOf(remarks),
    transports: [],
    parameters: parametersOf(record, remarks)
      .map((parameter) => `${parameter.name}: ${formatWitType(parameter.type)}`)
      .join(", "),
    returns: returning ? formatWitType(returning.type) : "_",
  };
}

function linesOf({ documentation }: Remarks): readonly string[] {
  return documentation ? documentation.text.split("\n") : [];
}
