/** `api/types.schema.json`: a JSON Schema (2020-12) of each type of the schema, as it is on the wire. */

import type { Model } from "../model/model.js";
import type { OutputFile } from "./emitter.js";
import { headerText } from "./print/header.js";
import { printJson } from "./print/json.js";
import { declarationSchema } from "./print/schema-declarations.js";

/**
 * One file, since types refer to each other: a program finds `Task` at `#/$defs/Task`. None for a schema without types.
 */
export function emitJsonSchema(model: Model): readonly OutputFile[] {
  if (model.types.length === 0) return [];
  const scope = { model, refPrefix: "#/$defs/", formats: false };
  const { name, publisher, documentation } = model.package;
  const document = {
    $comment: headerText(model),
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Types of ${name}:${publisher}`,
    description: documentation,
    $defs: Object.fromEntries(model.types.map((each) => [each.name, declarationSchema(each, scope)])),
  };
  return [{ path: "api/types.schema.json", text: `${printJson(document)}\n` }];
}
