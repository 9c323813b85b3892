/** Fields as members of an interface. */

import type { Field, Model } from "../../model/model.js";
import type { Fragment } from "./code.js";
import { resolveAlias } from "./declarations.js";
import { docComment } from "./doc-comment.js";
import { memberName } from "./object-literal.js";
import { printType, type TypeScope } from "./types.js";

/** Members of an option type may be left out. */
export function printMembers(model: Model, fields: readonly Field[], scope: TypeScope): Fragment {
  return fields.map((field) => {
    const isOption = resolveAlias(model, field.type).kind === "option";
    const type = printType(field.type, scope);
    // An alias hides the `undefined` that `exactOptionalPropertyTypes` wants to see.
    const member = isOption && field.type.kind !== "option" ? `${type} | undefined` : type;
    return [
      docComment({ documentation: field.documentation, deprecated: field.deprecated }),
      `${memberName(field.name)}${isOption ? "?" : ""}: ${member};`,
    ];
  });
}
