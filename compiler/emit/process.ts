/** `generated/<process>.ts`: what authors import. The handlers to write, the state they get, the calls they make. */

import type { Handler, Model, Parameter, Process, Use } from "../model/model.js";
import type { Type } from "../model/type.js";
import { toBinding, toTypeIdentifier } from "../naming/typescript-names.js";
import { InternalError } from "../text/internal-error.js";
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
import { textLiteral } from "./print/text-literal.js";
import { describeTransports } from "./print/transports.js";
import { TypeScriptFile } from "./print/ts-file.js";
import { besideUserTypes } from "./print/type-names.js";
import { printType, type TypeScope } from "./print/types.js";

export function emitProcesses(model: Model): readonly OutputFile[] {
  return model.processes.map((process) => {
    const file = new TypeScriptFile(model);
    return file.print(faceFile(process), printFace({ model, process, file, typesModule: moduleOf(typesFile) }));
  });
}

interface FaceScope extends TypeScope {
  readonly model: Model;
  readonly process: Process;
}

function printFace(scope: FaceScope): Fragment {
  const { model, process, file } = scope;
  const state = stateName(process, model);
  const calls = process.uses.length === 0 ? undefined : besideUserTypes(`${process.name}Calls`, model);
  const handlers = besideUserTypes(`${process.name}Handlers`, model);
  const contextArguments = `<${[state, calls].filter((name) => name !== undefined).join(", ")}>`;
  const table = file.value(moduleOf(tableFile(process)), tableConstant(process));
  return spaced([
    printExports(model),
    printState(state, scope),
    ...(calls === undefined ? [] : [printCalls(calls, scope)]),
    printHandlers(handlers, contextArguments, scope),
    `export const ${processConstant(process)} = ${file.guest("defineProcess")}<${state}, ${handlers}>(${table});`,
  ]);
}

/** Everything that handlers are written with comes from one import. */
function printExports(model: Model): Fragment {
  const types = model.types.map(({ name }) => toTypeIdentifier(name));
  return [
    'export { err, ok } from "hproc/contract";',
    types.length === 0 ? undefined : `export type { ${types.join(", ")} } from ${textLiteral(moduleOf(typesFile))};`,
  ];
}

function printState(name: string, scope: FaceScope): Fragment {
  const { model, process } = scope;
  const documentation = `What \`${process.name}\` keeps between messages. Change it in place.`;
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
  const used = scope.model.processes.find(({ name }) => name === use.process);
  if (!used) throw new InternalError(`no process is named \`${use.process}\``);
  const callable = used.handlers.filter((handler) => handler.local || handler.remote);
  return [
    docComment({ documentation: `\`${use.processId}\`` }),
    code`
      readonly ${memberName(use.alias)}: {
        ${callable.map((handler) => printCall(handler, scope))}
      };
    `,
  ];
}

function printCall(handler: Handler, scope: FaceScope): Fragment {
  const options = `${freeName("options", handler.parameters)}?: ${scope.file.guestType("CallOptions")}`;
  const list = [...printParameters(handler.parameters, scope), options].join(", ");
  const returns = `${scope.file.guestType("PendingCall")}<${printType(handler.returns, scope)}>`;
  return [docComment({ documentation: handler.documentation }), `${memberName(handler.name)}(${list}): ${returns};`];
}

function printHandlers(name: string, contextArguments: string, scope: FaceScope): Fragment {
  const { process } = scope;
  const { documentation, location } = process;
  return [
    docComment({ documentation, summary: `Handlers of \`${process.name}\``, location }),
    code`
      export interface ${name} {
        ${process.init ? printInit(contextArguments, scope) : undefined}
        ${process.handlers.map((handler) => printHandler(handler, contextArguments, scope))}
      }
    `,
  ];
}

function printInit(contextArguments: string, { file }: FaceScope): Fragment {
  return [
    docComment({ documentation: "Runs once, before the first message is handled." }),
    `init(context: ${file.guestType("Context")}${contextArguments}): void | Promise<void>;`,
  ];
}

function printHandler(handler: Handler, contextArguments: string, scope: FaceScope): Fragment {
  const context = scope.file.guestType(contextType(handler));
  const first = `${freeName("context", handler.parameters)}: ${context}${contextArguments}`;
  const list = [first, ...printParameters(handler.parameters, scope)].join(", ");
  const { documentation, location } = handler;
  return [
    docComment({ documentation, summary: describeTransports(handler), location }),
    `${memberName(handler.name)}(${list}): ${printReturn(handler.returns, scope)};`,
  ];
}

function contextType({ http, local, remote }: Handler): "Context" | "HttpContext" | "MixedContext" {
  if (!http) return "Context";
  return local || remote ? "MixedContext" : "HttpContext";
}

function printParameters(parameters: readonly Parameter[], scope: FaceScope): readonly string[] {
  return parameters.map(({ name, type }) => `${toBinding(name)}: ${printType(type, scope)}`);
}

function printReturn(type: Type, scope: FaceScope): string {
  const returned = printType(type, scope);
  return `${returned} | Promise<${returned}>`;
}

/** Our own parameter gives way to one of the author's; no name of a schema ends in `_`. */
function freeName(name: string, parameters: readonly Parameter[]): string {
  return parameters.some((parameter) => parameter.name === name) ? `${name}_` : name;
}
