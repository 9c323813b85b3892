/** Generated files and the names in them. */

import type { Model, Process } from "../../model/model.js";
import { toBinding, toCamel } from "../../naming/typescript-names.js";
import { guestValues } from "./runtime-names.js";
import { besideUserTypes } from "./type-names.js";

export const typesFile = "generated/types.ts";
export const codecsFile = "generated/codecs.ts";

/** What authors import: `generated/todo.ts`. */
export function faceFile(process: Process): string {
  return `generated/${process.id.processName}.ts`;
}

/** What the guest runtime reads: `generated/todo.table.ts`. */
export function tableFile(process: Process): string {
  return `generated/${process.id.processName}.table.ts`;
}

/** The component's entry: `generated/todo.main.ts`. */
export function entryFile(process: Process): string {
  return `generated/${process.id.processName}.main.ts`;
}

/** What pages and programs import that call the process: `generated/todo.client.ts`. */
export function clientFile(process: Process): string {
  return `generated/${process.id.processName}.client.ts`;
}

/** The HTTP surface: `api/todo.openapi.json`. */
export function openApiFile(process: Process): string {
  return `api/${process.id.processName}.openapi.json`;
}

/** How one generated file imports another. */
export function moduleOf(file: string): string {
  return file.replace(/^generated\//, "./").replace(/\.ts$/, ".js");
}

/** What else the author's import offers, or generated code uses beside it, under such a name. */
const takenNames: ReadonlySet<string> = new Set<string>(["ok", "err", ...guestValues]);

/** The constant that authors import: `todo`; with `_` after a name that is taken. */
export function processConstant(process: Process): string {
  const name = toBinding(toCamel(process.name));
  return takenNames.has(name) ? `${name}_` : name;
}

/** The constant with the process's table: `todoTable`. */
export function tableConstant(process: Process): string {
  return `${toCamel(process.name)}Table`;
}

/** The interface of the process's state: `TodoState`. */
export function stateName(process: Process, model: Model): string {
  return besideUserTypes(`${process.name}State`, model);
}
