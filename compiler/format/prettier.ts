/** The formatter as a plugin of prettier (https://prettier.io/docs/plugins): `"plugins": ["hproc/prettier"]`. */

import type { Parser, Printer, RequiredOptions, SupportLanguage } from "prettier";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SchemaSyntax, SyntaxNode } from "../syntax/nodes.js";
import { parse } from "../syntax/parse.js";
import { createSourceFile, positionAt } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { printSchema } from "./print.js";

export const languages: SupportLanguage[] = [
  { name: "hproc", parsers: ["hproc"], extensions: [".hproc"], vscodeLanguageIds: ["hproc"] },
];

export const defaultOptions: Partial<RequiredOptions> = { printWidth: 100 };

const parser: Parser<SyntaxNode> = {
  astFormat: "hproc",
  parse(text, { filepath }) {
    const { tree, diagnostics } = parse(createSourceFile(filepath ?? "schema.hproc", text));
    if (!tree.complete) throw new SchemaSyntaxError(diagnostics);
    return tree.schema;
  },
  locStart: ({ span }) => span.start,
  locEnd: ({ span }) => span.end,
};

export const parsers = { hproc: parser };

/** Comments are no part of the tree: the printer takes them from the text, so that prettier has none to attach. */
const printer: Printer<SyntaxNode> = {
  print: ({ root }, { originalText, printWidth, tabWidth }) =>
    printSchema(root as SchemaSyntax, originalText, { printWidth, tabWidth }),
  // Otherwise prettier takes a span for a node.
  getVisitorKeys: (node) => Object.keys(node).filter((key) => key !== "span"),
  // What `prettier --debug-check` must not compare: places, and white space at the end of documentation.
  massageAstNode(node: SyntaxNode, cloned: { span?: Span; text?: string }) {
    delete cloned.span;
    if (node.kind === "documentation") cloned.text = node.text.replace(/[ \t]+$/gm, "");
  },
};

export const printers = { hproc: printer };

/** A text that cannot be read, in the form in which prettier shows errors of its parsers. */
export class SchemaSyntaxError extends SyntaxError {
  /** The first place, with lines and columns from 1. */
  readonly loc;
  override readonly cause: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const [first] = diagnostics;
    const start = first === undefined ? { line: 1, column: 1 } : positionAt(first.file, first.span.start);
    const help = first?.help === undefined ? "" : `; ${first.help}`;
    super(`${first?.message ?? "this cannot be read"}${help} (${start.line}:${start.column})`);
    this.loc = { start, ...(first && { end: positionAt(first.file, first.span.end) }) };
    this.cause = diagnostics;
  }
}
