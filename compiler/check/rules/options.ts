/**
 * Endpoints and uis have the options that exist for them, each true or false, and none that contradicts another; a log
 * has its own, each a level.
 */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import { logLevels } from "../../model/model.js";
import type { LiteralSyntax, OptionSyntax } from "../../syntax/nodes.js";
import { didYouMean, suggest } from "../../text/suggest.js";
import type { SourceFile } from "../../text/source-file.js";
import type { Bindings } from "../bindings.js";
import { readTruth } from "../literals.js";
import { allOptions, type WrittenOptions } from "../parts.js";
import { httpDefaults, logDefaults, readLevel, readSettings, socketDefaults } from "../settings.js";

export function checkOptions(bindings: Bindings, report: Report): void {
  for (const written of allOptions(bindings)) {
    checkNames(written, report);
    checkConflicts(written, report);
  }
}

const defaults: Readonly<Record<WrittenOptions["place"], object>> = {
  "a `ui`": httpDefaults,
  "a `log`": logDefaults,
  "an `http` endpoint": httpDefaults,
  "a `ws` endpoint": socketDefaults,
};

function checkNames({ file, options, place }: WrittenOptions, report: Report): void {
  const known = Object.keys(defaults[place]);
  for (const option of options) {
    const { name } = option;
    if (known.includes(name.text)) {
      if (place === "a `log`") checkLevel(file, option, report);
      else checkTruth(file, option, report);
      continue;
    }
    const suggestion = suggest(name.text, known);
    const help = didYouMean(suggestion) ?? reasons.get(name.text);
    const args = { name: name.text, where: place, known: known.map((one) => `\`${one}\``).join(", "), help };
    report("name/unknown-option", args, { file, span: name.span }, { fixes: replacement(name.span, suggestion) });
  }
}

function checkTruth(file: SourceFile, { name, value }: OptionSyntax, report: Report): void {
  if (value.kind === "word" && (value.text === "true" || value.text === "false")) return;
  const better = readTruth(value);
  const fixes = replacement(value.span, better);
  report("process/option-value", { name: name.text, better }, { file, span: value.span }, { fixes });
}

function checkLevel(file: SourceFile, { name, value }: OptionSyntax, report: Report): void {
  if (readLevel(value) !== undefined) return;
  const better = meantLevel(value);
  const args = { name: name.text, better };
  report("process/log-level", args, { file, span: value.span }, { fixes: replacement(value.span, better) });
}

/** Levels of other loggers. */
const levels: ReadonlyMap<string, string> = new Map([
  ["all", "debug"],
  ["critical", "error"],
  ["false", "none"],
  ["fatal", "error"],
  ["no", "none"],
  ["notice", "info"],
  ["off", "none"],
  ["silent", "none"],
  ["trace", "debug"],
  ["verbose", "debug"],
]);

function meantLevel(value: LiteralSyntax): string | undefined {
  const text = value.kind === "string" ? value.value : value.kind === "word" ? value.text : "";
  const word = text.toLowerCase();
  return levels.get(word) ?? suggest(word, ["none", ...logLevels]);
}

/** Options of the other kind, and one of Hyperdrive's predecessor. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["localOnly", "a WebSocket is open to every address that the node's port is open to; remove the option"],
  ["extension", "it is an option of `ws` endpoints"],
  ["encrypted", "Hyperdrive encrypts no sockets itself: a proxy with TLS before the node does; remove the option"],
]);

function checkConflicts({ file, options, place }: WrittenOptions, report: Report): void {
  if (place === "a `log`") return;
  if (place === "a `ws` endpoint" ? !readSettings(options, socketDefaults).secureSubdomain : !readSettings(options, httpDefaults).secureSubdomain) return;
  for (const { name, value, span } of options) {
    if (value.kind !== "word") continue;
    const option = `${name.text} ${value.text}`;
    if (option !== "authenticated false" && option !== "localOnly true") continue;
    report("process/option-conflict", { option }, { file, span });
  }
}
