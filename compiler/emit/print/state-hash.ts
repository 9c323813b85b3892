/** The hash that a stored state carries: two schemas with the same hash read it alike. */

import { createHash } from "node:crypto";
import type { Field, Model, Process, TypeDeclaration } from "../../model/model.js";
import { unreachable } from "../../text/internal-error.js";
import { reachableDeclarations } from "./declarations.js";

/** Of what stands in JSON: wire names, types and constraints, not documentation, order of declarations or defaults. */
export function stateHash(model: Model, { state }: Process): string {
  const declarations = reachableDeclarations(
    model,
    state.map((field) => field.type),
  );
  const shapes = declarations.map(describeDeclaration).sort();
  const description = JSON.stringify([state.map(describeField), shapes]);
  return createHash("sha256").update(description).digest("hex").slice(0, hashLength);
}

/** Hexadecimal digits: enough to tell the schemas of one process apart. */
const hashLength = 16;

function describeField({ wireName, type, constraints }: Field): unknown {
  return [wireName, type, constraints];
}

function describeDeclaration(declaration: TypeDeclaration): string {
  const { kind, name } = declaration;
  switch (declaration.kind) {
    case "record":
      return JSON.stringify([kind, name, declaration.fields.map(describeField)]);
    case "enum":
      return JSON.stringify([kind, name, declaration.cases.map((each) => each.wireName)]);
    case "variant":
      return JSON.stringify([kind, name, declaration.cases.map((each) => [each.wireName, each.payload])]);
    case "alias":
      return JSON.stringify([kind, name, declaration.type, declaration.constraints]);
    default:
      return unreachable(declaration);
  }
}
