/** Endpoints and uis have the options that exist for them, each true or false, and none that contradicts another. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import { readTruth } from "../literals.js";
import { didYouMean, suggest } from "../../text/suggest.js";
import type { Bindings } from "../bindings.js";
import { allOptions, type WrittenOptions } from "../parts.js";
import { httpDefaults, readSettings, socketDefaults } from "../settings.js";

export function checkOptions(bindings: Bindings, report: Report): void {
  for (const written of allOptions(bindings)) {
    checkNames(written, report);
    checkConflicts(written, report);
  }
}

function checkNames({ file, options, place }: WrittenOptions, report: Report): void {
  const known = Object.keys(place === "a `ws` endpoint" ? socketDefaults : httpDefaults);
  for (const { name, value } of options) {
    if (known.includes(name.text)) {
      if (value.kind === "word" && (value.text === "true" || value.text === "false")) continue;
      const better = readTruth(value);
      const fixes = replacement(value.span, better);
      report("process/option-value", { name: name.text, better }, { file, span: value.span }, { fixes });
      continue;
    }
    const suggestion = suggest(name.text, known);
    const help = didYouMean(suggestion) ?? reasons.get(name.text);
    const args = { name: name.text, where: place, known: known.map((one) => `\`${one}\``).join(", "), help };
    report("name/unknown-option", args, { file, span: name.span }, { fixes: replacement(name.span, suggestion) });
  }
}

/** Options of the other kind, and one of Hyperdrive's predecessor. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["localOnly", "a WebSocket is open to every address that the node's port is open to; remove the option"],
  ["extension", "it is an option of `ws` endpoints"],
  ["encrypted", "Hyperdrive encrypts no sockets itself: a proxy with TLS before the node does; remove the option"],
]);

function checkConflicts({ file, options, place }: WrittenOptions, report: Report): void {
  if (place === "a `ws` endpoint" ? !readSettings(options, socketDefaults).secureSubdomain : !readSettings(options, httpDefaults).secureSubdomain) return;
  for (const { name, value, span } of options) {
    if (value.kind !== "word") continue;
    const option = `${name.text} ${value.text}`;
    if (option !== "authenticated false" && option !== "localOnly true") continue;
    report("process/option-conflict", { option }, { file, span });
  }
}
