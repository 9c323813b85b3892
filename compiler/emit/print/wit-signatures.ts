/** Handlers in WIT: one record for each way to call them, which is never a value. kit makes caller stubs from it. */

import type { Handler, Process } from "../../model/model.js";
import { formatRoute } from "../../model/route.js";
import type { Type } from "../../model/type.js";
import { toWireCase } from "../../naming/wire-names.js";
import { toKebab } from "../../naming/wit-names.js";
import type { Fragment } from "./code.js";
import { schemaAnnotations, schemaHttp, schemaParameter, schemaType } from "./schema-text.js";
import { witBlock, witComment, witDeprecated, witDocumentation, witMark } from "./wit-text.js";
import { isSaidByWit, printWitType } from "./wit-types.js";

type Transport = "http" | "local" | "remote";

/** Every type that a signature of the process mentions. */
export function signatureTypes(process: Process): readonly Type[] {
  return process.handlers
    .filter((handler) => transportsOf(handler).length > 0)
    .flatMap((handler) => [...handler.parameters.map((parameter) => parameter.type), handler.returns]);
}

/** Paths of the endpoints that lead to a record of kind `http`. */
export function signatureEndpoints(process: Process): ReadonlySet<string> {
  const handlers = process.handlers.filter((handler) => transportsOf(handler).includes("http"));
  return new Set(handlers.flatMap(({ http }) => http?.endpoints ?? []));
}

/** In the order of their names, as kit sorts them. */
export function printSignatures(process: Process): readonly Fragment[] {
  return process.handlers
    .flatMap((handler) => transportsOf(handler).map((transport) => ({ handler, transport })))
    .map(({ handler, transport }) => ({ key: `${toKebab(handler.name)} (${transport})`, handler, transport }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ handler, transport }) => printSignature(handler, transport));
}

/**
 * A handler that writes its HTTP answer itself has no `http` record: a stub would read its body as JSON of the type.
 */
function transportsOf({ http, local, remote, returns }: Handler): readonly Transport[] {
  const answersItself = returns.kind === "host" && returns.name === "HttpResponse";
  const transports: Transport[] = [];
  if (http && !answersItself) transports.push("http");
  if (local) transports.push("local");
  if (remote) transports.push("remote");
  return transports;
}

/** kit's generators take the parameters' names from `// args:`, method and path from `// HTTP:`. */
function printSignature(handler: Handler, transport: Transport): Fragment {
  const name = toKebab(handler.name);
  const { parameters } = handler;
  const types = parameters.map((parameter) => printWitType(parameter.type));
  // Without `%`, which kit's generators would take into Rust and TypeScript.
  const list = parameters.map((parameter, index) => `${toKebab(parameter.name)}: ${types[index]}`).join(", ");
  const comments = [
    `Function signature for: ${name} (${transport})`,
    ...(transport === "http" ? [`HTTP: ${describeHttp(handler)}`] : []),
    `args: ${parameters.length === 0 ? "none" : `(${list})`}`,
    ...(transport === "http" ? [] : [`json fmt: ${describeJson(handler)}`]),
  ];
  return [
    [handler.documentation, ...describeParameters(handler), witDeprecated(handler)].map(witDocumentation),
    [...markHttp(handler, transport), ...markHandler(handler)].flatMap(witMark),
    comments.flatMap((comment) => witComment("//", comment)),
    witBlock(`record ${name}-signature-${transport}`, [
      `target: ${transport === "http" ? "string" : "address"}`,
      ...(parameters.length === 0 ? [] : [`arg-types: tuple<${types.join(", ")}>`]),
      `returning: ${printWitType(handler.returns)}`,
    ]),
  ];
}

/** What `// HTTP:` leaves out: it has one method and one path. */
function markHttp({ http }: Handler, transport: Transport): readonly string[] {
  if (transport !== "http" || http === undefined) return [];
  return http.methods.length === 1 && http.path !== undefined ? [] : [schemaHttp(http)];
}

/** Of the parameters, the result and the handler itself those of which WIT does not say everything. */
function markHandler(handler: Handler): readonly string[] {
  const { name, wireName, deprecated, parameters, returns } = handler;
  const annotations = schemaAnnotations({ wireName, deprecated }, toWireCase(name)).trim();
  return [
    ...(annotations === "" ? [] : [annotations]),
    ...parameters.flatMap((parameter) => {
      const said = schemaParameter(parameter, handler);
      const isSaid = said === `${parameter.name}: ${schemaType(parameter.type)}` && isSaidByWit(parameter.type);
      return isSaid ? [] : [said];
    }),
    ...(isSaidByWit(returns) ? [] : [`-> ${schemaType(returns)}`]),
  ];
}

function describeParameters({ parameters }: Handler): readonly string[] {
  return parameters.flatMap((parameter) => {
    const text = [parameter.documentation, witDeprecated(parameter)].filter((line) => line !== undefined).join("\n");
    return text.trim() === "" ? [] : [`\`${toKebab(parameter.name)}\`: ${text}`];
  });
}

/** kit knows one method and one path. A handler without a path is reached by its name at any of its endpoints. */
function describeHttp({ http }: Handler): string {
  const path = http?.path ? formatRoute(http.path) : (http?.endpoints[0] ?? "/");
  return `${http?.methods[0] ?? "POST"} ${path}`;
}

function describeJson({ wireName, parameters }: Handler): string {
  const names = parameters.map((parameter) => parameter.wireName);
  const list = names.length === 0 ? "null" : names.length === 1 ? names.join("") : `[${names.join(", ")}]`;
  return `{${JSON.stringify(wireName)}: ${list}}`;
}
