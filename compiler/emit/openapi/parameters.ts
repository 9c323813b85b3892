/** Parameters of an operation that are not in its body. */

import { withoutOption } from "../body-table.js";
import { keyOf } from "../parameter-table.js";
import { isMany } from "../print/literals.js";
import type { JsonObject } from "../print/json.js";
import { resolveAlias } from "../print/declarations.js";
import { annotate, describe } from "../print/schema-declarations.js";
import { insideOption, schemaOf, type SchemaScope } from "../print/schema-types.js";
import type { Parameter } from "../../model/model.js";
import type { Operation } from "./operations.js";

/** An absent option is no text at all, so the schema is that of what is inside. */
export function printParameters({ handler, pathNames }: Operation, scope: SchemaScope): readonly JsonObject[] {
  const { model } = scope;
  return handler.parameters.flatMap((parameter) => {
    const { from, type } = parameter;
    if (from === "body") return [];
    const key = keyOf(parameter);
    const isList = from === "query" && isMany(withoutOption(type, model));
    const shown = { documentation: undefined, deprecated: undefined, examples: parameter.examples, default: textDefault(parameter) };
    return [
      {
        name: from === "path" ? (pathNames.get(key) ?? key) : key,
        in: from,
        ...describe(parameter),
        required: from === "path" || isRequired(parameter, scope) ? true : undefined,
        // `?tags=a,b`
        ...(isList ? { style: "form", explode: false } : {}),
        schema: annotate(schemaOf(insideOption(parameter, model), scope), shown, type, scope),
      },
    ];
  });
}

/** Nothing at all is an empty list. */
function isRequired({ default: fallback, type, constraints }: Parameter, { model }: SchemaScope): boolean {
  if (fallback || resolveAlias(model, type).kind === "option") return false;
  if (!isMany(withoutOption(type, model))) return true;
  return constraints.some((constraint) => constraint.kind === "items" && constraint.minimum > 0);
}

/** None is nothing in a text. */
function textDefault({ default: fallback }: Parameter): Parameter["default"] {
  return fallback?.kind === "none" ? undefined : fallback;
}
