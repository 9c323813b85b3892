/**
 * What outputs call each type. All types of a schema, also those of other files, become names of one WIT interface and
 * one TypeScript module. A type has its own name; the schema that is compiled can give it another one.
 *
 *     use { Error as CounterError } from "./counter.hproc"
 */

import { insertion } from "../diagnostics/fix.js";
import type { Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import type { Bindings } from "./bindings.js";
import type { Declarations, TypeSyntaxDeclaration } from "./declare.js";

export interface TypeNames {
  /** No two types of different files have the same. */
  readonly names: ReadonlyMap<TypeSyntaxDeclaration, string>;
  /** Those whose own name was taken: they have one that nothing can be called, and are reported if they are needed. */
  readonly clashing: ReadonlySet<TypeSyntaxDeclaration>;
}

export function nameTypes({ entry, files }: Declarations): TypeNames {
  const names = new Map<TypeSyntaxDeclaration, string>();
  const clashing = new Set<TypeSyntaxDeclaration>();
  // Duplicates of one file have the same name: they are reported where they are declared.
  const taken = new Set(entry.processes.map(({ syntax }) => syntax.name.text));
  const give = (syntax: TypeSyntaxDeclaration, name: string): void => {
    names.set(syntax, name);
    taken.add(name);
  };
  for (const { syntax } of entry.types) give(syntax, syntax.name.text);
  for (const { syntax, target } of entry.imports) {
    if (syntax.alias !== undefined && !names.has(target.syntax)) give(target.syntax, syntax.alias.text);
  }
  for (const { types, unit } of files.values()) {
    const before = new Set(taken);
    for (const { syntax } of types) {
      if (names.has(syntax)) continue;
      if (before.has(syntax.name.text)) clashing.add(syntax);
      give(syntax, clashing.has(syntax) ? `${syntax.name.text} of ${unit.tree.file.path}` : syntax.name.text);
    }
  }
  return { names, clashing };
}

/** Types that are needed and have the name of another one: reported where the schema can rename them. */
export function reportClashes(
  { types, typesByName, processes }: Bindings,
  { clashing }: TypeNames,
  declarations: Declarations,
  report: Report,
): void {
  const { unit } = declarations.entry;
  for (const { file, syntax } of types) {
    if (!clashing.has(syntax)) continue;
    const name = syntax.name.text;
    const first = typesByName.get(name) ?? processes.find((process) => process.syntax.name.text === name);
    const places = [...(first === undefined ? [] : [first]), { file, syntax }];
    const related = places.map((one) => ({ file: one.file, span: one.syntax.name.span, message: "is called so" }));
    const use = unit.tree.schema.declarations.find(
      (declaration) => declaration.kind === "use" && unit.files.get(declaration.path.value) === file,
    );
    if (use?.kind !== "use") {
      // Something that is used uses it. Shown in the schema, where it can be repaired, if the other one is there.
      const [own, ...others] = first?.file === unit.tree.file ? related : [...related].reverse();
      if (own !== undefined) report("use/clash", { name, path: pathTo(file, declarations) }, own, { related: others });
      continue;
    }
    const place = { file: unit.tree.file, span: use.path.span };
    const last = use.imports.at(-1)?.span.end ?? use.path.span.start;
    const fixes = insertion(last, `, ${name} as Other${name}`, `Write \`${name} as Other${name}\``);
    report("use/clash", { name, path: use.path.value }, place, { related, fixes });
  }
}

/** How the schema can name a file that something else uses. */
function pathTo(target: SourceFile, { entry, files }: Declarations): string {
  const isInPackage = new Map([[entry.unit.tree.file, false]]);
  // Files that are found are appended, and then followed too.
  for (const [file, isInside] of isInPackage) {
    for (const [path, other] of files.get(file)?.unit.files ?? []) {
      if (!isInPackage.has(other)) isInPackage.set(other, isInside || !path.startsWith("."));
    }
  }
  const { name } = target;
  return isInPackage.get(target) === true || name.startsWith("../") ? name : `./${name}`;
}
