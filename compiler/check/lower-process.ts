/** The model of a process: members in their places, defaults filled in, endpoints of each handler found. */

import type {
  Endpoint, Handler, HttpTransport, Parameter, Process, SavePolicy, Ui, Use,
} from "../model/model.js";
import { toWireCase, toWireField } from "../naming/wire-names.js";
import { toKebab, toWorldName } from "../naming/wit-names.js";
import type { MemberSyntax, PackageSyntax } from "../syntax/nodes.js";
import { InternalError } from "../text/internal-error.js";
import type { Bindings, BoundHandler, BoundParameter, BoundProcess, BoundUse } from "./bindings.js";
import { readConstraints } from "./constraints.js";
import { coveringEndpoints, isCatchAll } from "./http-kind.js";
import { lowerLiteral } from "./literals.js";
import { lowerDeclared, lowerField, lowerLocation, lowerType } from "./lower-parts.js";
import { readSettings } from "./settings.js";

export function lowerProcess(process: BoundProcess, line: PackageSyntax, bindings: Bindings): Process {
  const { file, syntax } = process;
  const ui = find(syntax.members, "ui");
  return {
    ...lowerDeclared(file, syntax),
    id: { processName: toKebab(syntax.name.text), packageName: line.name.text, publisherNode: line.publisher.text },
    title: find(syntax.members, "title")?.title.value ?? syntax.name.text,
    world: find(syntax.members, "world")?.world.value ?? toWorldName(line.name.text, line.publisher.text),
    save: lowerSave(syntax.members),
    ui: ui && lowerUi(ui),
    state: process.state.map(lowerField),
    endpoints: process.endpoints.map(lowerEndpoint),
    uses: process.uses.map(lowerUse),
    init: find(syntax.members, "init") !== undefined,
    handlers: process.handlers.map((handler) => lowerHandler(handler, process, bindings)),
  };
}

/** A process with state that says nothing about saving keeps it: losing data must be asked for. */
function lowerSave(members: readonly MemberSyntax[]): SavePolicy {
  const save = find(members, "save");
  if (save?.count !== undefined) return { kind: "every-n-messages", count: Number(save.count.text) };
  if (save !== undefined) return { kind: save.policy === "never" ? "never" : "every-message" };
  return { kind: find(members, "state") === undefined ? "never" : "every-message" };
}

function lowerUi({ folder, options }: Extract<MemberSyntax, { kind: "ui" }>): Ui {
  return { folder: folder.value, ...readSettings(options) };
}

function lowerEndpoint({ file, syntax }: BoundProcess["endpoints"][number]): Endpoint {
  return { path: syntax.path.value, ...readSettings(syntax.options), location: lowerLocation(file, syntax.span) };
}

function lowerUse({ syntax, process }: BoundUse): Use {
  if (process === undefined) throw new InternalError(`the process \`${syntax.process.text}\` passed the checks`);
  return { alias: syntax.alias.text, processId: syntax.process.text, process };
}

function lowerHandler(handler: BoundHandler, process: BoundProcess, bindings: Bindings): Handler {
  const { file, syntax, parameters, returns } = handler;
  const kinds = syntax.transports.map((transport) => transport.name);
  return {
    ...lowerDeclared(file, syntax),
    wireName: toWireCase(syntax.name.text),
    local: kinds.includes("local"),
    remote: kinds.includes("remote"),
    http: lowerHttp(handler, process, bindings),
    parameters: parameters.map(lowerParameter),
    returns: returns === undefined ? { kind: "scalar", name: "unit" } : lowerType(returns),
  };
}

function lowerHttp(handler: BoundHandler, process: BoundProcess, bindings: Bindings): HttpTransport | undefined {
  const { http } = handler;
  return (
    http && {
      methods: http.methods,
      path: http.path?.segments,
      endpoints: coveringEndpoints(http, process).map((endpoint) => endpoint.syntax.path.value),
      catchAll: isCatchAll(handler, bindings),
    }
  );
}

function lowerParameter({ file, from, syntax, type }: BoundParameter): Parameter {
  return {
    ...lowerDeclared(file, syntax),
    wireName: toWireField(syntax.name.text),
    type: lowerType(type),
    default: syntax.default && lowerLiteral(syntax.default),
    constraints: readConstraints(syntax.annotations),
    from,
  };
}

function find<Kind extends MemberSyntax["kind"]>(
  members: readonly MemberSyntax[],
  kind: Kind,
): Extract<MemberSyntax, { kind: Kind }> | undefined {
  return members.find((member): member is Extract<MemberSyntax, { kind: Kind }> => member.kind === kind);
}
