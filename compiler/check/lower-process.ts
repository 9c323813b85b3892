/** The model of a process: members in their places, defaults filled in, endpoints of each handler found. */

import { engineNames, type EngineName } from "../model/engine.js";
import {
  needNames, type Client, type Endpoint, type Handler, type HttpTransport, type Need, type Parameter, type Process, type SavePolicy,
  type Socket, type SocketEndpoint, type Timer, type Ui, type Use,
} from "../model/model.js";
import type { Type } from "../model/type.js";
import { toWireCase } from "../naming/wire-names.js";
import { toKebab, toWorldName } from "../naming/wit-names.js";
import type { MemberSyntax, PackageSyntax, TimerSyntax, WordSyntax } from "../syntax/nodes.js";
import { InternalError } from "../text/internal-error.js";
import { readWire } from "./annotations.js";
import type {
  Bindings, BoundClient, BoundHandler, BoundMessage, BoundParameter, BoundProcess, BoundSocket, BoundUse,
} from "./bindings.js";
import { coveringEndpoints, coveringSocketEndpoints, headerName, isCatchAll } from "./http-kind.js";
import { lowerDeclared, lowerLocation, lowerType, lowerValue } from "./lower-parts.js";
import { readPeriodMs } from "./periods.js";
import { httpDefaults, readLog, readSettings, socketDefaults } from "./settings.js";
import type { Located } from "./unit.js";

export function lowerProcess(process: BoundProcess, line: PackageSyntax, bindings: Bindings): Process {
  const { file, syntax } = process;
  const ui = find(syntax.members, "ui");
  const init = find(syntax.members, "init");
  return {
    ...lowerDeclared(file, syntax),
    id: { processName: toKebab(syntax.name.text), packageName: line.name.text, publisherNode: line.publisher.text },
    title: find(syntax.members, "title")?.title.value ?? syntax.name.text,
    icon: find(syntax.members, "icon")?.path.value,
    widget: find(syntax.members, "widget")?.path.value,
    world: find(syntax.members, "world")?.world.value ?? toWorldName(line.name.text, line.publisher.text),
    engine: lowerEngine(syntax.members),
    save: lowerSave(syntax.members),
    timeoutMs: lowerTimeout(syntax.members),
    log: readLog(find(syntax.members, "log")?.options ?? []),
    needs: lowerNeeds(find(syntax.members, "needs")?.names ?? []),
    ui: ui && lowerUi(ui),
    state: process.state.map(lowerValue),
    stateDocumentation: find(syntax.members, "state")?.documentation?.text,
    endpoints: process.endpoints.map(lowerEndpoint),
    socketEndpoints: process.socketEndpoints.map(lowerSocketEndpoint),
    uses: process.uses.map((use) => lowerUse(use, bindings)),
    init: init && { documentation: init.documentation?.text, location: lowerLocation(file, init.span) },
    timers: process.timers.map(lowerTimer),
    sockets: process.sockets.map((socket) => lowerSocket(socket, process)),
    clients: process.clients.map(lowerClient),
    handlers: process.handlers.map((handler) => lowerHandler(handler, process, bindings)),
  };
}

function lowerEngine(members: readonly MemberSyntax[]): EngineName | undefined {
  const name = find(members, "engine")?.engine.text;
  return engineNames.find((each) => each === name);
}

/** A process with state that says nothing about saving keeps it: losing data must be asked for. */
function lowerSave(members: readonly MemberSyntax[]): SavePolicy {
  const save = find(members, "save");
  if (save === undefined) return { kind: find(members, "state") === undefined ? "never" : "every-message" };
  const { period, policy } = save;
  if (policy !== "every-period") return { kind: policy };
  if (period === undefined) throw new InternalError("a save line without period passed the parser");
  const milliseconds = readPeriodMs(period);
  if (milliseconds !== undefined) return { kind: "every-period", milliseconds };
  return { kind: "every-n-messages", count: Number(period.count.text) };
}

function lowerTimeout(members: readonly MemberSyntax[]): number | undefined {
  const timeout = find(members, "timeout");
  return timeout && readPeriodMs(timeout.period);
}

/** In the order of `needNames`, each once. */
function lowerNeeds(names: readonly WordSyntax[]): readonly Need[] {
  return needNames.filter((need) => names.some(({ text }) => text === need));
}

function lowerUi({ folder, options }: Extract<MemberSyntax, { kind: "ui" }>): Ui {
  return { folder: folder.value, ...readSettings(options, httpDefaults) };
}

function lowerEndpoint({ file, syntax }: BoundProcess["endpoints"][number]): Endpoint {
  const settings = readSettings(syntax.options, httpDefaults);
  return { path: syntax.path.value, ...settings, location: lowerLocation(file, syntax.span) };
}

function lowerSocketEndpoint({ file, syntax }: BoundProcess["endpoints"][number]): SocketEndpoint {
  const settings = readSettings(syntax.options, socketDefaults);
  return { path: syntax.path.value, ...settings, location: lowerLocation(file, syntax.span) };
}

function lowerUse({ syntax, process }: BoundUse, bindings: Bindings): Use {
  if (process === undefined) throw new InternalError(`the process \`${syntax.process.text}\` passed the checks`);
  const callable = process.handlers.filter(({ syntax: { transports } }) => transports.some(({ name }) => name !== "http"));
  return {
    alias: syntax.alias.text,
    documentation: syntax.documentation?.text,
    processId: syntax.process.text,
    handlers: callable.map((handler) => lowerHandler(handler, process, bindings)),
  };
}

function lowerTimer({ file, syntax }: Located<TimerSyntax>): Timer {
  const periodMs = readPeriodMs(syntax.period);
  if (periodMs === undefined) throw new InternalError(`the period of \`${syntax.name.text}\` passed the checks`);
  return { ...lowerDeclared(file, syntax), periodMs };
}

function lowerSocket({ file, syntax, messages }: BoundSocket, process: BoundProcess): Socket {
  const path = syntax.path.value;
  const [endpoint] = coveringSocketEndpoints(path, process);
  if (endpoint === undefined) throw new InternalError(`the path \`${path}\` passed the checks`);
  return { ...lowerDeclared(file, syntax), path, endpoint: endpoint.syntax.path.value, ...lowerMessages(messages) };
}

function lowerClient({ file, syntax, messages }: BoundClient): Client {
  return { ...lowerDeclared(file, syntax), ...lowerMessages(messages) };
}

function lowerMessages(messages: readonly BoundMessage[]): Pick<Client, "receives" | "sends"> {
  const find = (direction: string): Type | undefined => {
    const message = messages.find((one) => one.syntax.direction.text === direction);
    return message && lowerType(message.type);
  };
  return { receives: find("receives"), sends: find("sends") };
}

function lowerHandler(handler: BoundHandler, process: BoundProcess, bindings: Bindings): Handler {
  const { file, syntax, parameters, returns } = handler;
  const kinds = syntax.transports.map((transport) => transport.name);
  return {
    ...lowerDeclared(file, syntax),
    wireName: readWire(syntax.annotations) ?? toWireCase(syntax.name.text),
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

function lowerParameter(parameter: BoundParameter): Parameter {
  const { from, syntax } = parameter;
  return { ...lowerValue(parameter), from, header: from === "header" ? headerName(syntax) : undefined };
}

function find<Kind extends MemberSyntax["kind"]>(
  members: readonly MemberSyntax[],
  kind: Kind,
): Extract<MemberSyntax, { kind: Kind }> | undefined {
  return members.find((member): member is Extract<MemberSyntax, { kind: Kind }> => member.kind === kind);
}
