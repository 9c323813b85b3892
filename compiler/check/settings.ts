/** The options of endpoints, uis and logs. */

import { type HttpSettings, type LogLevel, logLevels, type LogSettings, type SocketEndpoint } from "../model/model.js";
import type { LiteralSyntax, OptionSyntax } from "../syntax/nodes.js";

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

/**
 * The terminal shows what the node's verbosity asks for, so that nothing has to be held back from it. A line for each
 * request has to be asked for: it costs a component about a tenth of the time of a small one, whether or not the node
 * shows it.
 */
export const logDefaults: LogSettings = { terminal: "debug", file: "info", requests: "none" };

/** What is written of a log, on top of the defaults. */
export function readLog(options: readonly OptionSyntax[]): LogSettings {
  const written: Record<string, LogLevel> = {};
  for (const { name, value } of [...options].reverse()) {
    const level = readLevel(value);
    if (Object.hasOwn(logDefaults, name.text) && level !== undefined) written[name.text] = level;
  }
  return { ...logDefaults, ...written };
}

/** Undefined for what is no level. */
export function readLevel(value: LiteralSyntax): LogLevel | undefined {
  if (value.kind !== "word") return undefined;
  return value.text === "none" ? "none" : logLevels.find((level) => level === value.text);
}
