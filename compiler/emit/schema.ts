/**
 * `.hproc` text of a model as `hproc import` makes one: a package, types, and processes that only have handlers with
 * their endpoints. Its layout is the formatter's business.
 */

import type { Handler, Model, Process, TypeDeclaration } from "../model/model.js";
import { toWireCase } from "../naming/wire-names.js";
import { toWorldName } from "../naming/wit-names.js";
import { unreachable } from "../text/internal-error.js";
import { code, spaced, type Fragment } from "./print/code.js";
import {
  schemaAnnotations,
  schemaCase,
  schemaEndpoint,
  schemaField,
  schemaHttp,
  schemaPackage,
  schemaParameter,
  schemaString,
  schemaType,
} from "./print/schema-text.js";
import { commentLines } from "./print/text-literal.js";

export function printSchema(model: Model): string {
  const parts = [
    [documentation(model.package.documentation), schemaPackage(model.package)],
    ...model.types.map(printDeclaration),
    ...model.processes.map((process) => printProcess(process, model)),
  ];
  return `${code`${spaced(parts)}`}\n`;
}

function printDeclaration(declaration: TypeDeclaration): Fragment {
  const { name } = declaration;
  const annotations = schemaAnnotations(declaration);
  const above = documentation(declaration.documentation);
  switch (declaration.kind) {
    case "record": {
      const fields = declaration.fields.map((field) => [documentation(field.documentation), schemaField(field)]);
      return [above, `record ${name}${annotations} {`, ...fields, "}"];
    }
    case "enum":
    case "variant": {
      const cases = declaration.cases.map((one) => [documentation(one.documentation), schemaCase(one)]);
      return [above, `${declaration.kind} ${name}${annotations} {`, ...cases, "}"];
    }
    case "alias":
      return [above, `type ${name} = ${schemaType(declaration.type)}${annotations}`];
    default:
      return unreachable(declaration);
  }
}

function printProcess(process: Process, { package: line }: Model): Fragment {
  const used = new Set(process.handlers.flatMap(({ http }) => http?.endpoints ?? []));
  const endpoints = process.endpoints.filter(({ path }) => used.has(path)).map(schemaEndpoint);
  const isDerived = process.world === toWorldName(line.name, line.publisher);
  return [
    documentation(process.documentation),
    `process ${process.name} {`,
    isDerived ? [] : [`world ${schemaString(process.world)}`, ""],
    endpoints.length === 0 ? [] : [...endpoints, ""],
    ...process.handlers.map(printHandler),
    "}",
  ];
}

function printHandler(handler: Handler): Fragment {
  const { name, parameters, http, local, remote, returns, wireName, deprecated } = handler;
  const kinds = [http && schemaHttp(http), local && "local", remote && "remote"].filter((kind) => kind);
  const list = parameters.map((parameter) => [
    documentation(parameter.documentation),
    `${schemaParameter(parameter, handler)},`,
  ]);
  const isUnit = returns.kind === "scalar" && returns.name === "unit";
  const end = `${isUnit ? "" : ` -> ${schemaType(returns)}`}${schemaAnnotations({ wireName, deprecated }, toWireCase(name))}`;
  return [
    documentation(handler.documentation),
    `${kinds.join(", ")} ${name}(${parameters.length === 0 ? `)${end}` : ""}`,
    ...(parameters.length === 0 ? [] : [...list, `)${end}`]),
  ];
}

/** A `/` behind the slashes would make an ordinary comment of it. */
function documentation(text: string | undefined): Fragment {
  return text === undefined ? [] : commentLines(text).map((line) => `/// ${line}`.trimEnd());
}
