/** `generated/<process>.table.ts`: what the guest runtime has to know of a process, as data. */

import type { Endpoint, Handler, HttpTransport, Model, Parameter, Process, Use } from "../model/model.js";
import type { Type } from "../model/type.js";
import { InternalError } from "../text/internal-error.js";
import type { OutputFile } from "./emitter.js";
import { code, type Fragment } from "./print/code.js";
import { codecExpression, type CodecScope } from "./print/codec-expression.js";
import { dataLiteral } from "./print/data-literal.js";
import { findDeclaration, hasTextForm, resolveAlias } from "./print/declarations.js";
import { codecsFile, faceFile, moduleOf, stateName, tableConstant, tableFile } from "./print/generated-names.js";
import { printFallback, printInitial } from "./print/literals.js";
import { objectLiteral, propertyKey } from "./print/object-literal.js";
import { planFieldCodecs, printDecodeFields, printEncodeFields } from "./print/record-codec.js";
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
        state: {
          schemaHash: ${textLiteral(stateHash(model, process))},
          initial: () => (${initial}),
          decode(value, problems) {
            ${printDecodeFields(stateCodecs, state, (field) => printInitial(model, field), scope)}
          },
          encode(value) {
            ${printEncodeFields(stateCodecs, state, scope)}
          },
        },
        endpoints: ${dataLiteral(process.endpoints.map(toEndpoint))},
        ui: ${dataLiteral(process.ui && { ...process.ui })},
        init: ${String(process.init)},
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
      returns: ${printReturn(handler, scope)},
    },
  `;
}

/** Picked one by one: the model says more about them than the table. */
function toEndpoint({ path, authenticated, localOnly }: Endpoint) {
  return { path, authenticated, localOnly };
}

function toHttpTable({ methods, path, endpoints, catchAll }: HttpTransport) {
  return { methods, path: path?.map((segment) => ({ ...segment })), endpoints, catchAll };
}

function printParameter(parameter: Parameter, scope: CodecScope): string {
  const { from, name, type, constraints } = parameter;
  const codec = codecExpression(type, constraints, scope);
  const properties: readonly (readonly [string, string])[] = [
    ["name", textLiteral(name)],
    ["codec", codec],
    ["fallback", printFallback(scope.model, parameter) ?? "undefined"],
    ["from", textLiteral(from)],
  ];
  if (from === "body") return objectLiteral(properties);
  // A path template names the parameter as the schema does, a query as other JSON does.
  const key = from === "path" ? name : parameter.wireName;
  return objectLiteral([...properties, ["key", textLiteral(key)], ["text", printText(parameter, scope)]]);
}

/** An absent option is no text at all, so the text is that of what is inside. */
function printText({ name, type, constraints }: Parameter, scope: CodecScope): string {
  const resolved = resolveAlias(scope.model, type);
  const inner = resolved.kind === "option" ? resolved.element : type;
  if (!hasTextForm(scope.model, inner)) throw new InternalError(`the parameter \`${name}\` has no form as text`);
  return codecExpression(inner, constraints, scope);
}

function printReturn({ returns }: Handler, scope: CodecScope): string {
  const resolved = resolveAlias(scope.model, returns);
  const codec = codecExpression(returns, [], scope);
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
  const used = scope.model.processes.find(({ name }) => name === use.process);
  if (!used) throw new InternalError(`no process is named \`${use.process}\``);
  const callable = used.handlers.filter((handler) => handler.local || handler.remote);
  return code`
    ${propertyKey(use.alias)}: {
      id: ${textLiteral(use.processId)},
      handlers: {
        ${callable.map((handler) => `${propertyKey(handler.name)}: ${printCall(handler, scope)},`)}
      },
    },
  `;
}

function printCall({ wireName, parameters, returns }: Handler, scope: CodecScope): string {
  const list = parameters.map(({ name, type, constraints }) =>
    objectLiteral([
      ["name", textLiteral(name)],
      ["codec", codecExpression(type, constraints, scope)],
    ]),
  );
  return objectLiteral([
    ["wireName", textLiteral(wireName)],
    ["parameters", `[${list.join(", ")}]`],
    ["returns", codecExpression(returns, [], scope)],
  ]);
}
