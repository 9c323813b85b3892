/** `generated/<process>.table.ts`: what the guest runtime has to know of a process, as data. */

import type {
  Client, Endpoint, Handler, HttpTransport, Model, Process, Socket, SocketEndpoint, Ui, Use,
} from "../model/model.js";
import type { Type } from "../model/type.js";
import { printBody } from "./body-table.js";
import type { OutputFile } from "./emitter.js";
import { printParameter } from "./parameter-table.js";
import { code, type Fragment } from "./print/code.js";
import { codecExpression, plainCodec, type CodecScope } from "./print/codec-expression.js";
import { dataLiteral } from "./print/data-literal.js";
import { findDeclaration, resolveAlias } from "./print/declarations.js";
import { codecsFile, faceFile, moduleOf, stateName, tableConstant, tableFile } from "./print/generated-names.js";
import { printInitial } from "./print/literals.js";
import { objectLiteral, propertyKey } from "./print/object-literal.js";
import { planFieldCodecs, printRecordForm } from "./print/record-codec.js";
import { stateHash } from "./print/state-hash.js";
import { textLiteral } from "./print/text-literal.js";
import { TypeScriptFile } from "./print/ts-file.js";

/** The shapes are those of `runtime/contract/process-table.ts`. */
export function emitTables(model: Model): readonly OutputFile[] {
  return model.processes.map((process) => {
    const file = new TypeScriptFile(model);
    const scope = { model, file, codecsModule: moduleOf(codecsFile) };
    return file.print(tableFile(process), printTable(process, scope));
  });
}

function printTable(process: Process, scope: CodecScope): Fragment {
  const { file, model } = scope;
  const state = file.type(moduleOf(faceFile(process)), stateName(process, model));
  const { processName, packageName, publisherNode } = process.id;
  const stateCodecs = planFieldCodecs(process.state, "stateFields", scope);
  const initial = objectLiteral(process.state.map((field) => [field.name, printInitial(model, field)]));
  return [
    stateCodecs.declaration,
    stateCodecs.declaration && "",
    code`
      export const ${tableConstant(process)}: ${file.contractType("ProcessTable")}<${state}> = {
        name: ${textLiteral(process.name)},
        id: ${textLiteral(`${processName}:${packageName}:${publisherNode}`)},
        title: ${textLiteral(process.title)},
        save: ${dataLiteral({ ...process.save })},
        timeoutMs: ${String(process.timeoutMs)},
        log: ${dataLiteral({ ...process.log })},
        needs: ${dataLiteral([...process.needs])},
        state: {
          schemaHash: ${textLiteral(stateHash(model, process))},
          initial: () => (${initial}),
          ...${file.contract("recordOf")}<${state}>(${printRecordForm(stateCodecs, state, (field) => printInitial(model, field), scope)}),
        },
        endpoints: ${dataLiteral(process.endpoints.map(toEndpoint))},
        socketEndpoints: ${dataLiteral(process.socketEndpoints.map(toSocketEndpoint))},
        ui: ${dataLiteral(process.ui && toUi(process.ui))},
        init: ${String(process.init !== undefined)},
        timers: ${dataLiteral(process.timers.map(({ name, periodMs }) => ({ name, periodMs })))},
        sockets: [
          ${process.sockets.map((socket) => `${printSocket(socket, scope)},`)}
        ],
        clients: [
          ${process.clients.map((client) => `${printClient(client, scope)},`)}
        ],
        handlers: [
          ${process.handlers.map((handler) => printHandler(handler, scope))}
        ],
        uses: {
          ${process.uses.map((use) => printUse(use, scope))}
        },
      };
    `,
  ];
}

function printHandler(handler: Handler, scope: CodecScope): Fragment {
  const body = printBody(handler, scope);
  return code`
    {
      name: ${textLiteral(handler.name)},
      wireName: ${textLiteral(handler.wireName)},
      local: ${String(handler.local)},
      remote: ${String(handler.remote)},
      http: ${dataLiteral(handler.http && toHttpTable(handler.http))},
      parameters: [
        ${handler.parameters.map((parameter) => `${printParameter(parameter, scope)},`)}
      ],
      ${body && `body: ${body},`}
      returns: ${printReturn(handler, scope)},
    },
  `;
}

/** Picked one by one: the model says more about them than the table. */
function toEndpoint({ path, authenticated, localOnly, secureSubdomain }: Endpoint) {
  return { path, authenticated, localOnly, secureSubdomain };
}

function toSocketEndpoint({ path, authenticated, secureSubdomain, extension }: SocketEndpoint) {
  return { path, authenticated, secureSubdomain, extension };
}

function toUi({ folder, authenticated, localOnly, secureSubdomain }: Ui) {
  return { folder, authenticated, localOnly, secureSubdomain };
}

function printSocket(socket: Socket, scope: CodecScope): string {
  const { name, path, endpoint } = socket;
  return objectLiteral([
    ["name", textLiteral(name)],
    ["path", textLiteral(path)],
    ["endpoint", textLiteral(endpoint)],
    ...printMessages(socket, scope),
  ]);
}

function printClient(client: Client, scope: CodecScope): string {
  return objectLiteral([["name", textLiteral(client.name)], ...printMessages(client, scope)]);
}

function printMessages({ receives, sends }: Client, scope: CodecScope): readonly (readonly [string, string])[] {
  return [
    ["receives", receives ? plainCodec(receives, scope) : "undefined"],
    ["sends", sends ? plainCodec(sends, scope) : "undefined"],
  ];
}

function toHttpTable({ methods, path, endpoints, catchAll }: HttpTransport) {
  return { methods, path: path?.map((segment) => ({ ...segment })), endpoints, catchAll };
}

function printReturn({ returns }: Handler, scope: CodecScope): string {
  const resolved = resolveAlias(scope.model, returns);
  const codec = plainCodec(returns, scope);
  if (resolved.kind === "host" && resolved.name === "HttpResponse") {
    return objectLiteral([
      ["kind", '"http-response"'],
      ["codec", codec],
    ]);
  }
  const statuses = resolved.kind === "result" ? errorStatuses(resolveAlias(scope.model, resolved.err), scope) : [];
  return objectLiteral([
    ["kind", '"json"'],
    ["codec", codec],
    ["status", statuses.length === 0 ? "undefined" : `${scope.file.contract("errorStatus")}(${dataLiteral(statuses)})`],
  ]);
}

function errorStatuses(error: Type, { model }: CodecScope): readonly (readonly [caseName: string, status: number])[] {
  const declaration = error.kind === "named" ? findDeclaration(model, error.name) : undefined;
  if (declaration?.kind !== "variant") return [];
  return declaration.cases.flatMap(({ name, status }) => (status === undefined ? [] : [[name, status] as const]));
}

function printUse(use: Use, scope: CodecScope): Fragment {
  return code`
    ${propertyKey(use.alias)}: {
      id: ${textLiteral(use.processId)},
      handlers: {
        ${use.handlers.map((handler) => `${propertyKey(handler.name)}: ${printCall(handler, scope)},`)}
      },
    },
  `;
}

function printCall({ wireName, parameters, returns }: Handler, scope: CodecScope): string {
  const list = parameters.map((parameter) =>
    objectLiteral([
      ["name", textLiteral(parameter.name)],
      ["codec", codecExpression(parameter, scope)],
    ]),
  );
  return objectLiteral([
    ["wireName", textLiteral(wireName)],
    ["parameters", `[${list.join(", ")}]`],
    ["returns", plainCodec(returns, scope)],
  ]);
}
