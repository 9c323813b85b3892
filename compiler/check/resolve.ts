/** From declarations to bindings: looks up every type and process that is named, and reports unknown ones. */

import type { Report } from "../diagnostics/report.js";
import { toKebab } from "../naming/wit-names.js";
import type { FieldSyntax, HandlerSyntax, ProcessSyntax, SyntaxTree, UsesSyntax } from "../syntax/nodes.js";
import { unreachable } from "../text/internal-error.js";
import type { SourceFile } from "../text/source-file.js";
import { suggest } from "../text/suggest.js";
import type {
  Bindings, BoundDeclaration, BoundField, BoundHandler, BoundProcess, BoundUse, Located,
} from "./bindings.js";
import type { Declarations, TypeSyntaxDeclaration } from "./declare.js";
import { bindHttp, bindSource } from "./http-kind.js";
import { createTypeResolver, type TypeResolver } from "./resolve-type.js";

export function resolve(trees: readonly SyntaxTree[], declarations: Declarations, report: Report): Bindings {
  const resolver = createTypeResolver(declarations, report);
  const types = declarations.types.map((declaration) => resolveDeclaration(declaration, resolver));
  const typesByName = new Map<string, BoundDeclaration>();
  for (const type of types) {
    if (!typesByName.has(type.syntax.name.text)) typesByName.set(type.syntax.name.text, type);
  }
  const scope = { ids: processIds(declarations), declarations, resolver, report };
  return {
    trees,
    packages: declarations.packages,
    types,
    typesByName,
    processes: declarations.processes.map((process) => resolveProcess(process, scope)),
    complete: trees.every((tree) => tree.complete),
  };
}

interface Scope {
  /** Ids of the processes of this schema, with their names. */
  readonly ids: ReadonlyMap<string, string>;
  readonly declarations: Declarations;
  readonly resolver: TypeResolver;
  readonly report: Report;
}

function resolveDeclaration(
  { file, syntax }: Located<TypeSyntaxDeclaration>,
  resolver: TypeResolver,
): BoundDeclaration {
  switch (syntax.kind) {
    case "record":
      return { kind: "record", file, syntax, fields: resolveFields(file, syntax.fields, resolver) };
    case "enum":
      return { kind: "enum", file, syntax };
    case "variant": {
      const cases = syntax.cases.map((one) => ({
        file,
        syntax: one,
        payloads: one.payloads.map((type) => resolver(file, type)),
      }));
      return { kind: "variant", file, syntax, cases };
    }
    case "alias":
      return { kind: "alias", file, syntax, type: resolver(file, syntax.type) };
    default:
      return unreachable(syntax);
  }
}

function resolveProcess({ file, syntax }: Located<ProcessSyntax>, scope: Scope): BoundProcess {
  const state: BoundField[] = [];
  const endpoints: BoundProcess["endpoints"][number][] = [];
  const uses: BoundUse[] = [];
  const handlers: BoundHandler[] = [];
  for (const member of syntax.members) {
    if (member.kind === "state") state.push(...resolveFields(file, member.fields, scope.resolver));
    else if (member.kind === "endpoint" && member.transport.text === "http") endpoints.push({ file, syntax: member });
    else if (member.kind === "uses") uses.push(resolveUse(file, member, scope));
    else if (member.kind === "handler") handlers.push(resolveHandler(file, member, scope.resolver));
  }
  return {
    file,
    syntax,
    id: processId(syntax.name.text, scope.declarations),
    state,
    endpoints,
    uses,
    handlers,
    complete: syntax.members.every((member) => member.kind !== "broken"),
  };
}

function resolveFields(
  file: SourceFile,
  fields: readonly FieldSyntax[],
  resolver: TypeResolver,
): readonly BoundField[] {
  return fields.map((syntax) => ({ file, syntax, type: resolver(file, syntax.type) }));
}

function resolveUse(file: SourceFile, syntax: UsesSyntax, { ids, declarations, report }: Scope): BoundUse {
  const id = syntax.process.text;
  const process = ids.get(id);
  // Without a package, or with a process that could not be read, the id may well be right.
  if (process === undefined && declarations.packages.length > 0 && declarations.brokenNames.size === 0) {
    const suggestion = suggest(id, ids.keys());
    report("name/unknown-process", { id, suggestion }, { file, span: syntax.process.span });
  }
  return { file, syntax, process };
}

function resolveHandler(file: SourceFile, syntax: HandlerSyntax, resolver: TypeResolver): BoundHandler {
  const http = bindHttp(syntax);
  return {
    file,
    syntax,
    http,
    parameters: syntax.parameters.map((parameter) => ({
      file,
      syntax: parameter,
      type: resolver(file, parameter.type),
      from: bindSource(parameter, http),
    })),
    returns: syntax.returns && resolver(file, syntax.returns),
  };
}

function processIds(declarations: Declarations): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { syntax } of declarations.processes) {
    const id = processId(syntax.name.text, declarations);
    if (id !== undefined) ids.set(id, syntax.name.text);
  }
  return ids;
}

/** The name in kebab-case with the package's. */
function processId(name: string, { packages }: Declarations): string | undefined {
  const line = packages[0]?.syntax;
  return line && `${toKebab(name)}:${line.name.text}:${line.publisher.text}`;
}
