/** Handlers, timers, sockets and clients: what calls them, and what they are called with. */

import { builders } from "prettier/doc";
import type {
  ClientSyntax,
  HandlerSyntax,
  MessageSyntax,
  ParameterSyntax,
  SocketSyntax,
  TimerSyntax,
  TransportSyntax,
} from "../syntax/nodes.js";
import { printComment, printGap, printWithin, takeListGap } from "./comments.js";
import { printList } from "./list.js";
import {
  parentheses,
  printAnnotations,
  printField,
  printPeriod,
  printType,
  printWord,
  printWordOf,
} from "./print-parts.js";
import type { TokenReader } from "./token-reader.js";

type Doc = builders.Doc;
const { group, hardline, indent, line } = builders;

/** `http GET "/api"` and `listTasks(…) -> …`: how they stand to each other depends on the neighbours. */
export interface HandlerParts {
  /** Comments behind them included. */
  readonly kinds: Doc;
  /** Whether the last comment behind the kinds ends their line. */
  readonly areKindsEndingLine: boolean;
  /** Comments before it included. */
  readonly name: Doc;
  /** Everything behind the name. */
  readonly signature: Doc;
}

type Node = HandlerSyntax | TimerSyntax | SocketSyntax | ClientSyntax;

export function printHandler(reader: TokenReader, node: Node): HandlerParts {
  const kinds = printKinds(reader, node);
  const { comments } = reader.takeGap();
  const name = reader.takeSpan(node.name.span);
  const signature = [printSignature(reader, node), printAnnotations(reader, node.annotations)];
  const areKindsEndingLine = comments.some(({ isLine }) => isLine);
  if (comments.length === 0) return { kinds, areKindsEndingLine, name, signature };
  const printed = printWithin(comments);
  return areKindsEndingLine
    ? { kinds: [kinds, indent([" ", printed])], areKindsEndingLine, name, signature }
    : { kinds, areKindsEndingLine, name: [printed, " ", name], signature };
}

function printKinds(reader: TokenReader, node: Node): Doc {
  switch (node.kind) {
    case "timer":
      return [reader.take("every"), printGap(reader, " "), printPeriod(reader, node.period)];
    case "socket":
      return [reader.take("ws"), printWordOf(reader, " ", node.path)];
    case "client":
      return [reader.take("ws"), printWord(reader, " ", "client")];
    case "handler":
      return node.transports.map((transport, index) => [
        index === 0 ? "" : printComma(reader),
        printTransport(reader, transport),
      ]);
  }
}

function printTransport(reader: TokenReader, { name, methods, path }: TransportSyntax): Doc {
  return [
    reader.take(name),
    methods.map((method, index) =>
      index === 0 ? printWordOf(reader, " ", method) : [printComma(reader), reader.takeSpan(method.span)],
    ),
    path === undefined ? "" : printWordOf(reader, " ", path),
  ];
}

/** Between words that are not in brackets, such as kinds: what is too long for a line goes on in the next. */
export function printComma(reader: TokenReader): Doc {
  const { comments, beforeComma } = takeListGap(reader);
  if (comments.length === 0) return [",", group(indent(line))];
  const isLine = comments.some((comment) => comment.isLine);
  // A comma in the line after a `//` comment would look like one of the next kind.
  const before = isLine ? [] : comments.slice(0, beforeComma);
  const after = comments.slice(before.length);
  return [
    before.map((comment) => [" ", printComment(comment)]),
    ",",
    after.length === 0 ? "" : indent([" ", printWithin(after)]),
    comments.at(-1)?.isLine ? indent(hardline) : " ",
  ];
}

function printSignature(reader: TokenReader, node: Node): Doc {
  switch (node.kind) {
    case "timer":
      // `sweep()` is `sweep`.
      return reader.skipEmptyParentheses() || reader.nextText !== "("
        ? ""
        : [printGap(reader, ""), printList(reader, parentheses, [], () => "")];
    case "socket":
    case "client":
      return [
        printGap(reader, ""),
        printList(reader, parentheses, node.messages, (message) => printMessage(reader, message)),
      ];
    case "handler":
      return [
        printGap(reader, ""),
        printList(reader, parentheses, node.parameters, (parameter) => printParameter(reader, parameter)),
        node.returns === undefined
          ? ""
          : [printWord(reader, " ", "->"), printGap(reader, " "), printType(reader, node.returns)],
      ];
  }
}

function printMessage(reader: TokenReader, { direction, type }: MessageSyntax): Doc {
  return [reader.takeSpan(direction.span), printGap(reader, " "), printType(reader, type)];
}

function printParameter(reader: TokenReader, node: ParameterSyntax): Doc {
  const { source } = node;
  if (source === undefined) return printField(reader, node);
  return [
    printField(reader, node),
    printWord(reader, " ", "from"),
    printWordOf(reader, " ", source.place),
    source.key === undefined ? "" : printWordOf(reader, " ", source.key),
  ];
}
