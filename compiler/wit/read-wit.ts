/** From the text of WIT files to the syntax tree of a schema with the same interface, whose spans are those of the WIT. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createReport, sortDiagnostics, type Report } from "../diagnostics/report.js";
import type { PackageSyntax, SyntaxTree } from "../syntax/nodes.js";
import { pruneTree, withoutEmptyProcesses, type Obstacle } from "../syntax/prune.js";
import type { SourceFile } from "../text/source-file.js";
import { packageIdDeclaration, readDeclaration } from "./declarations.js";
import { findPackageId } from "./find-name.js";
import { createReadMark } from "./marks.js";
import { toTypeName } from "./names.js";
import type { WitDeclaration, WitInterface, WitType } from "./nodes.js";
import { parseWit } from "./parse-wit.js";
import { readProcess } from "./processes.js";
import type { ReadContext } from "./read-context.js";
import { findRequests } from "./requests.js";
import { createScope, formatWitType } from "./scope.js";
import { isSignature } from "./signature-names.js";

export interface ReadWit {
  readonly tree: SyntaxTree;
  readonly diagnostics: readonly Diagnostic[];
  /** As a mark of hproc says it. */
  readonly packageLine: PackageSyntax | undefined;
  /** Names of the worlds in the text. */
  readonly worlds: readonly string[];
}

export interface WitOptions {
  /** True for a process that is called by others: HTTP does not count then, and nothing but handlers is looked for. */
  readonly isCalled: boolean;
  /** Interfaces that begin behind it only lend their types. */
  readonly end: number;
}

/** Never throws: what cannot be carried is left out, and reported with the reason. */
export function readWit(file: SourceFile, { isCalled, end }: WitOptions): ReadWit {
  const diagnostics: Diagnostic[] = [];
  const report = createReport(diagnostics);
  const items = parseWit(file, report);
  const span = { start: 0, end: file.text.length };
  if (items === undefined) {
    const tree: SyntaxTree = {
      file,
      schema: { kind: "schema", span, declarations: [] },
      complete: false,
      isInterface: true,
    };
    return { tree, diagnostics, packageLine: undefined, worlds: [] };
  }
  const interfaces = items.filter((item) => item.kind === "interface");
  const answering = interfaces.filter(
    (one) => one.span.start < end && (one.items.some(isSignature) || findRequests(one) !== undefined),
  );
  const requests = new Set<WitDeclaration | undefined>(answering.map(findRequests));
  const processNames = new Set(answering.map(({ name }) => toTypeName(name.text)));
  const scope = createScope(interfaces, { file, processNames, report });
  const obstacles: Obstacle[] = [];
  const contextOf = (home: WitInterface): ReadContext => ({
    file,
    report,
    scope,
    home,
    readMark: createReadMark(file, report),
    refuse: (reason, place) => void obstacles.push({ reason, span: place }),
    guessMap: (type) => reportMap(type, file, report),
  });
  const contexts = new Map(interfaces.map((home) => [home, contextOf(home)]));
  const inContext = <Result>(home: WitInterface, read: (context: ReadContext) => Result): Result =>
    read(contexts.get(home) ?? contextOf(home));
  const declarations = scope.declarations
    .filter(({ declaration }) => !requests.has(declaration))
    .map((declared) => inContext(declared.home, (context) => readDeclaration(declared, context)));
  const packageId = findPackageId(interfaces);
  const added = packageId === undefined ? [] : [packageIdDeclaration(packageId)];
  if (!isCalled) reportFunctions(interfaces, file, report);
  const processes = answering.map((home) => inContext(home, (context) => readProcess(home, isCalled, context)));
  const schema = {
    kind: "schema",
    span,
    declarations: [...added, ...declarations, ...processes.map(({ process }) => process)],
  } as const;
  const tree = withoutEmptyProcesses(pruneTree({ file, schema, complete: true, isInterface: true }, obstacles, report));
  return {
    tree,
    diagnostics: sortDiagnostics(diagnostics),
    packageLine: processes.find(({ packageLine }) => packageLine !== undefined)?.packageLine,
    worlds: items.flatMap((item) => (item.kind === "world" ? [item.name.text] : [])),
  };
}

function reportFunctions(interfaces: readonly WitInterface[], file: SourceFile, report: Report): void {
  const reason = "processes answer messages; a handler is a record whose name ends in `-signature-…`";
  for (const { kind, name } of interfaces.flatMap(({ items }) => items.filter((item) => item.kind !== "use"))) {
    if (kind === "function")
      report("wit/not-carried", { what: kind, name: name.text, reason }, { file, span: name.span });
  }
}

function reportMap(type: WitType, file: SourceFile, report: Report): void {
  report("wit/map", { type: formatWitType(type) }, { file, span: type.span });
}
