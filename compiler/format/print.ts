/** A syntax tree in the canonical layout, with every comment of its text: one function for each kind of node. */

import { builders } from "prettier/doc";
import type {
  DeclarationSyntax,
  ImportSyntax,
  MemberSyntax,
  OptionSyntax,
  ProcessSyntax,
  SaveSyntax,
  SchemaSyntax,
} from "../syntax/nodes.js";
import { InternalError, unreachable } from "../text/internal-error.js";
import { alignHandlers, type LineStyle } from "./align-handlers.js";
import { printGap } from "./comments.js";
import { type Entries, printBlock, printBraces, printLines, printList, readEntries } from "./list.js";
import { type HandlerParts, printComma, printHandler } from "./print-handler.js";
import {
  braces,
  printAnnotations,
  printCase,
  printField,
  printLiteral,
  printPeriod,
  printType,
  printWord,
  printWordOf,
} from "./print-parts.js";
import { TokenReader } from "./token-reader.js";

type Doc = builders.Doc;
const { hardline } = builders;

/** The whole file, of which the text was parsed without errors. */
export function printSchema({ declarations }: SchemaSyntax, text: string, style: LineStyle): Doc {
  const reader = new TokenReader(text);
  const found = readEntries(reader, declarations, (node) => printDeclaration(reader, node, style));
  if (reader.nextText !== "") throw new InternalError(`the formatter did not reach \`${reader.nextText}\``);
  if (found.entries.length === 0 && found.remaining.length === 0) return "";
  return [printLines({ ...found, entries: separate(found, declarations) }), hardline];
}

/** Leaves a line empty between declarations, except between lines of `use` or `type` that the author put together. */
function separate({ entries }: Entries<Doc>, declarations: readonly DeclarationSyntax[]): Entries<Doc>["entries"] {
  return entries.map((entry, index) => {
    const kind = declarations[index]?.kind;
    const mayStandTogether = (kind === "use" || kind === "alias") && kind === declarations[index - 1]?.kind;
    return mayStandTogether || entry.hasEmptyLine ? entry : { ...entry, isAfterEmptyLine: true };
  });
}

// Every function below begins at the first token of its node: what stands before it is its caller's.

function printDeclaration(reader: TokenReader, node: DeclarationSyntax, style: LineStyle): Doc {
  switch (node.kind) {
    case "package": {
      const [start, end] = [node.name.span.start, node.version.span.end];
      return [reader.take("package"), printGap(reader, " "), reader.takeSpan({ start, end })];
    }
    case "use":
      return [
        reader.take("use"),
        printGap(reader, " "),
        printList(reader, braces, node.imports, (each) => printImport(reader, each)),
        printWord(reader, " ", "from"),
        printWordOf(reader, " ", node.path),
      ];
    case "record":
      return [printHead(reader, node), printBlock(reader, node.fields, (field) => printField(reader, field))];
    case "enum":
    case "variant":
      return [printHead(reader, node), printBlock(reader, node.cases, (each) => printCase(reader, each))];
    case "alias":
      return [
        reader.take("type"),
        printWordOf(reader, " ", node.name),
        printWord(reader, " ", "="),
        printGap(reader, " "),
        printType(reader, node.type),
        printAnnotations(reader, node.annotations),
      ];
    case "process":
      return printProcess(reader, node, style);
    case "broken":
      throw new InternalError("a broken declaration cannot be formatted");
    default:
      return unreachable(node);
  }
}

/** `record Task @wire("task") `. */
function printHead(
  reader: TokenReader,
  { kind, name, annotations }: Extract<DeclarationSyntax, { readonly kind: "record" | "enum" | "variant" }>,
): Doc {
  return [
    reader.take(kind),
    printWordOf(reader, " ", name),
    printAnnotations(reader, annotations),
    printGap(reader, " "),
  ];
}

function printImport(reader: TokenReader, { name, alias }: ImportSyntax): Doc {
  return [
    reader.takeSpan(name.span),
    alias === undefined ? "" : [printWord(reader, " ", "as"), printWordOf(reader, " ", alias)],
  ];
}

function printProcess(reader: TokenReader, { name, members }: ProcessSyntax, style: LineStyle): Doc {
  return [
    reader.take("process"),
    printWordOf(reader, " ", name),
    printGap(reader, " "),
    printBraces(reader, () => {
      const found = readEntries(reader, members, (member) => printMember(reader, member));
      return { ...found, entries: alignHandlers(found.entries, style) };
    }),
  ];
}

// ---- Members of a process ------------------------------------------------------------------------------------------

function printMember(reader: TokenReader, node: MemberSyntax): Doc | HandlerParts {
  switch (node.kind) {
    case "title":
      return [reader.take("name"), printWordOf(reader, " ", node.title)];
    case "icon":
    case "widget":
      return [reader.take(node.kind), printWordOf(reader, " ", node.path)];
    case "world":
      return [reader.take("world"), printWordOf(reader, " ", node.world)];
    case "engine":
      return [reader.take("engine"), printWordOf(reader, " ", node.engine)];
    case "ui":
      return [reader.take("ui"), printWordOf(reader, " ", node.folder), printOptions(reader, node.options)];
    case "save":
      return printSave(reader, node);
    case "timeout":
      return [reader.take("timeout"), printGap(reader, " "), printPeriod(reader, node.period)];
    case "log":
      return [reader.take("log"), printOptions(reader, node.options)];
    case "needs":
      return [
        reader.take("needs"),
        node.names.map((name, index) =>
          index === 0 ? printWordOf(reader, " ", name) : [printComma(reader), reader.takeSpan(name.span)],
        ),
      ];
    case "state":
      return [
        reader.take("state"),
        printGap(reader, " "),
        printBlock(reader, node.fields, (field) => printField(reader, field)),
      ];
    case "endpoint":
      return [
        reader.take("endpoint"),
        printWordOf(reader, " ", node.transport),
        printWordOf(reader, " ", node.path),
        printOptions(reader, node.options),
      ];
    case "uses":
      return [
        reader.take("uses"),
        printWordOf(reader, " ", node.process),
        printWord(reader, " ", "as"),
        printWordOf(reader, " ", node.alias),
        node.path === undefined ? "" : [printWord(reader, " ", "from"), printWordOf(reader, " ", node.path)],
      ];
    case "init":
      return reader.take("init");
    case "timer":
    case "socket":
    case "client":
    case "handler":
      return printHandler(reader, node);
    case "broken":
      throw new InternalError("a broken member cannot be formatted");
    default:
      return unreachable(node);
  }
}

function printSave(reader: TokenReader, { policy, period }: SaveSyntax): Doc {
  const words = { never: ["never"], "on-change": ["on", "change"], "every-message": ["every", "message"] };
  return [
    reader.take("save"),
    policy === "every-period"
      ? printWord(reader, " ", "every")
      : words[policy].map((word) => printWord(reader, " ", word)),
    period === undefined ? "" : [printGap(reader, " "), printPeriod(reader, period)],
  ];
}

function printOptions(reader: TokenReader, options: readonly OptionSyntax[]): Doc {
  if (reader.nextText !== "{") return "";
  return [printGap(reader, " "), printBlock(reader, options, (option) => printOption(reader, option))];
}

function printOption(reader: TokenReader, { name, value }: OptionSyntax): Doc {
  return [reader.takeSpan(name.span), printGap(reader, " "), printLiteral(reader, value)];
}
