/** Types of the model in WIT. */

import { toWitName } from "../../naming/wit-names.js";
import type { HostTypeName, ScalarName, Type } from "../../model/type.js";
import { unreachable } from "../../text/internal-error.js";

/** `list<option<task>>`. A `result` leaves out a `unit`, as kit does. */
export function printWitType(type: Type): string {
  switch (type.kind) {
    case "scalar":
      return scalars[type.name];
    case "host":
      return hostTypes[type.name];
    case "list":
    case "set":
      return `list<${printWitType(type.element)}>`;
    case "option":
      return `option<${printWitType(type.element)}>`;
    case "result":
      return printResult(type.ok, type.err);
    case "tuple":
      return `tuple<${type.elements.map(printWitType).join(", ")}>`;
    case "map":
      return `list<tuple<${printWitType(type.key)}, ${printWitType(type.value)}>>`;
    case "named":
      return toWitName(type.name);
    default:
      return unreachable(type);
  }
}

const scalars = {
  bool: "bool",
  u8: "u8",
  u16: "u16",
  u32: "u32",
  u64: "u64",
  s8: "s8",
  s16: "s16",
  s32: "s32",
  s64: "s64",
  int: "s64",
  f32: "f32",
  f64: "f64",
  char: "char",
  string: "string",
  bytes: "list<u8>",
  json: "string",
  // WIT has no unit outside a result, and a tuple without elements breaks the component. On the wire a unit is `null`,
  // which is what this option is without a value: peers generated from it read and write the right thing.
  unit: "option<bool>",
} as const satisfies Record<ScalarName, string>;

/** Identities are text on the wire. `address` stands for its text, as kit has it; the others are declared as text. */
const hostTypes = {
  Address: "address",
  ProcessId: "string",
  NodeId: "string",
  Blob: "blob",
  HttpResponse: "http-response",
} as const satisfies Record<HostTypeName, string>;

/**
 * True when WIT alone says which type of the schema it is. Of two that are one in WIT, as `string` and `NodeId`, it is
 * the first; `list<u8>` is `bytes`; pairs in a list may be a map.
 */
export function isSaidByWit(type: Type): boolean {
  switch (type.kind) {
    case "scalar":
      return !["int", "json", "unit"].includes(type.name);
    case "host":
      return !["ProcessId", "NodeId"].includes(type.name);
    case "named":
      return true;
    case "list":
      return !isByte(type.element) && !isPair(type.element) && isSaidByWit(type.element);
    case "option":
      return isSaidByWit(type.element);
    case "result":
      return [type.ok, type.err].every((part) => isUnit(part) || isSaidByWit(part));
    case "tuple":
      return type.elements.every(isSaidByWit);
    case "set":
    case "map":
      return false;
    default:
      return unreachable(type);
  }
}

function isByte(type: Type): boolean {
  return type.kind === "scalar" && type.name === "u8";
}

function isPair(type: Type): boolean {
  return type.kind === "tuple" && type.elements.length === 2;
}

function printResult(ok: Type, err: Type): string {
  if (isUnit(err)) return isUnit(ok) ? "result" : `result<${printWitType(ok)}>`;
  return `result<${isUnit(ok) ? "_" : printWitType(ok)}, ${printWitType(err)}>`;
}

function isUnit(type: Type): boolean {
  return type.kind === "scalar" && type.name === "unit";
}
