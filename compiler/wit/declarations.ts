/** Records, variants, enums and aliases of WIT as declarations of a schema. */

import type {
  AliasSyntax,
  AnnotationSyntax,
  CaseSyntax,
  DeclarationSyntax,
  EnumSyntax,
  FieldSyntax,
  RecordSyntax,
  TypeSyntax,
  VariantSyntax,
} from "../syntax/nodes.js";
import { coverSpans, type Span } from "../text/span.js";
import { readRemarks, type Remarks } from "./comments.js";
import { toTypeName, toValueName, word } from "./names.js";
import { packageIdName } from "./find-name.js";
import type { WitAlias, WitCase, WitComment, WitField, WitName, WitOther } from "./nodes.js";
import { isMarkFor, withoutSentences, type ReadContext } from "./read-context.js";
import type { Declared } from "./scope.js";
import { readType } from "./types.js";

/** What no schema has is there too, and refused: what mentions it is left out with it. */
export function readDeclaration({ declaration, name: text }: Declared, context: ReadContext): DeclarationSyntax {
  const { span } = declaration;
  const name = word(text, declaration.name.span);
  switch (declaration.kind) {
    case "record": {
      const fields = declaration.fields.map((field) => readField(field, context));
      return { kind: "record", span, name, fields, ...readHead(declaration, context) } satisfies RecordSyntax;
    }
    case "variant": {
      const cases = declaration.cases.map((one) => readCase(one, context));
      return { kind: "variant", span, name, cases, ...readHead(declaration, context) } satisfies VariantSyntax;
    }
    case "enum": {
      const cases = declaration.cases.map((one) => readCase(one, context));
      return { kind: "enum", span, name, cases, ...readHead(declaration, context) } satisfies EnumSyntax;
    }
    case "alias":
      return readAlias(declaration, name, context);
    default:
      return {
        kind: "alias",
        span,
        documentation: undefined,
        name,
        type: refuseType(declaration, context),
        annotations: [],
      };
  }
}

/** In JSON a package id is an object: https://github.com/hyperware-ai/process_lib/blob/main/src/types/package_id.rs */
export function packageIdDeclaration({ span }: WitName): RecordSyntax {
  const field = (name: string): FieldSyntax => ({
    kind: "field",
    span,
    documentation: undefined,
    name: word(name, span),
    type: { kind: "type", span, name: word("string", span), arguments: undefined },
    annotations: [],
    default: undefined,
  });
  const fields = [field("packageName"), field("publisherNode")];
  return { kind: "record", span, documentation: undefined, name: word(packageIdName, span), annotations: [], fields };
}

function refuseType({ kind, name: { span } }: WitOther, { refuse }: ReadContext): TypeSyntax {
  refuse(
    kind === "flags"
      ? "JSON has no form for flags that all agree on"
      : "a resource is no value that a message could carry",
    span,
  );
  return { kind: "type", span, name: word("unit", span), arguments: undefined };
}

/** A mark of a record, variant or enum has its annotations alone. */
function readHead(
  { comments, span }: { readonly comments: readonly WitComment[]; readonly span: Span },
  context: ReadContext,
): { readonly documentation: RecordSyntax["documentation"]; readonly annotations: readonly AnnotationSyntax[] } {
  const remarks = readRemarks(comments, span.start, context.file.text);
  const annotations = remarks.marks.flatMap((mark) => context.readMark("LoneAnnotations", mark) ?? []);
  return { documentation: withoutSentences(remarks.documentation, annotations), annotations };
}

function readField({ comments, name, type }: WitField, context: ReadContext): FieldSyntax {
  const remarks = readRemarks(comments, name.span.start, context.file.text);
  const [mark] = remarks.marks;
  const said = mark && context.readMark("LoneFields", mark)?.[0];
  const isSaid = mark !== undefined && said !== undefined && isMarkFor(mark, said.type, type, context);
  return {
    kind: "field",
    span: coverSpans(name.span, type.span),
    name: word(toValueName(name.text), name.span),
    ...documentationOf(remarks, isSaid ? said.annotations : []),
    ...(isSaid
      ? { type: said.type, annotations: said.annotations, default: said.default }
      : { type: readType(type, context), annotations: [], default: undefined }),
  };
}

function readCase({ comments, name, payload }: WitCase, context: ReadContext): CaseSyntax {
  const remarks = readRemarks(comments, name.span.start, context.file.text);
  const [mark] = remarks.marks;
  const said = mark && context.readMark("LoneCases", mark)?.[0];
  const [saidPayload] = said?.payloads ?? [];
  const isSaid =
    mark !== undefined &&
    said !== undefined &&
    (payload === undefined || saidPayload === undefined
      ? payload === saidPayload
      : isMarkFor(mark, saidPayload, payload, context));
  return {
    kind: "case",
    span: payload === undefined ? name.span : coverSpans(name.span, payload.span),
    name: word(toTypeName(name.text), name.span),
    ...documentationOf(remarks, isSaid ? said.annotations : []),
    ...(isSaid
      ? { payloads: said.payloads, annotations: said.annotations }
      : { payloads: payload === undefined ? [] : [readType(payload, context)], annotations: [] }),
  };
}

function readAlias(alias: WitAlias, name: AliasSyntax["name"], context: ReadContext): AliasSyntax {
  const remarks = readRemarks(alias.comments, alias.span.start, context.file.text);
  const [mark] = remarks.marks;
  const said = mark && context.readMark("LoneDeclaration", mark);
  const isSaid = mark !== undefined && said?.kind === "alias" && isMarkFor(mark, said.type, alias.type, context);
  const annotations = isSaid ? said.annotations : [];
  // kit writes this alias for `serde_json::Value`, and for nothing else.
  const isValue = mark === undefined && alias.name.text === "value" && alias.type.name.text === "string";
  const type = isSaid ? said.type : readType(alias.type, context);
  return {
    kind: "alias",
    span: alias.span,
    name,
    ...documentationOf(remarks, annotations),
    type: isValue ? { ...type, name: word("json", type.name.span) } : type,
    annotations,
  };
}

function documentationOf(
  { documentation }: Remarks,
  annotations: readonly AnnotationSyntax[],
): Pick<FieldSyntax, "documentation"> {
  return { documentation: withoutSentences(documentation, annotations) };
}
