/** Types of the model in TypeScript. */

import { toTypeIdentifier } from "../../naming/typescript-names.js";
import type { HostTypeName, ScalarName, Type } from "../../model/type.js";
import { unreachable } from "../../text/internal-error.js";
import type { TypeScriptFile } from "./ts-file.js";

/** Where a file finds the types of the schema; undefined in the file that declares them. */
export interface TypeScope {
  readonly file: TypeScriptFile;
  readonly typesModule: string | undefined;
}

/** `list<option<Task>>` as `(Task | undefined)[]`. */
export function printType(type: Type, scope: TypeScope): string {
  const print = (part: Type): string => printType(part, scope);
  switch (type.kind) {
    case "scalar":
      return printScalar(type.name, scope);
    case "host":
      return scope.file.contractType(hostTypes[type.name]);
    case "list":
      return `${asElement(print(type.element))}[]`;
    case "set":
      return `Set<${print(type.element)}>`;
    case "option":
      return `${print(type.element)} | undefined`;
    case "result":
      return `${scope.file.contractType("Result")}<${print(type.ok)}, ${print(type.err)}>`;
    case "tuple":
      return `readonly [${type.elements.map(print).join(", ")}]`;
    case "map":
      return `Map<${print(type.key)}, ${print(type.value)}>`;
    case "named":
      return printNamed(type.name, scope);
    default:
      return unreachable(type);
  }
}

/** The TypeScript name of a declared type, imported where needed. */
export function printNamed(name: string, { file, typesModule }: TypeScope): string {
  const identifier = toTypeIdentifier(name);
  return typesModule === undefined ? identifier : file.type(typesModule, identifier);
}

const hostTypes = {
  Address: "Address",
  ProcessId: "ProcessId",
  NodeId: "NodeId",
  Blob: "Blob",
  HttpResponse: "HttpResponse",
} as const satisfies Record<HostTypeName, string>;

function printScalar(name: ScalarName, { file }: TypeScope): string {
  switch (name) {
    case "bool":
      return "boolean";
    case "u8":
    case "u16":
    case "u32":
    case "s8":
    case "s16":
    case "s32":
    case "int":
    case "f32":
    case "f64":
      return "number";
    case "u64":
    case "s64":
      return "bigint";
    case "char":
    case "string":
      return "string";
    case "bytes":
      return "Uint8Array";
    case "json":
      return file.contractType("JsonValue");
    case "unit":
      return "void";
    default:
      return unreachable(name);
  }
}

/** `T[]` binds more tightly than `|` and `readonly`. */
function asElement(type: string): string {
  return type.includes(" | ") || type.startsWith("readonly ") ? `(${type})` : type;
}
