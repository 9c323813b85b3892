/** Every name becomes a WIT name, and so does the world. */

import type { Fix } from "../../diagnostics/diagnostic.js";
import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import { findWitObstacle, isWitIdentifier, toKebab, toWorldName, witKeywords } from "../../naming/wit-names.js";
import type { WordSyntax } from "../../syntax/nodes.js";
import { toLatin } from "../../text/look-alikes.js";
import type { Bindings, BoundProcess } from "../bindings.js";
import { declaredNames } from "../declared-names.js";
import { findBadParts } from "./package-line.js";

export function checkWitNames(bindings: Bindings, report: Report): void {
  for (const { file, word } of declaredNames(bindings)) {
    const reason = findWitObstacle(word.text);
    if (reason === undefined) continue;
    const { help, fixes } = suggestName(word);
    report("name/wit", { name: word.text, reason, help }, { file, span: word.span }, { fixes });
  }
  const interfaces = new Set(bindings.processes.map((process) => toKebab(process.syntax.name.text)));
  for (const process of bindings.processes) checkWorld(process, interfaces, bindings, report);
}

/** A name that WIT can carry and that reads the same; letters that only look like Latin ones were never meant. */
function suggestName({ text, span }: WordSyntax): { readonly help: string; readonly fixes: readonly Fix[] } {
  const latin = toLatin(text);
  if (latin !== undefined && findWitObstacle(latin) === undefined) {
    return { help: `some of its letters only look like Latin ones: write \`${latin}\``, fixes: replacement(span, latin) };
  }
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ß", "ss").replace(/_+(?=[0-9]|$)|^_+|_+(?=_)/g, "");
  const isBetter = plain !== text && findWitObstacle(plain) === undefined;
  return { help: isBetter ? `write a name such as \`${plain}\`` : "choose another name", fixes: [] };
}

/** Worlds and interfaces share one set of names, and each process is an interface beside those of Hyperware. */
function checkWorld(
  { file, syntax }: BoundProcess,
  interfaces: ReadonlySet<string>,
  { packages }: Bindings,
  report: Report,
): void {
  const written = syntax.members.find((member) => member.kind === "world")?.world;
  const line = packages[0]?.syntax;
  if (line === undefined || (written === undefined && findBadParts(line).length > 0)) return;
  const name = written?.value ?? toWorldName(line.name.text, line.publisher.text);
  const place = { file, span: written?.span ?? syntax.name.span };
  const help = 'write a world such as `world "todo-template-dot-os-v0"`';
  if (!isWitIdentifier(name)) {
    const reason = "a world has words of small letters and digits with `-` between them";
    report("name/wit", { name, reason, help }, place);
  } else if (["standard", "lib", "process-v1", "types"].includes(name)) {
    report("name/wit", { name, reason: "Hyperware has a world or interface of this name", help }, place);
  } else if (witKeywords.has(name)) {
    report("name/wit", { name, reason: "tools that are given a world by its name take this for a keyword", help }, place);
  } else if (name.startsWith("types-")) {
    report("name/wit", { name, reason: "`types-` begins the worlds that hold types alone", help }, place);
  } else if (interfaces.has(name) || interfaces.has(`types-${name}`)) {
    report("name/wit", { name, reason: "the interface of a process has this name", help }, place);
  }
}
