/** How a body that is no JSON becomes the arguments of a handler: `BodyTable` of `runtime/contract/process-table.ts`. */

import type { Field, Handler, Model, Parameter } from "../model/model.js";
import type { Type } from "../model/type.js";
import { codecExpression, type CodecScope } from "./print/codec-expression.js";
import { findDeclaration, hasTextForm, resolveAlias } from "./print/declarations.js";
import { isMany } from "./print/literals.js";
import { objectLiteral } from "./print/object-literal.js";
import { textLiteral } from "./print/text-literal.js";

/** Undefined for a handler whose body is JSON or nothing. */
export function printBody({ http, parameters }: Handler, scope: CodecScope): string | undefined {
  // Without a path the body names the handler, which only JSON does.
  if (!http?.path) return undefined;
  const inBody = parameters.filter(({ from }) => from === "body");
  const [only] = inBody;
  if (!only) return undefined;
  if (inBody.length === 1) {
    const type = withoutOption(only.type, scope.model);
    if (type.kind === "scalar" && type.name === "bytes") return objectLiteral([["raw", '"bytes"']]);
    const raw: readonly (readonly [string, string])[] = type.kind === "scalar" && type.name === "string" ? [["raw", '"text"']] : [];
    const record = type.kind === "named" ? findDeclaration(scope.model, type.name) : undefined;
    const form = record?.kind === "record" ? printFields(record.fields, scope) : printFields(inBody, scope);
    if (!form) return raw.length === 0 ? undefined : objectLiteral(raw);
    return objectLiteral([...raw, ["form", form], ["isRecord", String(record?.kind === "record")]]);
  }
  const form = printFields(inBody, scope);
  return form && objectLiteral([["form", form], ["isRecord", "false"]]);
}

/** Undefined when one of them has no form as text: a form could not carry it. */
function printFields(fields: readonly (Field | Parameter)[], scope: CodecScope): string | undefined {
  const printed: string[] = [];
  for (const { wireName, type, constraints, secret } of fields) {
    const resolved = resolveAlias(scope.model, type);
    const isOptional = resolved.kind === "option";
    const inner = isOptional ? resolved.element : type;
    const list = withoutOption(type, scope.model);
    const many = isMany(list);
    const text = many ? list.element : inner;
    if (!hasTextForm(scope.model, text)) return undefined;
    const codec = codecExpression({ type: text, constraints: many ? [] : constraints, secret }, scope);
    printed.push(
      objectLiteral([
        ["key", textLiteral(wireName)],
        ["text", codec],
        ["many", String(many)],
        ["optional", String(isOptional)],
      ]),
    );
  }
  return `[${printed.join(", ")}]`;
}

/** What a value is when it is there, aliases looked through. */
export function withoutOption(type: Type, model: Model): Type {
  const resolved = resolveAlias(model, type);
  return resolved.kind === "option" ? resolveAlias(model, resolved.element) : resolved;
}
