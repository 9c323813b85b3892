/** An interface as people read it: one line for each handler, then the types that they take. */

import type { DescribedHandler, DescribedInterface } from "./describe-interfaces.js";

/**
 *     counter
 *       total() -> u64           http GET /api/total, local, remote
 *         The present total.
 */
export function showInterface({ name, documentation, handlers, types }: DescribedInterface): string {
  const signatures = handlers.map(showSignature);
  // One very long signature does not push the rest out of sight.
  const width = Math.max(0, ...signatures.map(({ length }) => length).filter((length) => length <= 60));
  const lines = handlers.flatMap(({ transports, documentation: texts }, index) => [
    `${(signatures[index] ?? "").padEnd(width)}  ${transports.join(", ")}`,
    ...texts.map((text) => `  ${text}`),
  ]);
  const blocks = types.flatMap((type) => ["", ...type.split("\n")]);
  return [name, ...documentation.map((text) => `  ${text}`), ...[...lines, ...blocks].map(indent)].join("\n");
}

function showSignature({ name, parameters, returns }: DescribedHandler): string {
  return `${name}(${parameters}) -> ${returns}`;
}

function indent(line: string): string {
  return line === "" ? "" : `  ${line}`;
}
