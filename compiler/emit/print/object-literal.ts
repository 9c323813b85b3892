/** Object literals and property names in TypeScript. */

import { textLiteral } from "./text-literal.js";

/** `{ id: 0n, "my-name": "" }`; an empty list gives `{}`. */
export function objectLiteral(properties: readonly (readonly [name: string, value: string])[]): string {
  if (properties.length === 0) return "{}";
  return `{ ${properties.map(([name, value]) => `${propertyKey(name)}: ${value}`).join(", ")} }`;
}

/** A key in an object literal: `__proto__` in brackets is a property, without them it would set the prototype. */
export function propertyKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : isIdentifier(name) ? name : textLiteral(name);
}

/** A property's name in an interface. */
export function memberName(name: string): string {
  return isIdentifier(name) ? name : textLiteral(name);
}

/** `value.name`, or `value["my-name"]`. */
export function propertyAccess(object: string, name: string): string {
  return isIdentifier(name) ? `${object}.${name}` : `${object}[${textLiteral(name)}]`;
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name);
}
