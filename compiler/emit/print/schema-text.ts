/** Parts of a model as a schema says them, each in one line: for `hproc import`, and for the marks in WIT files. */

import type {
  Constraint,
  Endpoint,
  EnumCase,
  Field,
  Handler,
  Literal,
  Package,
  Parameter,
  VariantCase,
} from "../../model/model.js";
import { formatRoute, impliedSource } from "../../model/route.js";
import type { Type } from "../../model/type.js";
import { toWireCase, toWireField } from "../../naming/wire-names.js";
import { toKebab } from "../../naming/wit-names.js";
import { unreachable } from "../../text/internal-error.js";

/** `map<u64, Task>`. */
export function schemaType(type: Type): string {
  switch (type.kind) {
    case "scalar":
    case "host":
    case "named":
      return type.name;
    case "list":
    case "set":
    case "option":
      return `${type.kind}<${schemaType(type.element)}>`;
    case "result":
      return `result<${schemaType(type.ok)}, ${schemaType(type.err)}>`;
    case "tuple":
      return `tuple<${type.elements.map(schemaType).join(", ")}>`;
    case "map":
      return `map<${schemaType(type.key)}, ${schemaType(type.value)}>`;
    default:
      return unreachable(type);
  }
}

/** `package todo:template.os@0.1.0`. */
export function schemaPackage({ name, publisher, version }: Package): string {
  return `package ${name}:${publisher}@${version}`;
}

/** `title: string @length(1, 200) = "new"`. */
export function schemaField(field: Field): string {
  const annotations = schemaAnnotations(field, toWireField(field.name));
  const value = field.default === undefined ? "" : ` = ${schemaLiteral(field.default)}`;
  return `${field.name}: ${schemaType(field.type)}${annotations}${value}`;
}

/** `Invalid(string) @status(422)`. */
export function schemaCase(one: EnumCase | VariantCase): string {
  const payload = "payload" in one && one.payload !== undefined ? `(${schemaType(one.payload)})` : "";
  return `${one.name}${payload}${schemaAnnotations(one, toWireCase(one.name))}`;
}

/** `filter: Filter = All from query`. */
export function schemaParameter(parameter: Parameter, { http }: Pick<Handler, "http">): string {
  const { name, from, header } = parameter;
  const text = schemaField(parameter);
  if (from === "header")
    return `${text} from header${header === toKebab(name) ? "" : ` ${schemaString(header ?? "")}`}`;
  return from === impliedSource(name, http) ? text : `${text} from ${from}`;
}

/** `http GET, POST "/api/tasks/{id}"`. */
export function schemaHttp({ methods, path }: NonNullable<Handler["http"]>): string {
  const parts = ["http", methods.join(", "), path && schemaString(formatRoute(path))];
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}

/** `endpoint http "/api" { authenticated false }`: what is not the default. */
export function schemaEndpoint({ path, authenticated, localOnly, secureSubdomain }: Endpoint): string {
  const options = [
    !authenticated && "authenticated false",
    localOnly && "localOnly true",
    secureSubdomain && "secureSubdomain true",
  ].filter((option) => option !== false);
  return `endpoint http ${schemaString(path)}${options.length === 0 ? "" : ` { ${options.join(", ")} }`}`;
}

/** What stands behind a name and type. */
interface Annotated {
  readonly wireName?: string;
  readonly deprecated: string | undefined;
  readonly constraints?: readonly Constraint[];
  readonly examples?: readonly Literal[];
  readonly secret?: boolean;
  readonly status?: number | undefined;
}

/** Each with a space before it; empty where there is none. */
export function schemaAnnotations(annotated: Annotated, derivedWireName?: string): string {
  const { wireName, deprecated, constraints = [], examples = [], secret, status } = annotated;
  return [
    ...constraints.map(schemaConstraint),
    ...(status === undefined ? [] : [`@status(${status})`]),
    ...(secret ? ["@secret"] : []),
    ...(wireName === undefined || wireName === derivedWireName ? [] : [`@wire(${schemaString(wireName)})`]),
    ...examples.map((example) => `@example(${schemaLiteral(example)})`),
    ...(deprecated === undefined ? [] : [`@deprecated${deprecated === "" ? "" : `(${schemaString(deprecated)})`}`]),
  ]
    .map((annotation) => ` ${annotation}`)
    .join("");
}

function schemaConstraint(constraint: Constraint): string {
  if (constraint.kind === "pattern") return `@pattern(${schemaString(constraint.pattern)})`;
  return `@${constraint.kind}(${constraint.minimum}, ${constraint.maximum})`;
}

function schemaLiteral(literal: Literal): string {
  switch (literal.kind) {
    case "bool":
      return String(literal.value);
    case "number":
      return literal.text;
    case "string":
      return schemaString(literal.value);
    case "case":
      return literal.value === undefined ? literal.name : `${literal.name}(${schemaLiteral(literal.value)})`;
    case "none":
      return "none";
    case "list":
      return `[${literal.elements.map(schemaLiteral).join(", ")}]`;
    case "record":
      return literal.fields.length === 0
        ? "{}"
        : `{ ${literal.fields.map(({ name, value }) => `${name}: ${schemaLiteral(value)}`).join(", ")} }`;
    default:
      return unreachable(literal);
  }
}

/** What is invisible, turns text around or means something in a WIT file, and spaces other than the usual one. */
const unusual = /(?! )[\p{C}\p{Z}\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5]/gu;

const shortEscapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** In one line, whatever the text has. */
export function schemaString(text: string): string {
  const escaped = text
    .replace(/["\\]/g, "\\$&")
    .replace(unusual, (character) => shortEscapes[character] ?? `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`);
  return `"${escaped}"`;
}
