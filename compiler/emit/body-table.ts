/** How a body that is no JSON becomes the arguments of a handler: `BodyTable` of `runtime/contract/process-table.ts`. */

import type { Field, Handler, Model, Parameter } from "../model/model.js";
import type { ScalarName, Type } from "../model/type.js";
import { codecExpression, type CodecScope } from "./print/codec-expression.js";
import { findDeclaration, hasTextForm, resolveAlias } from "./print/declarations.js";
import { isMany } from "./print/literals.js";
import { objectLiteral } from "./print/object-literal.js";
import { textLiteral } from "./print/text-literal.js";

/** The forms besides JSON that the body of a handler may have. */
export interface BodyForms {
  /** There is one parameter, and it is the body as it is. */
  readonly raw: "bytes" | "text" | undefined;
  /** The fields of a form: those of the only parameter, a record, or each a parameter. Undefined when it cannot be one. */
  readonly form: { readonly fields: readonly (Field | Parameter)[]; readonly isRecord: boolean } | undefined;
}

/** Without a path the body names the handler, which only JSON does. */
export function bodyForms({ http, parameters }: Handler, model: Model): BodyForms {
  const inBody = parameters.filter(({ from }) => from === "body");
  const [only] = inBody;
  if (!http?.path || !only) return { raw: undefined, form: undefined };
  const isAlone = inBody.length === 1;
  const type = withoutOption(only.type, model);
  if (isAlone && isScalar(type, "bytes")) return { raw: "bytes", form: undefined };
  const record = isAlone && type.kind === "named" ? findDeclaration(model, type.name) : undefined;
  const isRecord = record?.kind === "record";
  const fields = isRecord ? record.fields : inBody;
  return {
    raw: isAlone && isScalar(type, "string") ? "text" : undefined,
    form: fields.every((field) => hasTextForm(model, textType(field, model))) ? { fields, isRecord } : undefined,
  };
}

/** Undefined for a handler whose body is JSON or nothing. */
export function printBody(handler: Handler, scope: CodecScope): string | undefined {
  const { raw, form } = bodyForms(handler, scope.model);
  const properties: readonly (readonly [string, string])[] = [
    ...(raw ? [["raw", textLiteral(raw)] as const] : []),
    ...(form
      ? [["form", printFields(form.fields, scope)] as const, ["isRecord", String(form.isRecord)] as const]
      : []),
  ];
  return properties.length === 0 ? undefined : objectLiteral(properties);
}

function printFields(fields: readonly (Field | Parameter)[], scope: CodecScope): string {
  const { model } = scope;
  const printed = fields.map((field) => {
    const { wireName, type, constraints, secret } = field;
    const many = isMany(withoutOption(type, model));
    const text = { type: textType(field, model), constraints: many ? [] : constraints, secret };
    return objectLiteral([
      ["key", textLiteral(wireName)],
      ["text", codecExpression(text, scope)],
      ["many", String(many)],
      ["optional", String(resolveAlias(model, type).kind === "option")],
    ]);
  });
  return `[${printed.join(", ")}]`;
}

/** What each text of a field is: a list repeats its key, an option is left out. */
function textType({ type }: Field | Parameter, model: Model): Type {
  const list = withoutOption(type, model);
  if (isMany(list)) return list.element;
  const resolved = resolveAlias(model, type);
  return resolved.kind === "option" ? resolved.element : type;
}

function isScalar(type: Type, name: ScalarName): boolean {
  return type.kind === "scalar" && type.name === name;
}

/** What a value is when it is there, aliases looked through. */
export function withoutOption(type: Type, model: Model): Type {
  const resolved = resolveAlias(model, type);
  return resolved.kind === "option" ? resolveAlias(model, resolved.element) : resolved;
}
