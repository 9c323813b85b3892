/** Collects the declarations of every file, finds names that are declared twice, and follows `use` to other files. */

import { replacement } from "../diagnostics/fix.js";
import type { Place, Report } from "../diagnostics/report.js";
import { hostTypeNames, scalarNames, typeConstructorNames } from "../model/type.js";
import type {
  AliasSyntax, EnumSyntax, ImportSyntax, PackageSyntax, ProcessSyntax, RecordSyntax, UseSyntax, VariantSyntax, WordSyntax,
} from "../syntax/nodes.js";
import type { SourceFile } from "../text/source-file.js";
import { suggest } from "../text/suggest.js";
import { processId } from "./process-id.js";
import type { Located, Unit } from "./unit.js";

export type TypeSyntaxDeclaration = RecordSyntax | EnumSyntax | VariantSyntax | AliasSyntax;

/** The declarations of all files; those of the schema that is compiled come first. */
export interface Declarations {
  readonly entry: FileDeclarations;
  readonly files: ReadonlyMap<SourceFile, FileDeclarations>;
}

/** Everything in source order, including declarations whose name was taken. */
export interface FileDeclarations {
  readonly unit: Unit;
  readonly packages: readonly Located<PackageSyntax>[];
  readonly types: readonly Located<TypeSyntaxDeclaration>[];
  readonly processes: readonly Located<ProcessSyntax>[];
  /** By the ids that a node knows them under; none without a package. */
  readonly processesById: ReadonlyMap<string, ProcessSyntax>;
  readonly imports: readonly Import[];
  /** The types that the file can name: its own, and those that it takes from others. */
  readonly scope: ReadonlyMap<string, Located<TypeSyntaxDeclaration>>;
  /** Names whose declaration could not be read or found. */
  readonly brokenNames: ReadonlySet<string>;
  /** True when a declaration could not be read, not even its name: it may have been any type. */
  readonly hasUnread: boolean;
}

/** A name of a `use` that was found. */
export interface Import {
  readonly file: SourceFile;
  readonly syntax: ImportSyntax;
  readonly target: Located<TypeSyntaxDeclaration>;
}

export const builtInNames: readonly string[] = [...scalarNames, ...hostTypeNames, ...typeConstructorNames];

/** The first unit is the schema that is compiled. */
export function declare(units: readonly [Unit, ...Unit[]], report: Report): Declarations {
  const own = new Map<SourceFile, OwnDeclarations>();
  for (const unit of units) own.set(unit.tree.file, declareOwn(unit, report));
  const files = new Map<SourceFile, FileDeclarations>();
  for (const declarations of own.values()) {
    files.set(declarations.unit.tree.file, withImports(declarations, own, report));
  }
  const entry = files.get(units[0].tree.file);
  if (entry === undefined) throw new RangeError("a schema has an entry");
  return { entry, files };
}

/** Before `use` is followed; `taken` and `brokenNames` grow then. */
interface OwnDeclarations {
  readonly unit: Unit;
  readonly packages: Located<PackageSyntax>[];
  readonly types: Located<TypeSyntaxDeclaration>[];
  /** The first of each name. */
  readonly typesByName: Map<string, Located<TypeSyntaxDeclaration>>;
  readonly processes: Located<ProcessSyntax>[];
  readonly uses: UseSyntax[];
  readonly taken: Map<string, Place>;
  readonly brokenNames: Set<string>;
  readonly hasUnread: boolean;
}

/** Types and processes share one set of names: both become exports of one TypeScript module. */
function declareOwn(unit: Unit, report: Report): OwnDeclarations {
  const { file, schema } = unit.tree;
  const hasUnread = schema.declarations.some((each) => each.kind === "broken" && each.names.length === 0);
  const found: OwnDeclarations = {
    unit, packages: [], types: [], typesByName: new Map(), processes: [], uses: [], taken: new Map(), brokenNames: new Set(),
    hasUnread,
  };
  for (const syntax of schema.declarations) {
    switch (syntax.kind) {
      case "package":
        found.packages.push({ file, syntax });
        break;
      case "use":
        found.uses.push(syntax);
        break;
      case "broken":
        for (const name of syntax.names) found.brokenNames.add(name);
        break;
      default:
        takeName(file, syntax.name, found.taken, report);
        if (syntax.kind === "process") {
          found.processes.push({ file, syntax });
          break;
        }
        found.types.push({ file, syntax });
        if (!found.typesByName.has(syntax.name.text)) found.typesByName.set(syntax.name.text, { file, syntax });
    }
  }
  return found;
}

/** False, and reported, when the name is not free. */
function takeName(file: SourceFile, word: WordSyntax, taken: Map<string, Place>, report: Report): boolean {
  const name = word.text;
  const place = { file, span: word.span };
  const first = taken.get(name);
  if (builtInNames.includes(name)) report("name/built-in", { name }, place);
  else if (first !== undefined) {
    const related = [{ ...first, message: "the first one" }];
    report("name/duplicate", { what: "declarations", name }, place, { related });
  } else {
    taken.set(name, place);
    return true;
  }
  return false;
}

function withImports(
  own: OwnDeclarations,
  files: ReadonlyMap<SourceFile, OwnDeclarations>,
  report: Report,
): FileDeclarations {
  const { unit, packages, types, processes, uses, taken, hasUnread } = own;
  const file = unit.tree.file;
  const brokenNames = new Set(own.brokenNames);
  const imports: Import[] = [];
  const scope = new Map(own.typesByName);
  for (const use of uses) {
    const target = unit.files.get(use.path.value);
    const declarations = target && files.get(target);
    for (const syntax of use.imports) {
      const word = syntax.alias ?? syntax.name;
      if (!takeName(file, word, taken, report)) continue;
      // A file that uses itself is reported as a cycle.
      const found =
        declarations && declarations !== own ? findImport(file, syntax, use, declarations, report) : undefined;
      if (found === undefined) {
        brokenNames.add(word.text);
        continue;
      }
      imports.push({ file, syntax, target: found });
      scope.set(word.text, found);
    }
  }
  const processesById = new Map<string, ProcessSyntax>();
  for (const { syntax } of processes) {
    const id = processId(syntax, packages);
    if (id !== undefined) processesById.set(id, syntax);
  }
  return { unit, packages, types, processes, processesById, imports, scope, brokenNames, hasUnread };
}

/** Undefined, and reported where it is no consequence of another mistake, when the file has no such type. */
function findImport(
  file: SourceFile,
  { name }: ImportSyntax,
  { path }: UseSyntax,
  target: OwnDeclarations,
  report: Report,
): Located<TypeSyntaxDeclaration> | undefined {
  const text = name.text;
  const found = target.typesByName.get(text);
  if (found !== undefined || target.brokenNames.has(text)) return found;
  const place = { file, span: name.span };
  if (target.processes.some(({ syntax }) => syntax.name.text === text)) {
    report("use/process", { name: text, path: path.value }, place);
    return undefined;
  }
  for (const use of target.uses) {
    const origin = use.imports.find((one) => (one.alias ?? one.name).text === text);
    if (origin === undefined) continue;
    const related = [{ file: target.unit.tree.file, span: origin.span, message: "it comes from here" }];
    report("use/indirect", { name: text, path: path.value, origin: use.path.value }, place, { related });
    return undefined;
  }
  const suggestion = suggest(text, target.typesByName.keys());
  report("use/unknown-name", { name: text, path: path.value, suggestion }, place, {
    fixes: replacement(name.span, suggestion),
  });
  return undefined;
}
