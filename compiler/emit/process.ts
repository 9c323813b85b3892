/** `generated/<process>.ts`: what authors import. The handlers to write, the state they get, the calls they make. */

import type { Client, Handler, Init, Model, Process, Socket, Timer, Use } from "../model/model.js";
import type { Type } from "../model/type.js";
import type { OutputFile } from "./emitter.js";
import { code, spaced, type Fragment } from "./print/code.js";
import { docComment } from "./print/doc-comment.js";
import {
  faceFile,
  moduleOf,
  processConstant,
  stateName,
  tableConstant,
  tableFile,
  typesFile,
} from "./print/generated-names.js";
import { printMembers } from "./print/members.js";
import { memberName } from "./print/object-literal.js";
import { describeParameters, freeName, printParameters } from "./print/parameters.js";
import { textLiteral } from "./print/text-literal.js";
import { describePeriod, describeTransports } from "./print/transports.js";
import { TypeScriptFile } from "./print/ts-file.js";
import { besideUserTypes } from "./print/type-names.js";
import { printType, type TypeScope } from "./print/types.js";

export function emitProcesses(model: Model): readonly OutputFile[] {
  return model.processes.map((process) => {
    const file = new TypeScriptFile(model);
    return file.print(faceFile(process), printFace({ model, process, file, typesModule: moduleOf(typesFile) }));
  });
}

/** The names of what handlers get, where the process has it. */
interface ContextNames {
  readonly state: string;
  readonly calls: string | undefined;
  readonly sockets: string | undefined;
  readonly clients: string | undefined;
  /** `"vfs" | "kv"`. */
  readonly needs: string | undefined;
}

/** Stands for calls or sockets that a process does not have, where something else follows. */
const nothing = "Record<never, never>";

interface FaceScope extends TypeScope {
  readonly model: Model;
  readonly process: Process;
}

function printFace(scope: FaceScope): Fragment {
  const { model, process, file } = scope;
  const state = stateName(process, model);
  const calls = process.uses.length === 0 ? undefined : besideUserTypes(`${process.name}Calls`, model);
  const sockets = process.sockets.length === 0 ? undefined : besideUserTypes(`${process.name}Sockets`, model);
  const clients = process.clients.length === 0 ? undefined : besideUserTypes(`${process.name}Clients`, model);
  const handlers = besideUserTypes(`${process.name}Handlers`, model);
  const needs = process.needs.length === 0 ? undefined : process.needs.map(textLiteral).join(" | ");
  const context = { state, calls, sockets, clients, needs };
  const table = file.value(moduleOf(tableFile(process)), tableConstant(process));
  return spaced([
    printExports(model),
    printState(state, scope),
    ...(calls === undefined ? [] : [printCalls(calls, scope)]),
    ...(sockets === undefined ? [] : [printSockets(sockets, scope)]),
    ...(clients === undefined ? [] : [printClients(clients, scope)]),
    printHandlers(handlers, context, scope),
    `export const ${processConstant(process)} = ${file.guest("defineProcess")}<${state}, ${handlers}>(${[table, ...listFeatures(scope)].join(", ")});`,
  ]);
}

/** What the runtime has only for processes that ask for it. */
function listFeatures({ process, file }: FaceScope): readonly string[] {
  const { needs, uses, sockets, clients, ui } = process;
  const features = [
    ...needs.map((need) => needFeatures[need]),
    ...(uses.length > 0 ? (["withCalls"] as const) : []),
    ...(sockets.length > 0 ? (["withSockets"] as const) : []),
    ...(clients.length > 0 ? (["withClients"] as const) : []),
    ...(ui === undefined ? [] : (["withUi"] as const)),
  ];
  return features.map((name) => file.guest(name));
}

const needFeatures = { vfs: "withVfs", kv: "withKv", sqlite: "withSqlite", fetch: "withFetch" } as const;

/** Everything that handlers are written with comes from one import. */
function printExports(model: Model): Fragment {
  return [
    'export { err, ok } from "hproc/contract";',
    // Not by their names: every process would list every type of the schema.
    model.types.length === 0 ? undefined : `export type * from ${textLiteral(moduleOf(typesFile))};`,
  ];
}

function printState(name: string, scope: FaceScope): Fragment {
  const { model, process } = scope;
  const purpose = `What \`${process.name}\` keeps between messages. Change it in place.`;
  const documentation = joinDocumentation(process.stateDocumentation, purpose);
  return [
    docComment({ documentation }),
    code`
      export interface ${name} {
        ${printMembers(model, process.state, scope)}
      }
    `,
  ];
}

function printCalls(name: string, scope: FaceScope): Fragment {
  const { process } = scope;
  return [
    docComment({ documentation: `The processes that \`${process.name}\` calls.` }),
    code`
      export interface ${name} {
        ${process.uses.map((use) => printUse(use, scope))}
      }
    `,
  ];
}

function printUse(use: Use, scope: FaceScope): Fragment {
  return [
    docComment({ documentation: joinDocumentation(use.documentation, `\`${use.processId}\``) }),
    code`
      readonly ${memberName(use.alias)}: {
        ${use.handlers.map((handler) => printCall(handler, scope))}
      };
    `,
  ];
}

function printCall(handler: Handler, scope: FaceScope): Fragment {
  const options = `${freeName("options", handler.parameters)}?: ${scope.file.guestType("CallOptions")}`;
  const list = [...printParameters(handler.parameters, scope), options].join(", ");
  const returns = `${scope.file.guestType("PendingCall")}<${printType(handler.returns, scope)}>`;
  const { documentation, deprecated } = handler;
  return [
    docComment({ documentation, deprecated, parameters: describeParameters(handler.parameters) }),
    `${memberName(handler.name)}(${list}): ${returns};`,
  ];
}

function printSockets(name: string, scope: FaceScope): Fragment {
  const { process, file } = scope;
  const documentation = `The WebSockets of \`${process.name}\`: for messages to all who are connected.`;
  return [
    docComment({ documentation }),
    code`
      export interface ${name} {
        ${process.sockets.map((socket) => [
          docComment({ documentation: socket.documentation, deprecated: socket.deprecated }),
          `readonly ${memberName(socket.name)}: ${file.guestType("Socket")}<${printSends(socket, scope)}>;`,
        ])}
      }
    `,
  ];
}

function printClients(name: string, scope: FaceScope): Fragment {
  const { process, file } = scope;
  return [
    docComment({ documentation: `The WebSockets that \`${process.name}\` opens to servers.` }),
    code`
      export interface ${name} {
        ${process.clients.map((client) => [
          docComment({ documentation: client.documentation, deprecated: client.deprecated }),
          `readonly ${memberName(client.name)}: ${file.guestType("Client")}<${printSends(client, scope)}>;`,
        ])}
      }
    `,
  ];
}

function printHandlers(name: string, context: ContextNames, scope: FaceScope): Fragment {
  const { process } = scope;
  const { documentation, deprecated, location } = process;
  return [
    docComment({ documentation, deprecated, summary: `Handlers of \`${process.name}\``, location }),
    code`
      export interface ${name} {
        ${process.init && printInit(process.init, context, scope)}
        ${process.timers.map((timer) => printTimer(timer, context, scope))}
        ${process.sockets.map((socket) => printSocket(socket, context, scope))}
        ${process.clients.map((client) => printClient(client, context, scope))}
        ${process.handlers.map((handler) => printHandler(handler, context, scope))}
      }
    `,
  ];
}

function printInit({ documentation, location }: Init, context: ContextNames, { file }: FaceScope): Fragment {
  const purpose = "Runs once, before the first message is handled.";
  return [
    docComment({ documentation: joinDocumentation(documentation, purpose), location }),
    `init(context: ${file.guestType("Context")}${contextArguments(context)}): void | Promise<void>;`,
  ];
}

function printTimer(timer: Timer, context: ContextNames, { file }: FaceScope): Fragment {
  const { documentation, deprecated, location } = timer;
  return [
    docComment({ documentation, deprecated, summary: `every ${describePeriod(timer.periodMs)}`, location }),
    `${memberName(timer.name)}(context: ${file.guestType("Context")}${contextArguments(context)}): void | Promise<void>;`,
  ];
}

function printSocket(socket: Socket, names: ContextNames, scope: FaceScope): Fragment {
  const { documentation, deprecated, location } = socket;
  return [
    docComment({ documentation, deprecated, summary: `WebSocket ${socket.path}`, location }),
    printChannelHandlers(socket, "SocketContext", names, scope),
  ];
}

function printClient(client: Client, names: ContextNames, scope: FaceScope): Fragment {
  const { documentation, deprecated, location } = client;
  return [
    docComment({ documentation, deprecated, summary: "WebSocket to a server", location }),
    printChannelHandlers(client, "ClientContext", names, scope),
  ];
}

function printChannelHandlers(
  channel: Socket | Client,
  contextType: "SocketContext" | "ClientContext",
  names: ContextNames,
  scope: FaceScope,
): string {
  const { file } = scope;
  const base = `${file.guestType("Context")}${contextArguments(names)}`;
  const context = `${file.guestType(contextType)}<${base}, ${printSends(channel, scope)}>`;
  const handlers = channel.receives
    ? `${file.guestType("SocketHandlers")}<${context}, ${printType(channel.receives, scope)}>`
    : `${file.guestType("RawSocketHandlers")}<${context}>`;
  return `readonly ${memberName(channel.name)}: ${handlers};`;
}

function printSends({ sends }: Socket | Client, scope: FaceScope): string {
  return sends ? printType(sends, scope) : scope.file.guestType("RawMessage");
}

function printHandler(handler: Handler, names: ContextNames, scope: FaceScope): Fragment {
  const context = scope.file.guestType(contextType(handler));
  const first = `${freeName("context", handler.parameters)}: ${context}${contextArguments(names)}`;
  const list = [first, ...printParameters(handler.parameters, scope)].join(", ");
  const { documentation, deprecated, location } = handler;
  const parameters = describeParameters(handler.parameters);
  return [
    docComment({ documentation, deprecated, parameters, summary: describeTransports(handler), location }),
    `${memberName(handler.name)}(${list}): ${printReturn(handler.returns, scope)};`,
  ];
}

/** `<TodoState, TodoCalls>`; what comes last and is not there is left out. */
function contextArguments({ state, calls, sockets, clients, needs }: ContextNames): string {
  const names = [state, calls, sockets, clients, needs];
  const count = names.findLastIndex((name) => name !== undefined) + 1;
  return `<${names.slice(0, count).map((name) => name ?? nothing).join(", ")}>`;
}

function contextType({ http, local, remote }: Handler): "Context" | "HttpContext" | "MixedContext" {
  if (!http) return "Context";
  return local || remote ? "MixedContext" : "HttpContext";
}

function printReturn(type: Type, scope: FaceScope): string {
  const returned = printType(type, scope);
  return `${returned} | Promise<${returned}>`;
}

/** The author's words first. */
function joinDocumentation(documentation: string | undefined, purpose: string): string {
  return documentation === undefined ? purpose : `${documentation}\n\n${purpose}`;
}
