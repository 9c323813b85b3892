/** Parameters of a handler as those of a TypeScript method. */

import type { Parameter } from "../../model/model.js";
import { toBinding } from "../../naming/typescript-names.js";
import { printType, type TypeScope } from "./types.js";

export function printParameters(parameters: readonly Parameter[], scope: TypeScope): readonly string[] {
  return parameters.map(({ name, type }) => `${toBinding(name)}: ${printType(type, scope)}`);
}

/** For `docComment`. */
export function describeParameters(parameters: readonly Parameter[]) {
  return parameters.map(({ name, documentation }) => ({ name: toBinding(name), documentation }));
}

/** Our own parameter gives way to one of the author's; no name of a schema ends in `_`. */
export function freeName(name: string, parameters: readonly Parameter[]): string {
  return parameters.some((parameter) => parameter.name === name) ? `${name}_` : name;
}
