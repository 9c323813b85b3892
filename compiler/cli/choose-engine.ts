/** Which engine a process gets: by the command line, the schema, `hproc.config.json`, or none of them. */

import type { Config } from "../model/config.js";
import { defaultEngine, engineNames, isEngineName, type EngineName } from "../model/engine.js";
import type { Process } from "../model/model.js";
import { UsageError } from "../project/usage-error.js";
import { didYouMean, suggest } from "../text/suggest.js";

/** The nearest choice counts: what is asked for this once, then of this process, then of the project. */
export function chooseEngine(
  asked: EngineName | undefined,
  process: Pick<Process, "engine">,
  config: Pick<Config, "engine">,
): EngineName {
  return asked ?? process.engine ?? config.engine ?? defaultEngine;
}

/** The option `--engine`; undefined when it is not there. Throws `UsageError` for what is no engine. */
export function readEngine(value: string | boolean | undefined): EngineName | undefined {
  if (value === undefined) return undefined;
  const name = String(value);
  if (isEngineName(name)) return name;
  const names = engineNames.map((each) => `\`${each}\``).join(" or ");
  const hint = didYouMean(suggest(name.toLowerCase(), engineNames));
  throw new UsageError(`\`--engine\` takes ${names}; found ${name === "" ? "an empty text" : `\`${name}\``}${hint === undefined ? "" : `; ${hint}`}`);
}
