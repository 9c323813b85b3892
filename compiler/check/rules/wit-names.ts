/** Every name becomes a WIT name, and so does the world. */

import type { Report } from "../../diagnostics/report.js";
import { findWitObstacle, isWitIdentifier, toKebab, toWorldName } from "../../naming/wit-names.js";
import type { Bindings, BoundProcess } from "../bindings.js";
import { declaredNames } from "../declared-names.js";
import { findBadParts } from "./package-line.js";

export function checkWitNames(bindings: Bindings, report: Report): void {
  for (const { file, word } of declaredNames(bindings)) {
    const reason = findWitObstacle(word.text);
    if (reason === undefined) continue;
    report("name/wit", { name: word.text, reason, help: "choose another name" }, { file, span: word.span });
  }
  const interfaces = new Set(bindings.processes.map((process) => toKebab(process.syntax.name.text)));
  for (const process of bindings.processes) checkWorld(process, interfaces, bindings, report);
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
  } else if (name.startsWith("types-")) {
    report("name/wit", { name, reason: "`types-` begins the worlds that hold types alone", help }, place);
  } else if (interfaces.has(name) || interfaces.has(`types-${name}`)) {
    report("name/wit", { name, reason: "the interface of a process has this name", help }, place);
  }
}
