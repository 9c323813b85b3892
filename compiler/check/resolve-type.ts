/** Looks up the types that a schema names. */

import type { Report } from "../diagnostics/report.js";
import {
  hostTypeNames, scalarNames, typeConstructorNames, type HostTypeName, type ScalarName,
} from "../model/type.js";
import type { TypeSyntax } from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";
import { unreachable } from "../text/internal-error.js";
import { suggest } from "../text/suggest.js";
import type { BoundType } from "./bindings.js";
import { builtInNames, type Declarations } from "./declare.js";

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

export function createTypeResolver(declarations: Declarations, report: Report): TypeResolver {
  const declared = new Set(declarations.types.map(({ syntax }) => syntax.name.text));
  const known = [...builtInNames, ...declared];

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
    const isBroken = declarations.brokenNames.has(name);
    if (!isScalarName(name) && !isHostTypeName(name) && !declared.has(name)) {
      if (!isBroken) report("name/unknown-type", { name, suggestion: suggest(name, known) }, place);
      return { kind: "unknown", syntax };
    }
    if (syntax.arguments !== undefined) {
      report("type/arguments", { name, usage: name, takes: "no types", count: parts.length }, place);
      return { kind: "unknown", syntax };
    }
    if (isScalarName(name)) return { kind: "scalar", name, syntax };
    if (isHostTypeName(name)) return { kind: "host", name, syntax };
    return { kind: "named", name, syntax };
  }

  return resolveType;
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
