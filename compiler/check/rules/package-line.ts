/** A schema belongs to exactly one package, whose parts Hyperware can carry. */

import type { Report } from "../../diagnostics/report.js";
import type { PackageSyntax, WordSyntax } from "../../syntax/nodes.js";
import type { Bindings } from "../bindings.js";

/** `-` between words of small letters and digits: it becomes a part of process ids, file names and WIT names. */
const packageName = /^(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** A node's name. */
const publisher = /^(?=.{1,100}$)[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** https://semver.org */
const suffix = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const whole = "(?:0|[1-9][0-9]*)";
const version = new RegExp(`^(?=.{1,64}$)${whole}\\.${whole}\\.${whole}(?:-${suffix})?(?:\\+${suffix})?$`);

export function checkPackageLine({ packages, trees, complete }: Bindings, report: Report): void {
  const [first, ...others] = packages;
  const tree = trees[0];
  if (first === undefined) {
    if (tree !== undefined && complete) report("package/missing", {}, { file: tree.file, span: { start: 0, end: 0 } });
    return;
  }
  const { file, syntax } = first;
  for (const { part, word } of findBadParts(syntax)) {
    report("package/part", { part, text: word.text }, { file, span: word.span });
  }
  for (const other of others) {
    const related = [{ file, span: syntax.span, message: "the first one" }];
    report("package/duplicate", {}, { file: other.file, span: other.syntax.span }, { related });
  }
}

/** The parts of a package line that are not what they must be. */
export function findBadParts(line: PackageSyntax): readonly BadPart[] {
  const parts = [
    { part: "name", word: line.name, pattern: packageName },
    { part: "publisher", word: line.publisher, pattern: publisher },
    { part: "version", word: line.version, pattern: version },
  ] as const;
  return parts.filter(({ word, pattern }) => !pattern.test(word.text));
}

interface BadPart {
  readonly part: "name" | "publisher" | "version";
  readonly word: WordSyntax;
}
