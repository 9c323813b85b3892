/** The options of endpoints and uis. */

import type { OptionSyntax } from "../syntax/nodes.js";

export interface Settings {
  readonly authenticated: boolean;
  readonly localOnly: boolean;
}

/** What holds when nothing is written: only the logged-in owner, from anywhere. */
export const defaultSettings: Settings = { authenticated: true, localOnly: false };

export const optionNames: readonly string[] = Object.keys(defaultSettings);

/** Unknown options and values, which are reported, are passed over. */
export function readSettings(options: readonly OptionSyntax[]): Settings {
  const read = (name: keyof Settings): boolean => {
    const option = options.find((one) => one.name.text === name);
    if (option?.value.kind !== "word") return defaultSettings[name];
    return option.value.text === "true" || (option.value.text !== "false" && defaultSettings[name]);
  };
  return { authenticated: read("authenticated"), localOnly: read("localOnly") };
}
