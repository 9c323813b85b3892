/**
 * An `http` handler without path is reachable through every `http` endpoint, so with different settings the weakest
 * would decide who may call it.
 */

import type { Report } from "../../diagnostics/report.js";
import type { HttpSettings } from "../../model/model.js";
import type { Bindings, BoundProcess } from "../bindings.js";
import { isCatchAll } from "../http-kind.js";
import { httpDefaults, readSettings } from "../settings.js";

export function checkAmbiguousEndpoints(bindings: Bindings, report: Report): void {
  for (const process of bindings.processes) checkProcess(process, bindings, report);
}

function checkProcess({ file, endpoints, handlers }: BoundProcess, bindings: Bindings, report: Report): void {
  const byStrictness = endpoints
    .map(({ syntax }) => ({ path: syntax.path, settings: readSettings(syntax.options, httpDefaults) }))
    .sort((left, right) => strictness(right.settings) - strictness(left.settings));
  const stricter = byStrictness[0];
  const weaker = byStrictness.at(-1);
  if (stricter === undefined || weaker === undefined) return;
  if (strictness(stricter.settings) === strictness(weaker.settings)) return;
  const related = [stricter, weaker].map(({ path, settings }) => ({
    file,
    span: path.span,
    message: describe(settings),
  }));
  for (const handler of handlers) {
    if (handler.http === undefined || handler.http.path !== undefined) continue;
    const name = handler.syntax.name.text;
    const catchAll = isCatchAll(handler, bindings);
    const args = { name, stricter: stricter.path.value, weaker: weaker.path.value, catchAll };
    report("route/ambiguous-endpoint", args, { file, span: handler.syntax.name.span }, { related });
  }
}

/** Different for different settings; whoever is not the owner is worse than whoever is elsewhere. */
function strictness({ authenticated, localOnly, secureSubdomain }: HttpSettings): number {
  return Number(secureSubdomain) * 4 + Number(authenticated) * 2 + Number(localOnly);
}

function describe({ authenticated, localOnly, secureSubdomain }: HttpSettings): string {
  return secureSubdomain ? "secureSubdomain true" : `authenticated ${authenticated}, localOnly ${localOnly}`;
}
