/** From declarations to bindings: looks up every type and process that is named, and reports unknown ones. */

import { replacement } from "../diagnostics/fix.js";
import type { Report } from "../diagnostics/report.js";
import { toKebab } from "../naming/wit-names.js";
import type { FieldSyntax, HandlerSyntax, MessageSyntax, ProcessSyntax, StringSyntax, UsesSyntax } from "../syntax/nodes.js";
import { unreachable } from "../text/internal-error.js";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { createSuggest, type Suggest } from "../text/suggest.js";
import type {
  Bindings, BoundDeclaration, BoundField, BoundHandler, BoundMessage, BoundProcess, BoundUse,
} from "./bindings.js";
import type { Declarations, FileDeclarations, TypeSyntaxDeclaration } from "./declare.js";
import { bindHttp, bindSource } from "./http-kind.js";
import { nameTypes, reportClashes } from "./name-types.js";
import { findPathProblem } from "./path-template.js";
import { processId } from "./process-id.js";
import { reachableTypes } from "./reachable-types.js";
import { createTypeResolver, type TypeResolver } from "./resolve-type.js";
import type { Located } from "./unit.js";

export function resolve(declarations: Declarations, report: Report): Bindings {
  const { entry, files } = declarations;
  const suggest = createSuggest();
  const typeNames = nameTypes(declarations);
  const { names } = typeNames;
  const resolver = createTypeResolver({ declarations, names, report, suggest });
  const all = [entry, ...[...files.values()].filter((file) => file !== entry)];
  const types = all.flatMap((file) => file.types).map((type) => resolveDeclaration(type, names, resolver));
  const typesByName = new Map<string, BoundDeclaration>();
  for (const type of types) if (!typesByName.has(type.name)) typesByName.set(type.name, type);
  const processes = resolveProcesses(all, { declarations, resolver, report, suggest });
  const own = types.filter(({ file }) => file === entry.unit.tree.file);
  const reachable = reachableTypes(own, processes, typesByName);
  const bindings: Bindings = {
    entry: entry.unit.tree,
    trees: all.map((file) => file.unit.tree),
    packages: entry.packages,
    types: [...own, ...types.filter((type) => type.file !== entry.unit.tree.file && reachable.has(type))],
    typesByName,
    imports: entry.imports,
    processes,
    complete: all.every((file) => file.unit.tree.complete && file.unit.missing.length === 0),
    suggest,
  };
  reportClashes(bindings, typeNames, declarations, report);
  return bindings;
}

function resolveDeclaration(
  { file, syntax }: Located<TypeSyntaxDeclaration>,
  names: ReadonlyMap<TypeSyntaxDeclaration, string>,
  resolver: TypeResolver,
): BoundDeclaration {
  const name = names.get(syntax) ?? syntax.name.text;
  switch (syntax.kind) {
    case "record":
      return { kind: "record", name, file, syntax, fields: resolveFields(file, syntax.fields, resolver) };
    case "enum":
      return { kind: "enum", name, file, syntax };
    case "variant": {
      const cases = syntax.cases.map((one) => ({
        file,
        syntax: one,
        payloads: one.payloads.map((type) => resolver(file, type)),
      }));
      return { kind: "variant", name, file, syntax, cases };
    }
    case "alias":
      return { kind: "alias", name, file, syntax, type: resolver(file, syntax.type) };
    default:
      return unreachable(syntax);
  }
}

interface Scope {
  readonly declarations: Declarations;
  readonly resolver: TypeResolver;
  readonly report: Report;
  readonly suggest: Suggest;
}

/** Those of the entry, with the processes of other files that they call. */
function resolveProcesses(
  all: readonly FileDeclarations[],
  scope: Scope,
): readonly BoundProcess[] {
  // Two passes, since processes may call each other.
  const uses = new Map<BoundProcess, BoundUse[]>();
  const processes = new Map<ProcessSyntax, BoundProcess>();
  for (const file of all) {
    for (const { syntax } of file.processes) {
      const found: BoundUse[] = [];
      const process = { ...resolveProcess(file, syntax, scope.resolver), uses: found };
      uses.set(process, found);
      processes.set(syntax, process);
    }
  }
  for (const [process, found] of uses) {
    for (const member of process.syntax.members) {
      if (member.kind !== "uses") continue;
      const target = findUsed(process.file, member, scope);
      found.push({ file: process.file, syntax: member, process: target && processes.get(target) });
    }
  }
  return [...uses.keys()].filter(({ file }) => file === scope.declarations.entry.unit.tree.file);
}

function resolveProcess(
  { packages, unit }: FileDeclarations,
  syntax: ProcessSyntax,
  resolver: TypeResolver,
): Omit<BoundProcess, "uses"> {
  const { file } = unit.tree;
  const { members } = syntax;
  const endpoints = members.filter((member) => member.kind === "endpoint").map((member) => ({ file, syntax: member }));
  const ofHttp = endpoints.filter((endpoint) => endpoint.syntax.transport.text === "http");
  const ofSockets = endpoints.filter((endpoint) => endpoint.syntax.transport.text === "ws");
  return {
    file,
    syntax,
    id: processId(syntax, packages),
    state: members.flatMap((member) => (member.kind === "state" ? resolveFields(file, member.fields, resolver) : [])),
    endpoints: ofHttp,
    endpointsByPath: groupByPath(ofHttp),
    socketEndpoints: ofSockets,
    socketEndpointsByPath: groupByPath(ofSockets),
    hasUnclearEndpoint: endpoints.some(
      (endpoint) =>
        !["http", "ws"].includes(endpoint.syntax.transport.text) ||
        findPathProblem(endpoint.syntax.path.value, { templates: false }) !== undefined,
    ),
    timers: members.filter((member) => member.kind === "timer").map((member) => ({ file, syntax: member })),
    sockets: members
      .filter((member) => member.kind === "socket")
      .map((syntax) => ({ file, syntax, messages: resolveMessages(file, syntax.messages, resolver) })),
    clients: members
      .filter((member) => member.kind === "client")
      .map((syntax) => ({ file, syntax, messages: resolveMessages(file, syntax.messages, resolver) })),
    handlers: members.flatMap((member) => (member.kind === "handler" ? [resolveHandler(file, member, resolver)] : [])),
    complete: members.every((member) => member.kind !== "broken"),
  };
}

function resolveFields(
  file: SourceFile,
  fields: readonly FieldSyntax[],
  resolver: TypeResolver,
): readonly BoundField[] {
  return fields.map((syntax) => ({ file, syntax, type: resolver(file, syntax.type) }));
}

function resolveMessages(
  file: SourceFile,
  messages: readonly MessageSyntax[],
  resolver: TypeResolver,
): readonly BoundMessage[] {
  return messages.map((syntax) => ({ file, syntax, type: resolver(file, syntax.type) }));
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

/** The process of this file, or of the one that is named, that has the id. */
function findUsed(
  file: SourceFile,
  { path, process: { text: id, span } }: UsesSyntax,
  { declarations: { files }, report, suggest }: Scope,
): ProcessSyntax | undefined {
  const own = files.get(file);
  const target = path === undefined ? file : own?.unit.files.get(path.value);
  const searched = target && files.get(target);
  if (searched === undefined) return undefined;
  if (searched.unit.tree.isInterface && path !== undefined) {
    return findInterface(id, searched, { file, path, span, report, suggest });
  }
  const found = searched.processesById.get(id);
  // Without a package, or with a process that could not be read, the id may well be right.
  if (found !== undefined || searched.packages.length === 0 || searched.brokenNames.size > 0) return found;
  const suggestion = suggest(id, searched.processesById.keys());
  const args = { id, suggestion, path: path?.value };
  report("name/unknown-process", args, { file, span }, { fixes: replacement(span, suggestion) });
  return undefined;
}

/** WIT says no ids: the interface with the process's name, or the only one, whatever it is called. */
function findInterface(
  id: string,
  { processes, unit }: FileDeclarations,
  { file, path, span, report, suggest }: Pick<Scope, "report" | "suggest"> & {
    readonly file: SourceFile;
    readonly path: StringSyntax;
    readonly span: Span;
  },
): ProcessSyntax | undefined {
  const idOf = ({ name }: ProcessSyntax): string => `${toKebab(name.text)}${id.slice(id.indexOf(":"))}`;
  const [only, ...others] = processes;
  const found = processes.find(({ syntax }) => idOf(syntax) === id) ?? (others.length === 0 ? only : undefined);
  if (found !== undefined || !unit.tree.complete) return found?.syntax;
  if (processes.length === 0) report("wit/no-handlers", {}, { file, span: path.span });
  else {
    const suggestion = suggest(id, processes.map(({ syntax }) => idOf(syntax)));
    const args = { id, suggestion, path: path.value };
    report("name/unknown-process", args, { file, span }, { fixes: replacement(span, suggestion) });
  }
  return undefined;
}

function groupByPath(endpoints: BoundProcess["endpoints"]): BoundProcess["endpointsByPath"] {
  const groups = new Map<string, BoundProcess["endpoints"][number][]>();
  for (const endpoint of endpoints) {
    const path = endpoint.syntax.path.value;
    const group = groups.get(path);
    if (group === undefined) groups.set(path, [endpoint]);
    else group.push(endpoint);
  }
  return groups;
}
