/** What an operation answers: results, errors with their `@status`, and the errors of every process. */

import type { Model, VariantCase } from "../../model/model.js";
import type { Type } from "../../model/type.js";
import { findDeclaration, resolveAlias } from "../print/declarations.js";
import type { JsonObject } from "../print/json.js";
import { casesSchema } from "../print/schema-declarations.js";
import { oneOf, schemaOf, taggedSchema, type Schema, type SchemaScope } from "../print/schema-types.js";
import type { Operation } from "./operations.js";

/** No type of a schema has a point in its name. */
export const failureSchemaName = "hproc.Failure";

const failureReference = { $ref: `#/components/schemas/${failureSchemaName}` };

/** `runtime/guest/failure.ts` writes it. */
export const failureSchema: Schema = {
  description: "An error of the process or of hproc, as opposed to one that a handler returns.",
  type: "object",
  properties: {
    error: {
      type: "object",
      properties: {
        code: { type: "string", description: "Stable: programs may rely on it.", examples: ["request/does-not-fit"] },
        message: { type: "string" },
        id: { type: "string", description: "Repeated in the log of the process." },
        problems: {
          description: "Every value that does not fit.",
          type: "array",
          items: {
            type: "object",
            properties: {
              path: { type: "string", examples: ["body.title"] },
              expected: { type: "string" },
              found: { type: "string" },
            },
            required: ["path", "expected", "found"],
          },
        },
        handlers: {
          description: "What would have been accepted.",
          type: "array",
          items: {
            type: "object",
            properties: Object.fromEntries(
              ["handler", "method", "path", "body"].map((name) => [name, { type: "string" }]),
            ),
          },
        },
      },
      required: ["code", "message"],
    },
  },
  required: ["error"],
};

interface Failure {
  readonly name: string;
  readonly description: string;
  readonly applies: (operation: Operation) => boolean;
}

/** By status, as docs/runtime.md has them. */
const failures: Readonly<Record<string, Failure>> = {
  "400": {
    name: "DoesNotFit",
    description: "The request does not fit: `request/not-json`, `request/does-not-fit`.",
    applies: ({ handler, body }) => handler.parameters.length > 0 || body !== "none",
  },
  "408": {
    name: "TimedOut",
    description: "It took too long: `handler/timeout`, or nothing at all when the node gave up.",
    applies: () => true,
  },
  "413": {
    name: "TooLarge",
    description: "The body has more than 16 MiB: `request/too-large`.",
    applies: ({ body }) => body === "envelope",
  },
  "415": {
    name: "UnsupportedMediaType",
    description: "The handler takes no body of this type: `request/unsupported-media-type`.",
    applies: ({ http, body }) => http.path !== undefined && body === "envelope",
  },
  "500": {
    name: "Failed",
    description: "The handler failed: `handler/failed`. The log of the process has the reason under the `id`.",
    applies: () => true,
  },
};

/** Those that some operation may answer. */
export function failureResponses(operations: readonly Operation[]): JsonObject {
  const used = Object.values(failures).filter(({ applies }) => operations.some(applies));
  return Object.fromEntries(
    used.map(({ name, description }) => [name, { description, content: json(failureReference) }]),
  );
}

export function printResponses(operation: Operation, scope: SchemaScope): JsonObject {
  const own = ownResponses(operation, scope);
  const responses = new Map<string, JsonObject>(own.map(({ status, ...response }) => [status, printOwn(response, operation)]));
  for (const [status, failure] of Object.entries(failures)) {
    if (!failure.applies(operation)) continue;
    const same = own.find((each) => each.status === status);
    responses.set(
      status,
      same
        ? {
            description: `${same.description}\n\nOr: ${failure.description}`,
            content: json({ anyOf: [...(same.schema ? [same.schema] : []), failureReference] }),
          }
        : { $ref: `#/components/responses/${failure.name}` },
    );
  }
  return Object.fromEntries(responses);
}

interface OwnResponse {
  readonly status: string;
  readonly description: string;
  readonly schema: Schema | undefined;
}

function printOwn({ description, schema }: Omit<OwnResponse, "status">, { method }: Operation): JsonObject {
  return { description, content: schema && method !== "HEAD" ? json(schema) : undefined };
}

function ownResponses({ handler, answersItself }: Operation, scope: SchemaScope): readonly OwnResponse[] {
  if (answersItself) return [{ status: "default", description: "What the handler writes.", schema: undefined }];
  const { returns } = handler;
  const description = "The result. The handler may set another status.";
  const whole = { status: "200", description, schema: schemaOf({ type: returns, constraints: [] }, scope) };
  const resolved = resolveAlias(scope.model, returns);
  const parts = splitError(returns, scope.model);
  if (resolved.kind !== "result" || !parts) return [whole];
  const ok = taggedSchema("Ok", schemaOf({ type: resolved.ok, constraints: [] }, scope));
  const errors = parts.map(({ status, name, cases }) => ({
    status,
    description: cases.map(describeCase).join("\n"),
    schema: taggedSchema("Err", { $ref: `${scope.refPrefix}${name}` }),
  }));
  const rest = errors.filter(({ status }) => status === "200").map(({ schema }) => schema);
  return [{ ...whole, schema: oneOf([ok, ...rest]) }, ...errors.filter(({ status }) => status !== "200")];
}

/** The errors of one status. Those without `@status` come with 200. */
interface ErrorPart {
  readonly status: string;
  /** Of its schema: `TodoError.404`. */
  readonly name: string;
  readonly cases: readonly VariantCase[];
}

/** Undefined when all errors come alike. */
function splitError(returns: Type, model: Model): readonly ErrorPart[] | undefined {
  const result = resolveAlias(model, returns);
  const error = result.kind === "result" ? resolveAlias(model, result.err) : undefined;
  const declaration = error?.kind === "named" ? findDeclaration(model, error.name) : undefined;
  if (declaration?.kind !== "variant" || declaration.cases.every(({ status }) => status === undefined)) return undefined;
  const statuses = new Set(declaration.cases.map(({ status = 200 }) => status));
  return [...statuses]
    .sort((left, right) => left - right)
    .map((status) => ({
      status: String(status),
      name: `${declaration.name}.${status}`,
      cases: declaration.cases.filter((each) => (each.status ?? 200) === status),
    }));
}

/** By name, the schemas of errors of one status. */
export function errorSchemas(operations: readonly Operation[], scope: SchemaScope): JsonObject {
  const parts = operations.flatMap(({ handler }) => splitError(handler.returns, scope.model) ?? []);
  return Object.fromEntries(parts.map(({ name, cases }) => [name, casesSchema(cases, scope)]));
}

function describeCase({ name, documentation }: VariantCase): string {
  return documentation === undefined ? `\`${name}\`.` : `\`${name}\`: ${documentation}`;
}

function json(schema: Schema): JsonObject {
  return { "application/json": { schema } };
}
