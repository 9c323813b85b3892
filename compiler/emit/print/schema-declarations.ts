/** Declared types as JSON Schemas, with what the author says about them. */

import type { EnumCase, Field, Literal, TypeDeclaration, VariantCase } from "../../model/model.js";
import type { Type } from "../../model/type.js";
import { unreachable } from "../../text/internal-error.js";
import { resolveAlias } from "./declarations.js";
import { schemaOf, oneOf, taggedSchema, type Schema, type SchemaScope } from "./schema-types.js";
import { wireLiteral } from "./wire-literals.js";

interface Described {
  readonly documentation: string | undefined;
  readonly deprecated: string | undefined;
  readonly examples?: readonly Literal[];
  readonly default?: Literal | undefined;
}

/** The schema with `description`, `deprecated`, `default` and `examples`, which are of the type. */
export function annotate(schema: Schema, described: Described, type: Type, { model }: SchemaScope): Schema {
  const { examples = [], default: fallback } = described;
  return {
    ...describe(described),
    ...schema,
    ...(fallback ? { default: wireLiteral(model, type, fallback) } : {}),
    ...(examples.length > 0 ? { examples: examples.map((example) => wireLiteral(model, type, example)) } : {}),
  };
}

/** `description` and `deprecated`, where there is something to say. */
export function describe({ documentation, deprecated }: Pick<Described, "documentation" | "deprecated">): Schema {
  const note = deprecated === undefined || deprecated === "" ? undefined : `Deprecated: ${deprecated}`;
  const text = [documentation, note].filter((part) => part !== undefined).join("\n\n");
  return { ...(text === "" ? {} : { description: text }), ...(deprecated === undefined ? {} : { deprecated: true }) };
}

export function declarationSchema(declaration: TypeDeclaration, scope: SchemaScope): Schema {
  const type = { kind: "named", name: declaration.name } as const;
  switch (declaration.kind) {
    case "record":
      return annotate(fieldsSchema(declaration.fields, scope), declaration, type, scope);
    case "enum":
      return annotate(casesSchema(declaration.cases, scope), declaration, type, scope);
    case "variant":
      return annotate(casesSchema(declaration.cases, scope), declaration, type, scope);
    case "alias":
      return annotate(schemaOf(declaration, scope), declaration, type, scope);
    default:
      return unreachable(declaration);
  }
}

/** An object with these members. Others are passed over, as serde does. */
export function fieldsSchema(fields: readonly Field[], scope: SchemaScope): Schema {
  const required = fields
    .filter((field) => !field.default && resolveAlias(scope.model, field.type).kind !== "option")
    .map(({ wireName }) => wireName);
  return {
    type: "object",
    properties: Object.fromEntries(
      fields.map((field) => [field.wireName, annotate(schemaOf(field, scope), field, field.type, scope)]),
    ),
    ...(required.length > 0 ? { required } : {}),
  };
}

/** Cases of an enum or a variant; a list of names where there is nothing else to say. */
export function casesSchema(cases: readonly (EnumCase | VariantCase)[], scope: SchemaScope): Schema {
  const isPlain = cases.every(
    (each) => !("payload" in each && each.payload) && each.documentation === undefined && each.deprecated === undefined,
  );
  if (isPlain) return { type: "string", enum: cases.map(({ wireName }) => wireName) };
  return oneOf(cases.map((each) => ({ ...describe(each), ...caseSchema(each, scope) })));
}

function caseSchema(each: EnumCase | VariantCase, scope: SchemaScope): Schema {
  const payload = "payload" in each ? each.payload : undefined;
  if (!payload) return { const: each.wireName };
  return taggedSchema(each.wireName, schemaOf({ type: payload, constraints: [] }, scope));
}
