/** Which hproc this is. */

import { readFileSync } from "node:fs";

export function ownVersion(): string {
  return ownDescription().version;
}

export interface OwnDescription {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly devDependencies: { readonly "@types/node": string };
}

/** `package.json`. */
export function ownDescription(): OwnDescription {
  const description: unknown = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  return description as OwnDescription;
}
