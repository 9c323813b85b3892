/** `generated/<process>.client.ts`: what pages and programs import that call the process from outside. */

import type { Model, Parameter, Process, Socket } from "../model/model.js";
import { toBinding, toCamel } from "../naming/typescript-names.js";
import type { OutputFile } from "./emitter.js";
import { httpCalls, type HttpCall } from "./http-call.js";
import { printParameter } from "./parameter-table.js";
import { code, spaced, type Fragment } from "./print/code.js";
import { plainCodec, type CodecScope } from "./print/codec-expression.js";
import { resolveAlias } from "./print/declarations.js";
import { docComment } from "./print/doc-comment.js";
import { clientFile, codecsFile, moduleOf, typesFile } from "./print/generated-names.js";
import { printFallback } from "./print/literals.js";
import { memberName, objectLiteral } from "./print/object-literal.js";
import { describeParameters, freeName } from "./print/parameters.js";
import { textLiteral } from "./print/text-literal.js";
import { TypeScriptFile } from "./print/ts-file.js";
import { besideUserTypes } from "./print/type-names.js";
import { printType, type TypeScope } from "./print/types.js";

interface ClientScope extends CodecScope, TypeScope {
  readonly process: Process;
}

/** For each process that has something to call. The shapes are those of `runtime/client/client-table.ts`. */
export function emitClients(model: Model): readonly OutputFile[] {
  return model.processes.flatMap((process) => {
    const calls = httpCalls(process, model);
    if (calls.length === 0 && process.sockets.length === 0) return [];
    const file = new TypeScriptFile(model);
    const scope = { model, process, file, codecsModule: moduleOf(codecsFile), typesModule: moduleOf(typesFile) };
    return [file.print(clientFile(process), printClient(calls, scope))];
  });
}

function printClient(calls: readonly HttpCall[], scope: ClientScope): Fragment {
  const { model, process, file } = scope;
  const name = besideUserTypes(`${process.name}Client`, model);
  const table = `${toCamel(process.name)}ClientTable`;
  const options = file.clientType("ClientOptions");
  return spaced([
    ...(model.types.length === 0 ? [] : [`export type * from ${textLiteral(moduleOf(typesFile))};`]),
    printInterface(name, calls, scope),
    printTable(table, calls, scope),
    [
      docComment({
        documentation:
          `A client of \`${process.name}\`. \`url\` is that of the process or of its node, and may be left out in a page that\n` +
          "the process serves.",
      }),
      code`
        export function create${process.name}Client(url?: string, options?: ${options}): ${name} {
          return ${file.client("createClient")}<${name}>(${table}, url, options);
        }
      `,
    ],
  ]);
}

function printInterface(name: string, calls: readonly HttpCall[], scope: ClientScope): Fragment {
  const { process } = scope;
  const { documentation, deprecated, location } = process;
  return [
    docComment({ documentation, deprecated, summary: `Calls \`${process.name}\``, location }),
    code`
      export interface ${name} {
        ${process.sockets.map((socket) => printSocket(socket, scope))}
        ${calls.map((call) => printCall(call, scope))}
      }
    `,
  ];
}

function printSocket(socket: Socket, scope: ClientScope): Fragment {
  const { file } = scope;
  const { documentation, deprecated, location, receives, sends } = socket;
  const sent = receives ? printType(receives, scope) : file.clientType("RawFrame");
  const received = sends ? printType(sends, scope) : file.clientType("RawFrame");
  const options = `${file.clientType("SocketOptions")}<${received}>`;
  return [
    docComment({ documentation, deprecated, summary: `WebSocket ${socket.path}`, location }),
    `${memberName(socket.name)}(options?: ${options}): ${file.clientType("ClientSocket")}<${sent}, ${received}>;`,
  ];
}

/** What the caller gets as it comes: of HEAD there is nothing to read a result from. */
function isRaw({ answersItself, method }: HttpCall): boolean {
  return answersItself || method === "HEAD";
}

function printCall(call: HttpCall, scope: ClientScope): Fragment {
  const { file } = scope;
  const { handler, method, path, body } = call;
  const { documentation, deprecated, location, parameters } = handler;
  const optionsType = file.clientType(isRaw(call) && body === "none" ? "RawCallOptions" : "HttpCallOptions");
  const list = [
    ...(path === undefined ? ["path: string"] : []),
    ...printArguments(parameters, scope),
    `${freeName("options", parameters)}?: ${optionsType}`,
  ].join(", ");
  const returns = isRaw(call) ? file.clientType("RawResponse") : printType(handler.returns, scope);
  const summary = `${method} ${path ?? "of a path that no other handler has"}`;
  return [
    docComment({ documentation, deprecated, parameters: describeParameters(parameters), summary, location }),
    `${memberName(handler.name)}(${list}): ${file.clientType("HttpCall")}<${returns}>;`,
  ];
}

/** What has a default may be left out: with a question mark where nothing after it is needed. */
function printArguments(parameters: readonly Parameter[], scope: ClientScope): readonly string[] {
  const isOptional = (parameter: Parameter): boolean => printFallback(scope.model, parameter) !== undefined;
  return parameters.map((parameter, index) => {
    const name = toBinding(parameter.name);
    const type = printType(parameter.type, scope);
    if (!isOptional(parameter)) return `${name}: ${type}`;
    if (parameters.slice(index).every(isOptional)) return `${name}?: ${type}`;
    return `${name}: ${type.endsWith("| undefined") ? type : `${type} | undefined`}`;
  });
}

function printTable(name: string, calls: readonly HttpCall[], scope: ClientScope): Fragment {
  const { process, file } = scope;
  const { processName, packageName, publisherNode } = process.id;
  return code`
    const ${name}: ${file.clientType("ProcessClientTable")} = {
      id: ${textLiteral(`${processName}:${packageName}:${publisherNode}`)},
      handlers: [
        ${calls.map((call) => printHandler(call, scope))}
      ],
      sockets: [
        ${process.sockets.map((socket) => `${printSocketTable(socket, scope)},`)}
      ],
    };
  `;
}

function printHandler(call: HttpCall, scope: ClientScope): Fragment {
  const { handler, endpoint, method, path, body } = call;
  const isResult = resolveAlias(scope.model, handler.returns).kind === "result";
  return code`
    {
      name: ${textLiteral(handler.name)},
      wireName: ${textLiteral(handler.wireName)},
      method: ${textLiteral(method)},
      path: ${path === undefined ? "undefined" : textLiteral(path)},
      authenticated: ${String(endpoint.authenticated)},
      parameters: [
        ${handler.parameters.map((parameter) => `${printParameter(parameter, scope)},`)}
      ],
      body: ${textLiteral(body)},
      returns: ${isRaw(call) ? "undefined" : plainCodec(handler.returns, scope)},
      isResult: ${String(isResult && !isRaw(call))},
    },
  `;
}

function printSocketTable({ name, path, receives, sends }: Socket, scope: ClientScope): string {
  return objectLiteral([
    ["name", textLiteral(name)],
    ["path", textLiteral(path)],
    ["receives", receives ? plainCodec(receives, scope) : "undefined"],
    ["sends", sends ? plainCodec(sends, scope) : "undefined"],
  ]);
}
