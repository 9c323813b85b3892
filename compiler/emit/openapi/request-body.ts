/** What the body of a request may be, by its content type. */

import { bodyForms } from "../body-table.js";
import type { Parameter } from "../../model/model.js";
import type { JsonObject } from "../print/json.js";
import { printFallback } from "../print/literals.js";
import { annotate, fieldsSchema } from "../print/schema-declarations.js";
import { schemaOf, taggedSchema, type Schema, type SchemaScope } from "../print/schema-types.js";
import type { Operation } from "./operations.js";

/** Undefined for an operation that reads none. */
export function printRequestBody(operation: Operation, scope: SchemaScope): JsonObject | undefined {
  const { handler, http, body, answersItself, method } = operation;
  if (body === "none") {
    const readsItself = answersItself && (method === "POST" || method === "PUT" || method === "PATCH");
    return readsItself ? { description: "The handler reads it as it is.", content: { "*/*": {} } } : undefined;
  }
  const parameters = handler.parameters.filter(({ from }) => from === "body");
  const [only] = parameters;
  const isBare = http.path !== undefined && parameters.length === 1;
  const { raw, form } = bodyForms(handler, scope.model);
  const isRequired = !http.path || parameters.some((each) => printFallback(scope.model, each) === undefined);
  return {
    description: isBare ? `Or with the handler's name: \`{${JSON.stringify(handler.wireName)}: …}\`.` : undefined,
    required: isRequired ? true : undefined,
    content: {
      "application/json": {
        schema: isBare && only ? valueSchema(only, scope) : taggedSchema(handler.wireName, argumentSchema(parameters, scope)),
      },
      "application/octet-stream": raw === "bytes" ? {} : undefined,
      "text/plain": raw === "text" && only ? { schema: valueSchema(only, scope) } : undefined,
      "application/x-www-form-urlencoded":
        form && { schema: form.isRecord && only ? valueSchema(only, scope) : fieldsSchema(form.fields, scope) },
    },
  };
}

function valueSchema(parameter: Parameter, scope: SchemaScope): Schema {
  return annotate(schemaOf(parameter, scope), parameter, parameter.type, scope);
}

/** In an envelope: nothing for none, the value itself for one, a list for several, of which defaults at the end may lack. */
function argumentSchema(parameters: readonly Parameter[], scope: SchemaScope): Schema {
  const [only] = parameters;
  if (!only) return { type: "null" };
  if (parameters.length === 1) return valueSchema(only, scope);
  const needed = parameters.findLastIndex((each) => printFallback(scope.model, each) === undefined) + 1;
  return {
    type: "array",
    prefixItems: parameters.map((each) => valueSchema(each, scope)),
    items: false,
    minItems: needed,
  };
}
