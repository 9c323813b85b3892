/** `api/<process>.openapi.json`: the HTTP surface of a process, as OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1). */

import type { Model, Process } from "../model/model.js";
import type { OutputFile } from "./emitter.js";
import { listOperations, type Operation } from "./openapi/operations.js";
import { printParameters } from "./openapi/parameters.js";
import { printRequestBody } from "./openapi/request-body.js";
import { errorSchemas, failureResponses, failureSchema, failureSchemaName, printResponses } from "./openapi/responses.js";
import { reachableDeclarations } from "./print/declarations.js";
import { openApiFile } from "./print/generated-names.js";
import { headerText } from "./print/header.js";
import { printJson, type JsonObject } from "./print/json.js";
import { declarationSchema, describe } from "./print/schema-declarations.js";
import type { SchemaScope } from "./print/schema-types.js";

/** For each process with a handler of a path; a catch-all has none that OpenAPI could say. */
export function emitOpenApi(model: Model): readonly OutputFile[] {
  const scope = { model, refPrefix: "#/components/schemas/", formats: true };
  return model.processes.flatMap((process) => {
    const operations = listOperations(process, model);
    if (operations.length === 0) return [];
    return [{ path: openApiFile(process), text: `${printJson(printDocument(process, operations, scope))}\n` }];
  });
}

function printDocument(process: Process, operations: readonly Operation[], scope: SchemaScope): JsonObject {
  const { model } = scope;
  const paths = new Map<string, Record<string, JsonObject>>();
  for (const operation of operations) {
    const item = paths.get(operation.path) ?? {};
    item[operation.method.toLowerCase()] = printOperation(operation, scope);
    paths.set(operation.path, item);
  }
  const declarations = reachableDeclarations(
    model,
    operations.flatMap(({ handler }) => [...handler.parameters.map(({ type }) => type), handler.returns]),
  );
  const isAuthenticated = operations.some(({ endpoint }) => endpoint.authenticated);
  return {
    "x-generated": headerText(model),
    openapi: "3.1.1",
    info: {
      title: process.title,
      description: process.documentation ?? model.package.documentation,
      version: model.package.version,
    },
    servers: [printServer(process)],
    paths: Object.fromEntries(paths),
    components: {
      schemas: {
        ...Object.fromEntries(declarations.map((each) => [each.name, declarationSchema(each, scope)])),
        ...errorSchemas(operations, scope),
        [failureSchemaName]: failureSchema,
      },
      responses: failureResponses(operations),
      securitySchemes: isAuthenticated ? { login: loginScheme } : undefined,
    },
  };
}

function printServer({ id: { processName, packageName, publisherNode } }: Process): JsonObject {
  return {
    url: `{node}/${processName}:${packageName}:${publisherNode}`,
    variables: { node: { default: "http://localhost:8080", description: "The node that runs the process." } },
  };
}

const loginScheme = {
  type: "apiKey",
  in: "cookie",
  name: "hyperware-auth_NODE",
  description:
    "The cookie of a login at the node, with the node's name for NODE. Without it the node answers every method with its login page, status 200 and no content type.",
};

function printOperation(operation: Operation, scope: SchemaScope): JsonObject {
  const { handler, endpoint, operationId } = operation;
  const { documentation, deprecated } = handler;
  const parameters = printParameters(operation, scope);
  const place = endpoint.localOnly ? "Only from the node's own machine." : undefined;
  const text = [documentation, place].filter((part) => part !== undefined).join("\n\n");
  return {
    operationId,
    ...describe({ documentation: text === "" ? undefined : text, deprecated }),
    parameters: parameters.length > 0 ? parameters : undefined,
    requestBody: printRequestBody(operation, scope),
    responses: printResponses(operation, scope),
    security: endpoint.authenticated ? [{ login: [] }] : undefined,
  };
}
