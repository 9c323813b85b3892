/** Leaves out of a tree what cannot be, with all that mentions it: of interfaces that are somebody else's. */

import type { Report } from "../diagnostics/report.js";
import type { Span } from "../text/span.js";
import { walk } from "./children.js";
import type {
  AliasSyntax,
  DeclarationSyntax,
  EnumSyntax,
  HandlerSyntax,
  MemberSyntax,
  RecordSyntax,
  SyntaxTree,
  VariantSyntax,
  WordSyntax,
} from "./nodes.js";

export interface Obstacle {
  /** In the item that cannot be. */
  readonly span: Span;
  /** As a sentence. */
  readonly reason: string;
  /** True when a handler without its kind `http` could be. */
  readonly isOfHttp?: boolean;
}

type Item = RecordSyntax | EnumSyntax | VariantSyntax | AliasSyntax | HandlerSyntax;

/** Each obstacle in an item is reported as a warning; the others are the caller's. */
export function pruneTree(tree: SyntaxTree, obstacles: readonly Obstacle[], report: Report): SyntaxTree {
  if (obstacles.length === 0) return tree;
  const { file, schema } = tree;
  const items = schema.declarations.flatMap(itemsOf);
  const dropped = new Set<DeclarationSyntax | MemberSyntax>();
  const withoutHttp = new Set<Item>();
  const droppedNames = new Map<string, string>();
  const drop = (item: Item, reason: string, span: Span): void => {
    dropped.add(item);
    const name = written(item.name);
    if (item.kind !== "handler") droppedNames.set(item.name.text, name);
    report("wit/not-carried", { what: describeKind(item), name, reason }, { file, span });
  };
  const written = ({ span }: WordSyntax): string => file.text.slice(span.start, span.end).replace(/^%/, "");
  const find = createFindItem(items);
  for (const { span, reason, isOfHttp } of obstacles) {
    const item = find(span);
    if (item === undefined || dropped.has(item)) continue;
    if (isOfHttp && item.kind === "handler" && item.transports.some(({ name }) => name !== "http")) {
      withoutHttp.add(item);
      report("wit/not-carried", { what: "the kind `http` of", name: written(item.name), reason }, { file, span });
    } else drop(item, reason, span);
  }
  const users = createFindUsers(items);
  // Names that are found are appended, and then followed too.
  for (const [name, text] of droppedNames) {
    for (const { item, span } of users.get(name) ?? []) {
      if (!dropped.has(item)) drop(item, `it mentions \`${text}\`, which is not carried`, span);
    }
  }
  const keep = (item: DeclarationSyntax | MemberSyntax): boolean => !dropped.has(item);
  const declarations = schema.declarations.filter(keep).map((declaration): DeclarationSyntax => {
    if (declaration.kind !== "process") return declaration;
    const members = declaration.members.filter(keep).map((member): MemberSyntax => {
      if (member.kind !== "handler" || !withoutHttp.has(member)) return member;
      return { ...member, transports: member.transports.filter(({ name }) => name !== "http") };
    });
    return { ...declaration, members };
  });
  return { ...tree, schema: { ...schema, declarations } };
}

/** A process that has lost all its handlers is none. */
export function withoutEmptyProcesses(tree: SyntaxTree): SyntaxTree {
  const declarations = tree.schema.declarations.filter(
    (each) => each.kind !== "process" || each.members.some((member) => member.kind === "handler"),
  );
  return { ...tree, schema: { ...tree.schema, declarations } };
}

function itemsOf(declaration: DeclarationSyntax): readonly Item[] {
  switch (declaration.kind) {
    case "record":
    case "enum":
    case "variant":
    case "alias":
      return [declaration];
    case "process":
      return declaration.members.filter((member) => member.kind === "handler");
    default:
      return [];
  }
}

function describeKind({ kind }: Item): string {
  return kind === "alias" ? "type" : kind;
}

/** What it returns finds the item with a node at a place, or around it: parts of an item may stand before it. */
function createFindItem(items: readonly Item[]): (span: Span) => Item | undefined {
  const byStart = new Map<number, Item>();
  for (const item of items) for (const { span } of walk(item)) byStart.set(span.start, item);
  const sorted = [...items].sort((left, right) => left.span.start - right.span.start);
  return (span) => {
    const known = byStart.get(span.start);
    if (known !== undefined) return known;
    const before = sorted.filter((item) => item.span.start <= span.start).at(-1);
    return before !== undefined && before.span.end >= span.end ? before : undefined;
  };
}

interface Mention {
  readonly item: Item;
  readonly span: Span;
}

function createFindUsers(items: readonly Item[]): ReadonlyMap<string, readonly Mention[]> {
  const users = new Map<string, Mention[]>();
  for (const item of items) {
    for (const node of walk(item)) {
      if (node.kind !== "type") continue;
      const mentions = users.get(node.name.text);
      if (mentions === undefined) users.set(node.name.text, [{ item, span: node.span }]);
      else mentions.push({ item, span: node.span });
    }
  }
  return users;
}
