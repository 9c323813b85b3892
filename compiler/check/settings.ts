/** The options of endpoints and uis. */

import type { HttpSettings, SocketEndpoint } from "../model/model.js";
import type { OptionSyntax } from "../syntax/nodes.js";

/** What holds when nothing is written: only the logged-in owner, from anywhere. */
export const httpDefaults: HttpSettings = { authenticated: true, localOnly: false, secureSubdomain: false };

export type SocketSettings = Pick<SocketEndpoint, "authenticated" | "secureSubdomain" | "extension">;

/** The same for WebSockets. */
export const socketDefaults: SocketSettings = { authenticated: true, secureSubdomain: false, extension: false };

/** What is written, on top of the defaults. Unknown options and values, which are reported, are passed over. */
export function readSettings<Settings extends { readonly [Name in keyof Settings]: boolean }>(
  options: readonly OptionSyntax[],
  defaults: Settings,
): Settings {
  const written: Record<string, boolean> = {};
  for (const { name, value } of [...options].reverse()) {
    if (!Object.hasOwn(defaults, name.text) || value.kind !== "word") continue;
    if (value.text === "true" || value.text === "false") written[name.text] = value.text === "true";
  }
  return { ...defaults, ...written };
}
