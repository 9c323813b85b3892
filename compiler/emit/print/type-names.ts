/** Names of types in generated TypeScript: the author's, and ours beside them. */

import type { Model } from "../../model/model.js";
import { toTypeIdentifier } from "../../naming/typescript-names.js";
import { isDeclared } from "./declarations.js";

/** A type of ours that a schema also declares gets a `_`: the author's keep their names, and none of them ends so. */
export function besideUserTypes(name: string, model: Model): string {
  // A declared type that is not called `name` in TypeScript has a `_` already.
  return isDeclared(model, name) && toTypeIdentifier(name) === name ? `${name}_` : name;
}
