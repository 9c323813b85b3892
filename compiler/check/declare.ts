/** Collects the declarations of all trees, and finds names that are declared twice. */

import type { Place, Report } from "../diagnostics/report.js";
import { hostTypeNames, scalarNames, typeConstructorNames } from "../model/type.js";
import type {
  AliasSyntax, EnumSyntax, PackageSyntax, ProcessSyntax, RecordSyntax, SyntaxTree, VariantSyntax,
} from "../syntax/nodes.js";
import type { Located } from "./bindings.js";

export type TypeSyntaxDeclaration = RecordSyntax | EnumSyntax | VariantSyntax | AliasSyntax;

/** Everything in source order, including declarations whose name was taken. */
export interface Declarations {
  readonly packages: readonly Located<PackageSyntax>[];
  readonly types: readonly Located<TypeSyntaxDeclaration>[];
  readonly processes: readonly Located<ProcessSyntax>[];
  /** Names whose declaration could not be read. */
  readonly brokenNames: ReadonlySet<string>;
}

export const builtInNames: readonly string[] = [...scalarNames, ...hostTypeNames, ...typeConstructorNames];

/** Types and processes share one set of names: both become exports of one TypeScript module. */
export function declare(trees: readonly SyntaxTree[], report: Report): Declarations {
  const packages: Located<PackageSyntax>[] = [];
  const types: Located<TypeSyntaxDeclaration>[] = [];
  const processes: Located<ProcessSyntax>[] = [];
  const brokenNames = new Set<string>();
  const taken = new Map<string, Place>();
  for (const { file, schema } of trees) {
    for (const syntax of schema.declarations) {
      if (syntax.kind === "package") {
        packages.push({ file, syntax });
        continue;
      }
      if (syntax.kind === "broken") {
        for (const name of syntax.names) brokenNames.add(name);
        continue;
      }
      const name = syntax.name.text;
      const place = { file, span: syntax.name.span };
      const first = taken.get(name);
      if (builtInNames.includes(name)) report("name/built-in", { name }, place);
      else if (first !== undefined) {
        const related = [{ ...first, message: "the first one" }];
        report("name/duplicate", { what: "declarations", name }, place, { related });
      } else taken.set(name, place);
      if (syntax.kind === "process") processes.push({ file, syntax });
      else types.push({ file, syntax });
    }
  }
  return { packages, types, processes, brokenNames };
}
