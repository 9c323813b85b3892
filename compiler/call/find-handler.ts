/** Which handler of a schema a call from outside means. */

import { formatProcessId } from "../../runtime/contract/index.js";
import type { Handler, Model } from "../model/model.js";
import { formatRoute } from "../model/route.js";
import { toKebab } from "../naming/wit-names.js";
import { UsageError } from "../project/usage-error.js";
import { didYouMean, suggest } from "../text/suggest.js";

/** A process that a schema knows: one that it declares, or one that it uses. */
export interface KnownProcess {
  /** `counter:counter:template.os`. */
  readonly id: string;
  /** As the schema calls it: `Counter`, or the alias of a used one. */
  readonly name: string;
  readonly handlers: readonly Handler[];
}

/** Its own first. */
export function knownProcesses({ processes }: Model): readonly KnownProcess[] {
  const own = processes.map(({ id, name, handlers }) => ({ id: formatProcessId(id), name, handlers }));
  const used = processes.flatMap(({ uses }) =>
    uses.map(({ processId: id, alias: name, handlers }) => ({ id, name, handlers })),
  );
  return [...own, ...used];
}

/**
 * By its name in any of its forms: `createTask`, `CreateTask`, `create-task`. Throws `UsageError` for one that is not
 * there, or that only HTTP reaches.
 */
export function findHandler(process: KnownProcess, word: string): Handler {
  const { handlers } = process;
  const handler = handlers.find((each) => [each.name, each.wireName, toKebab(each.name)].includes(word));
  if (!handler) {
    const callable = handlers.filter(isCallable).map(({ name }) => name);
    const list = callable.length === 0 ? "none can be called" : `it has ${callable.join(", ")}`;
    const hint =
      didYouMean(
        suggest(
          word,
          handlers.map(({ name }) => name),
        ),
      ) ?? list;
    throw new UsageError(`${process.name} has no handler \`${word}\`; ${hint}`);
  }
  if (isCallable(handler)) return handler;
  throw new UsageError(
    `\`${handler.name}\` of ${process.name} is reached over HTTP only${describeHttp(handler)}; \`local\` would make it one to call`,
  );
}

function isCallable({ local, remote }: Handler): boolean {
  return local || remote;
}

function describeHttp({ http }: Handler): string {
  if (!http?.path) return "";
  return ` (${[...http.methods.slice(0, 1), formatRoute(http.path)].join(" ")})`;
}
