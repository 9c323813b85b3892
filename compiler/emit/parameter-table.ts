/** Where a parameter comes from and how it is read there: `ParameterTable` of `runtime/contract/process-table.ts`. */

import type { Parameter } from "../model/model.js";
import { InternalError } from "../text/internal-error.js";
import { withoutOption } from "./body-table.js";
import { codecExpression, type CodecScope } from "./print/codec-expression.js";
import { hasTextForm, resolveAlias } from "./print/declarations.js";
import { isMany, printFallback } from "./print/literals.js";
import { objectLiteral } from "./print/object-literal.js";
import { textLiteral } from "./print/text-literal.js";

export function printParameter(parameter: Parameter, scope: CodecScope): string {
  const { from, name } = parameter;
  const properties: readonly (readonly [string, string])[] = [
    ["name", textLiteral(name)],
    ["codec", codecExpression(parameter, scope)],
    ["fallback", printFallback(scope.model, parameter) ?? "undefined"],
    ["from", textLiteral(from)],
  ];
  if (from === "body") return objectLiteral(properties);
  const inText = [...properties, ["key", textLiteral(keyOf(parameter))], ["text", printText(parameter, scope)]] as const;
  if (from !== "query") return objectLiteral(inText);
  const many = isMany(withoutOption(parameter.type, scope.model));
  return objectLiteral([...inText, ["many", String(many)]]);
}

/** A path template names the parameter as the schema does, a query as other JSON does. */
export function keyOf({ name, wireName, from, header }: Parameter): string {
  return from === "header" ? (header ?? name) : from === "path" ? name : wireName;
}

/** An absent option is no text at all, so the text is that of what is inside; that of a list is of one element. */
function printText({ name, type, constraints, secret, from }: Parameter, scope: CodecScope): string {
  const resolved = resolveAlias(scope.model, type);
  const inner = resolved.kind === "option" ? resolved.element : type;
  const list = withoutOption(type, scope.model);
  const isList = from === "query" && isMany(list);
  const text = isList ? list.element : inner;
  if (!hasTextForm(scope.model, text)) throw new InternalError(`the parameter \`${name}\` has no form as text`);
  return codecExpression({ type: text, constraints: isList ? [] : constraints, secret }, scope);
}
