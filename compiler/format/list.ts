/** Lists of every form: in brackets with commas, in braces with a line for each entry, and the file itself. */

import { builders } from "prettier/doc";
import type { SyntaxNode } from "../syntax/nodes.js";
import {
  hasEmptyLine,
  isIgnoring,
  printComment,
  printLeading,
  printTrailing,
  printVerbatim,
  printWithin,
  splitListGap,
  startsAfterEmptyLine,
  takeListGap,
  type Spacing,
} from "./comments.js";
import type { Comment, TokenReader } from "./token-reader.js";

type Doc = builders.Doc;
const { breakParent, group, hardline, ifBreak, indent, join, line, lineSuffix, softline } = builders;

export interface Entry<Printed> {
  /** Comments and documentation, with what separates them from the entry. */
  readonly before: Doc;
  /** The text alone where the author wants it to stay. */
  readonly printed: Printed;
  /** Comments behind it, in its line. */
  readonly trailing: readonly Comment[];
  /** Whether the author left the line before it, or before its comments, empty. */
  readonly isAfterEmptyLine: boolean;
  /** As above, and also whether one between its comments is. */
  readonly hasEmptyLine: boolean;
}

export interface Entries<Printed> {
  /** Behind the opening bracket, in its line. */
  readonly opening: readonly Comment[];
  readonly entries: readonly Entry<Printed>[];
  /** Before the closing bracket, in lines of their own. */
  readonly remaining: readonly Comment[];
}

/** Everything behind an opening bracket and before the closing one, without the commas. */
export function readEntries<Node extends SyntaxNode, Printed>(
  reader: TokenReader,
  nodes: readonly Node[],
  printNode: (node: Node) => Printed,
  spacing: Spacing = "empty-lines",
): Entries<Printed | Doc> {
  let gap = takeListGap(reader);
  let split = splitListGap(gap, nodes.length > 0);
  const opening = split.trailing;
  const entries: Entry<Printed | Doc>[] = [];
  for (const [index, node] of nodes.entries()) {
    const { leading } = split;
    const emptyLines = { isAfterEmptyLine: startsAfterEmptyLine(gap, split), hasEmptyLine: hasEmptyLine(gap, split) };
    const comments = printLeading(leading, gap.breaksAfter, spacing);
    const documentation = readDocumentation(reader);
    const before = comments === "" ? documentation.printed : [comments, documentation.printed];
    const isIgnored = isIgnoring(leading) || isIgnoring(documentation.comments);
    const printed = isIgnored ? printVerbatim(reader.takeUntil(node.span.end)) : printNode(node);
    gap = takeListGap(reader);
    split = splitListGap(gap, index + 1 < nodes.length);
    entries.push({ before, printed, trailing: split.trailing, ...emptyLines });
  }
  return { opening, entries, remaining: split.leading };
}

/** The `///` lines before a node, and the comments between them. */
function readDocumentation(reader: TokenReader): { readonly printed: Doc; readonly comments: readonly Comment[] } {
  if (!reader.nextText.startsWith("///")) return noDocumentation;
  const printed: Doc[] = [];
  const comments: Comment[] = [];
  while (reader.nextText.startsWith("///")) {
    const text = reader.take(reader.nextText).replace(/^\/\/\/ ?/, "");
    const gap = reader.takeGap();
    printed.push(`/// ${text}`.trimEnd(), hardline, printLeading(gap.comments, gap.breaksAfter, "dense"));
    comments.push(...gap.comments);
  }
  return { printed, comments };
}

const noDocumentation = { printed: "", comments: [] };

/** One entry a line, with the comments behind each. */
export function printLines({ entries, remaining }: Entries<Doc>): Doc {
  const lines = entries.map(({ before, printed, trailing, isAfterEmptyLine }, index) => [
    index === 0 ? "" : [hardline, isAfterEmptyLine ? hardline : ""],
    before,
    printed,
    printTrailing(trailing),
  ]);
  if (remaining.length === 0) return lines;
  const isApart = entries.length > 0 && (remaining[0]?.breaksBefore ?? 0) > 1;
  return [lines, entries.length > 0 ? hardline : "", isApart ? hardline : "", printRemaining(remaining, "empty-lines")];
}

/** `{ … }` with one entry a line, or all in one where the author wrote it so and it fits. */
export function printBlock<Node extends SyntaxNode>(
  reader: TokenReader,
  nodes: readonly Node[],
  printNode: (node: Node) => Doc,
): Doc {
  const isOneLine = reader.isBlockOnOneLine;
  return printBraces(reader, () => {
    const found = readEntries(reader, nodes, printNode);
    if (!isOneLine) return found;
    const parts = found.entries.map(({ printed }) => printed);
    return { ...found, inOneLine: join([ifBreak("", ","), line], parts) };
  });
}

interface BlockContents extends Entries<Doc> {
  readonly inOneLine?: Doc;
}

/** `{ … }` around what `read` takes from the reader. */
export function printBraces(reader: TokenReader, read: () => BlockContents): Doc {
  const open = reader.take("{");
  const found = read();
  const close = reader.take("}");
  if (found.entries.length === 0) return printEmpty(open, close, { padding: " ", spacing: "empty-lines" }, found);
  if (found.inOneLine !== undefined) return group([open, indent([line, found.inOneLine]), line, close]);
  return [open, printTrailing(found.opening), indent([hardline, printLines(found)]), hardline, close];
}

export interface Brackets {
  readonly open: string;
  readonly close: string;
  /** Whether a space stands within them. */
  readonly padded?: boolean;
}

/** `(a, b)` in one line, or one entry a line with a comma behind each. */
export function printList<Node extends SyntaxNode>(
  reader: TokenReader,
  brackets: Brackets,
  nodes: readonly Node[],
  printNode: (node: Node) => Doc,
): Doc {
  const open = reader.take(brackets.open);
  const found = readEntries(reader, nodes, printNode, "dense");
  const close = reader.take(brackets.close);
  const { opening, entries, remaining } = found;
  if (entries.length === 0) {
    return printEmpty(open, close, { padding: brackets.padded ? " " : "", spacing: "dense" }, found);
  }
  const edge = brackets.padded ? line : softline;
  const parts = entries.map(({ before, printed, trailing }, index) => [
    before,
    printed,
    trailing.filter(({ isLine }) => !isLine).map((comment) => [" ", printComment(comment)]),
    index + 1 < entries.length ? "," : ifBreak(","),
    trailing.filter(({ isLine }) => isLine).map((comment) => [lineSuffix([" ", printComment(comment)]), breakParent]),
  ]);
  const rest = remaining.length === 0 ? "" : [hardline, printRemaining(remaining, "dense")];
  return group([open, printTrailing(opening), indent([edge, join(line, parts), rest]), edge, close]);
}

function printEmpty(
  open: string,
  close: string,
  { padding, spacing }: { readonly padding: string; readonly spacing: Spacing },
  { opening, remaining }: Entries<Doc>,
): Doc {
  const comments = [...opening, ...remaining];
  if (comments.length === 0) return [open, close];
  if (comments.every(({ isLine, breaksBefore }) => !isLine && breaksBefore === 0)) {
    return [open, padding, printWithin(comments), padding, close];
  }
  const rest = remaining.length === 0 ? "" : indent([hardline, printRemaining(remaining, spacing)]);
  return [open, printTrailing(opening), rest, hardline, close];
}

/** Comments that nothing follows. */
function printRemaining(comments: readonly Comment[], spacing: Spacing): Doc {
  const last = comments.at(-1);
  if (last === undefined) return "";
  return [printLeading(comments.slice(0, -1), last.breaksBefore, spacing), printComment(last)];
}
