/** Looks up the types that a schema names. */

import { insertion, removal, replacement } from "../diagnostics/fix.js";
import type { Fix } from "../diagnostics/diagnostic.js";
import type { Report } from "../diagnostics/report.js";
import {
  hostTypeNames, scalarNames, typeConstructorNames, type HostTypeName, type ScalarName,
} from "../model/type.js";
import type { TypeSyntax } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { unreachable } from "../text/internal-error.js";
import type { Suggest } from "../text/suggest.js";
import type { BoundType } from "./bindings.js";
import { builtInNames, type Declarations, type FileDeclarations, type TypeSyntaxDeclaration } from "./declare.js";
import { adviseForeign, foreignTypes, isForeignWrapper } from "./foreign-types.js";

/** Reports what it does not find, and gives `unknown` for it. */
export type TypeResolver = (file: SourceFile, type: TypeSyntax) => BoundType;

type ConstructorName = (typeof typeConstructorNames)[number];

/** How many types a built-in type takes, and how that is written. */
const constructors: Readonly<Record<ConstructorName, { readonly takes: string; readonly usage: string }>> = {
  list: { takes: "one type", usage: "list<T>" },
  option: { takes: "one type", usage: "option<T>" },
  result: { takes: "two types", usage: "result<T, E>" },
  tuple: { takes: "one type or more", usage: "tuple<A, B>" },
  map: { takes: "two types", usage: "map<K, V>" },
  set: { takes: "one type", usage: "set<T>" },
};

export interface TypeScope {
  readonly declarations: Declarations;
  /** What the outputs call each declaration. */
  readonly names: ReadonlyMap<TypeSyntaxDeclaration, string>;
  readonly report: Report;
  readonly suggest: Suggest;
}

export function createTypeResolver(scope: TypeScope): TypeResolver {
  const { declarations, names, report } = scope;

  function resolveType(file: SourceFile, syntax: TypeSyntax): BoundType {
    const name = syntax.name.text;
    const place = { file, span: syntax.name.span };
    const parts = (syntax.arguments ?? []).map((argument) => resolveType(file, argument));
    if (isConstructorName(name)) {
      const type = construct(name, syntax, parts);
      if (type !== undefined) return type;
      report("type/arguments", { name, ...constructors[name], count: parts.length }, place);
      return { kind: "unknown", syntax };
    }
    const declared = declarations.files.get(file)?.scope.get(name);
    if (!isScalarName(name) && !isHostTypeName(name) && declared === undefined) {
      reportUnknown(file, syntax, scope);
      return { kind: "unknown", syntax };
    }
    if (syntax.arguments !== undefined) {
      const fixes = removal({ start: syntax.name.span.end, end: syntax.span.end }, "the angle brackets");
      report("type/arguments", { name, usage: name, takes: "no types", count: parts.length }, place, { fixes });
      return { kind: "unknown", syntax };
    }
    if (isScalarName(name)) return { kind: "scalar", name, syntax };
    if (isHostTypeName(name)) return { kind: "host", name, syntax };
    return { kind: "named", name: (declared && names.get(declared.syntax)) ?? name, syntax };
  }

  return resolveType;
}

/** Nothing for what could not be read or found: that is reported where it is declared. */
function reportUnknown(file: SourceFile, { name, arguments: parts, span }: TypeSyntax, { declarations, report, suggest }: TypeScope): void {
  const known = declarations.files.get(file);
  if (known === undefined || known.brokenNames.has(name.text)) return;
  const place = { file, span: name.span };
  const origin = findElsewhere(name.text, file, declarations);
  if (origin !== undefined) {
    const fixes = insertion(origin.offset, origin.text, `Write \`${origin.text.trim()}\``);
    const help = `write \`${origin.text.trim()}\``;
    report("name/unknown-type", { name: name.text, suggestion: undefined, help }, place, { fixes });
    return;
  }
  const help = adviseForeign(name.text);
  if (help !== undefined) {
    const [inner] = parts ?? [];
    const isWrapper = isForeignWrapper(name.text) && inner !== undefined && parts?.length === 1;
    const fixes = isWrapper ? unwrap(span, inner.span) : [];
    report("name/unknown-type", { name: name.text, suggestion: undefined, help }, place, { fixes });
    return;
  }
  const suggestion = foreignTypes.get(name.text) ?? suggest(name.text, knownNames(known));
  if (suggestion === undefined && known.hasUnread) return;
  const fixes = replacement(name.span, suggestion);
  report("name/unknown-type", { name: name.text, suggestion, help: undefined }, place, { fixes });
}

/** Takes away what stands around the type that is meant. */
function unwrap(outer: Span, inner: Span): readonly Fix[] {
  const edits = [
    { span: { start: outer.start, end: inner.start }, newText: "" },
    { span: { start: inner.end, end: outer.end }, newText: "" },
  ];
  return [{ title: "Write the type inside it alone", edits }];
}

/** One by one, since only the first words of a schema are compared with them. */
function* knownNames({ scope, brokenNames }: FileDeclarations): Generator<string> {
  yield* builtInNames;
  yield* scope.keys();
  yield* brokenNames;
}

/** The `use` line that brings a type of a file which this one already takes something from. */
function findElsewhere(
  name: string,
  file: SourceFile,
  { files }: Declarations,
): { readonly offset: number; readonly text: string } | undefined {
  const unit = files.get(file)?.unit;
  if (unit === undefined) return undefined;
  for (const [path, other] of unit.files) {
    if (files.get(other)?.scope.get(name)?.file !== other) continue;
    const text = `use { ${name} } from ${JSON.stringify(path)}\n`;
    const first = unit.tree.schema.declarations.find(({ kind }) => kind !== "package");
    const before = first === undefined || first.kind === "broken" ? undefined : first.documentation;
    return { offset: (before ?? first)?.span.start ?? 0, text };
  }
  return undefined;
}

/** Undefined when there are not as many parts as the constructor takes. */
function construct(name: ConstructorName, syntax: TypeSyntax, parts: readonly BoundType[]): BoundType | undefined {
  const [first, second] = parts;
  switch (name) {
    case "list":
    case "set":
    case "option":
      return first && parts.length === 1 ? { kind: name, element: first, syntax } : undefined;
    case "result":
      return first && second && parts.length === 2 ? { kind: "result", ok: first, err: second, syntax } : undefined;
    case "map":
      return first && second && parts.length === 2 ? { kind: "map", key: first, value: second, syntax } : undefined;
    case "tuple":
      return parts.length > 0 ? { kind: "tuple", elements: parts, syntax } : undefined;
    default:
      return unreachable(name);
  }
}

function isConstructorName(name: string): name is ConstructorName {
  return typeConstructorNames.some((known) => known === name);
}

function isScalarName(name: string): name is ScalarName {
  return scalarNames.some((known) => known === name);
}

function isHostTypeName(name: string): name is HostTypeName {
  return hostTypeNames.some((known) => known === name);
}
