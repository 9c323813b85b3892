/** The id under which a node knows a process. */

import { toKebab } from "../naming/wit-names.js";
import type { PackageSyntax, ProcessSyntax } from "../syntax/nodes.js";
import type { Located } from "./unit.js";

/** `todo:todo:template.os`: the name in kebab-case with the package's; undefined without a package. */
export function processId(
  { name }: ProcessSyntax,
  packages: readonly Located<PackageSyntax>[],
): string | undefined {
  const line = packages[0]?.syntax;
  return line && `${toKebab(name.text)}:${line.name.text}:${line.publisher.text}`;
}
