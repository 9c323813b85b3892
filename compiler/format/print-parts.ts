/** What declarations and members are made of: words, types, annotations and values. */

import { builders } from "prettier/doc";
import type {
  AnnotationSyntax,
  CaseSyntax,
  FieldSyntax,
  LiteralSyntax,
  ParameterSyntax,
  PeriodSyntax,
  SyntaxNode,
  TypeSyntax,
} from "../syntax/nodes.js";
import { unreachable } from "../text/internal-error.js";
import { printGap } from "./comments.js";
import { type Brackets, printList } from "./list.js";
import type { TokenReader } from "./token-reader.js";

type Doc = builders.Doc;

export const parentheses: Brackets = { open: "(", close: ")" };
export const braces: Brackets = { open: "{", close: "}", padded: true };
const angles: Brackets = { open: "<", close: ">" };
const squares: Brackets = { open: "[", close: "]" };

/** A sign or keyword, and what stands before it: `space` unless there are comments. */
export function printWord(reader: TokenReader, space: Doc, text: string): Doc {
  return [printGap(reader, space), reader.take(text)];
}

/** A node without parts as it is written, and what stands before it: `space` unless there are comments. */
export function printWordOf(reader: TokenReader, space: Doc, { span }: SyntaxNode): Doc {
  return [printGap(reader, space), reader.takeSpan(span)];
}

// Every function below begins at the first token of its node: what stands before it is its caller's.

/** `title: string @length(1, 200) = "new"`; of a parameter all but its source. */
export function printField(reader: TokenReader, node: FieldSyntax | ParameterSyntax): Doc {
  return [
    reader.takeSpan(node.name.span),
    printWord(reader, "", ":"),
    printGap(reader, " "),
    printType(reader, node.type),
    printAnnotations(reader, node.annotations),
    node.default === undefined
      ? ""
      : [printWord(reader, " ", "="), printGap(reader, " "), printLiteral(reader, node.default)],
  ];
}

export function printCase(reader: TokenReader, { name, payloads, annotations }: CaseSyntax): Doc {
  return [
    reader.takeSpan(name.span),
    payloads.length === 0
      ? ""
      : [printGap(reader, ""), printList(reader, parentheses, payloads, (type) => printType(reader, type))],
    printAnnotations(reader, annotations),
  ];
}

export function printType(reader: TokenReader, node: TypeSyntax): Doc {
  const name = reader.takeSpan(node.name.span);
  if (node.arguments === undefined) return name;
  return [name, printGap(reader, ""), printList(reader, angles, node.arguments, (type) => printType(reader, type))];
}

export function printAnnotations(reader: TokenReader, annotations: readonly AnnotationSyntax[]): Doc {
  return annotations.map((annotation) => [printGap(reader, " "), printAnnotation(reader, annotation)]);
}

/** Parentheses with nothing in them are left out. */
function printAnnotation(reader: TokenReader, node: AnnotationSyntax): Doc {
  const name = [reader.take("@"), printGap(reader, ""), reader.takeSpan(node.name.span)];
  if (reader.skipEmptyParentheses() || reader.nextText !== "(") return name;
  return [
    name,
    printGap(reader, ""),
    printList(reader, parentheses, node.arguments, (value) => printLiteral(reader, value)),
  ];
}

export function printPeriod(reader: TokenReader, { count, unit }: PeriodSyntax): Doc {
  return [reader.takeSpan(count.span), printWordOf(reader, " ", unit)];
}

export function printLiteral(reader: TokenReader, node: LiteralSyntax): Doc {
  switch (node.kind) {
    case "number":
    case "string":
    case "word":
      return reader.takeSpan(node.span);
    case "list":
      return printList(reader, squares, node.elements, (element) => printLiteral(reader, element));
    case "record-value":
      return printList(reader, braces, node.fields, ({ name, value }) => [
        reader.takeSpan(name.span),
        printWord(reader, "", ":"),
        printGap(reader, " "),
        printLiteral(reader, value),
      ]);
    case "case-value":
      return [
        reader.takeSpan(node.name.span),
        printWord(reader, "", "("),
        printGap(reader, ""),
        printLiteral(reader, node.value),
        printWord(reader, "", ")"),
      ];
    default:
      return unreachable(node);
  }
}
