/** Types of the model as JSON Schemas (2020-12) of their form on the wire. */

import type { Constraint, Model } from "../../model/model.js";
import type { HostTypeName, ScalarName, Type } from "../../model/type.js";
import { unreachable } from "../../text/internal-error.js";
import { findDeclaration, hasTextForm, resolveAlias } from "./declarations.js";
import { exactInteger, type JsonObject } from "./json.js";

export type Schema = JsonObject;

export interface SchemaScope {
  readonly model: Model;
  /** In front of the name of a declared type: `#/$defs/`. */
  readonly refPrefix: string;
  /** Whether `format` says more about scalars, in the words of OpenAPI; strict validators refuse formats of others. */
  readonly formats: boolean;
}

export interface RestrictedType {
  readonly type: Type;
  readonly constraints: readonly Constraint[];
  readonly secret?: boolean;
}

/**
 * What the process reads of this type, in the one form that it writes itself: a bare case of a variant is a string.
 * Whatever fits the schema is read; the other way round, hproc also takes `{"Done": null}` for a bare case and a set in
 * which an element is there twice.
 */
export function schemaOf(restricted: RestrictedType, scope: SchemaScope): Schema {
  const { type, constraints } = restricted;
  const resolved = resolveAlias(scope.model, type);
  if (constraints.length > 0 && resolved.kind === "option") return nullable(schemaOf(insideOption(restricted, scope.model), scope));
  const schema = plainSchema(type, scope);
  const isHidden = scope.formats && restricted.secret === true && resolved.kind === "scalar" && resolved.name === "string";
  return { ...schema, ...(isHidden ? { format: "password" } : {}), ...constraintKeywords(resolved, constraints, scope) };
}

/** What an option holds, aliases on the way to it opened; constraints of an option are about that. Others as they are. */
export function insideOption({ type, constraints, secret = false }: RestrictedType, model: Model): RestrictedType {
  if (resolveAlias(model, type).kind !== "option") return { type, constraints, secret };
  if (type.kind === "option") return { type: type.element, constraints, secret };
  const alias = type.kind === "named" ? findDeclaration(model, type.name) : undefined;
  if (alias?.kind !== "alias") return { type, constraints, secret };
  const opened = { type: alias.type, constraints: [...alias.constraints, ...constraints], secret: secret || alias.secret };
  return insideOption(opened, model);
}

/** An object with exactly this property: `{"Ok": …}`, `{"NotFound": …}`. */
export function taggedSchema(tag: string, schema: Schema): Schema {
  return { type: "object", properties: Object.fromEntries([[tag, schema]]), required: [tag], additionalProperties: false };
}

/** One of several; a single one is itself. */
export function oneOf(schemas: readonly Schema[]): Schema {
  const [only] = schemas;
  return only && schemas.length === 1 ? only : { oneOf: schemas };
}

function plainSchema(type: Type, scope: SchemaScope): Schema {
  const inner = (part: Type): Schema => plainSchema(part, scope);
  switch (type.kind) {
    case "scalar":
      return withFormat(scalarSchemas[type.name], scope);
    case "host":
      return hostSchemas[type.name];
    case "list":
      return { type: "array", items: inner(type.element) };
    case "set":
      return { type: "array", items: inner(type.element), uniqueItems: true };
    case "option":
      return nullable(inner(type.element));
    case "result":
      return oneOf([taggedSchema("Ok", inner(type.ok)), taggedSchema("Err", inner(type.err))]);
    case "tuple":
      return tupleSchema(type.elements.map(inner));
    case "map":
      return hasTextForm(scope.model, type.key)
        ? { type: "object", ...keySchema(type.key, scope), additionalProperties: inner(type.value) }
        : { type: "array", items: tupleSchema([inner(type.key), inner(type.value)]) };
    case "named":
      return { $ref: `${scope.refPrefix}${type.name}` };
    default:
      return unreachable(type);
  }
}

function tupleSchema(elements: readonly Schema[]): Schema {
  const { length } = elements;
  if (length === 0) return { type: "array", maxItems: 0 };
  return { type: "array", prefixItems: elements, items: false, minItems: length };
}

/** Absent is for the one who holds it to say; `null` is the same. */
function nullable(schema: Schema): Schema {
  const { type } = schema;
  if (Object.keys(schema).length === 0) return schema;
  const isPlain = typeof type === "string" && !("enum" in schema) && !("const" in schema);
  return isPlain ? { ...schema, type: [type, "null"] } : { anyOf: [schema, { type: "null" }] };
}

/** Keys of an object are text: that of numbers is known by its look only, not by its bounds. */
function keySchema(key: Type, scope: SchemaScope): Schema {
  const resolved = resolveAlias(scope.model, key);
  if (resolved.kind !== "scalar") return { propertyNames: plainSchema(key, scope) };
  switch (resolved.name) {
    case "string":
      return key.kind === "named" ? { propertyNames: plainSchema(key, scope) } : {};
    case "char":
      return { propertyNames: plainSchema(key, scope) };
    case "bool":
      return { propertyNames: { enum: ["false", "true"] } };
    case "u8":
    case "u16":
    case "u32":
    case "u64":
      return { propertyNames: { pattern: "^(?:0|[1-9][0-9]*)$" } };
    default:
      return { propertyNames: { pattern: "^-?(?:0|[1-9][0-9]*)$" } };
  }
}

function withFormat({ format, ...schema }: Schema, { formats }: SchemaScope): Schema {
  return formats && format !== undefined ? { ...schema, format } : schema;
}

const integer = (minimum: bigint, maximum: bigint, format: string): Schema => ({
  type: "integer",
  minimum: exactInteger(String(minimum)),
  maximum: exactInteger(String(maximum)),
  format,
});

/** Formats: https://spec.openapis.org/registry/format/ */
const scalarSchemas = {
  bool: { type: "boolean" },
  u8: integer(0n, 2n ** 8n - 1n, "uint8"),
  u16: integer(0n, 2n ** 16n - 1n, "uint16"),
  u32: integer(0n, 2n ** 32n - 1n, "uint32"),
  u64: integer(0n, 2n ** 64n - 1n, "uint64"),
  s8: integer(-(2n ** 7n), 2n ** 7n - 1n, "int8"),
  s16: integer(-(2n ** 15n), 2n ** 15n - 1n, "int16"),
  s32: integer(-(2n ** 31n), 2n ** 31n - 1n, "int32"),
  s64: integer(-(2n ** 63n), 2n ** 63n - 1n, "int64"),
  int: integer(-(2n ** 53n) + 1n, 2n ** 53n - 1n, "double-int"),
  // The first number that is nearer to infinity than to the greatest one.
  f32: { type: "number", exclusiveMinimum: -(2 ** 128 - 2 ** 103), exclusiveMaximum: 2 ** 128 - 2 ** 103, format: "float" },
  f64: { type: "number", format: "double" },
  char: { type: "string", minLength: 1, maxLength: 1, format: "char" },
  string: { type: "string" },
  bytes: { type: "array", items: { type: "integer", minimum: 0, maximum: 255 } },
  json: {},
  unit: { type: "null" },
} as const satisfies Record<ScalarName, Schema>;

/** As `parseAddress` and `parseProcessId` of the runtime read them. */
const hostSchemas = {
  Address: { type: "string", pattern: "^[^@]+@[^:@]+:[^:@]+:[^:@]+$" },
  ProcessId: { type: "string", pattern: "^[^:]+:[^:]+:[^:]+$" },
  NodeId: { type: "string" },
  Blob: {
    type: "object",
    properties: { mime: { type: ["string", "null"] }, bytes: scalarSchemas.bytes },
    required: ["bytes"],
  },
  HttpResponse: {
    type: "object",
    properties: {
      status: { type: "integer", minimum: 100, maximum: 999 },
      headers: { type: "object", additionalProperties: { type: "string" } },
      body: scalarSchemas.bytes,
    },
    required: ["status"],
  },
} as const satisfies Record<HostTypeName, Schema>;

function constraintKeywords(resolved: Type, constraints: readonly Constraint[], scope: SchemaScope): Schema {
  const keywords = constraints.map((constraint) => keywordsOf(resolved, constraint, scope));
  const [only = {}] = keywords;
  // Of an alias and of what stands for it, both hold.
  const seen = keywords.flatMap(Object.keys);
  const isClear = new Set(seen).size === seen.length;
  return keywords.length === 1 ? only : isClear ? Object.assign({}, ...keywords) : { allOf: keywords };
}

function keywordsOf(resolved: Type, constraint: Constraint, { model }: SchemaScope): Schema {
  switch (constraint.kind) {
    case "length": {
      const { minimum, maximum } = constraint;
      const isBytes = resolved.kind === "scalar" && resolved.name === "bytes";
      return isBytes ? { minItems: minimum, maxItems: maximum } : { minLength: minimum, maxLength: maximum };
    }
    case "pattern":
      return { pattern: constraint.pattern };
    case "range": {
      const isFloat = resolved.kind === "scalar" && (resolved.name === "f32" || resolved.name === "f64");
      const bound = isFloat ? Number : exactInteger;
      return { minimum: bound(constraint.minimum), maximum: bound(constraint.maximum) };
    }
    case "items": {
      const isObject = resolved.kind === "map" && hasTextForm(model, resolved.key);
      const { minimum, maximum } = constraint;
      return isObject ? { minProperties: minimum, maxProperties: maximum } : { minItems: minimum, maxItems: maximum };
    }
    default:
      return unreachable(constraint);
  }
}
