/** A schema belongs to exactly one package, whose parts Hyperware can carry. */

import { replacement } from "../../diagnostics/fix.js";
import type { Report } from "../../diagnostics/report.js";
import type { PackageSyntax, WordSyntax } from "../../syntax/nodes.js";
import { packageName, publisherName } from "../../naming/package-names.js";
import { toKebab } from "../../naming/wit-names.js";
import type { Bindings } from "../bindings.js";

/** https://semver.org */
const suffix = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
const whole = "(?:0|[1-9][0-9]*)";
const version = new RegExp(`^(?=.{1,64}$)${whole}\\.${whole}\\.${whole}(?:-${suffix})?(?:\\+${suffix})?$`);

export function checkPackageLine({ packages, entry, complete }: Bindings, report: Report): void {
  const [first, ...others] = packages;
  if (first === undefined) {
    // WIT does not say its package.
    if (complete && entry.isInterface === undefined) report("package/missing", {}, { file: entry.file, span: { start: 0, end: 0 } });
    return;
  }
  const { file, syntax } = first;
  for (const { part, word } of findBadParts(syntax)) {
    const better = betterPart(part, word.text);
    report(
      "package/part",
      { part, text: word.text, better },
      { file, span: word.span },
      { fixes: replacement(word.span, better) },
    );
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
    { part: "publisher", word: line.publisher, pattern: publisherName },
    { part: "version", word: line.version, pattern: version },
  ] as const;
  return parts.filter(({ word, pattern }) => !pattern.test(word.text));
}

/** The text as it was meant, where only its form is wrong. */
function betterPart(part: BadPart["part"], text: string): string | undefined {
  if (part === "version") {
    const digits = text.replace(/^[vV]/, "");
    return [digits, `${digits}.0`, `${digits}.0.0`].find((one) => version.test(one));
  }
  const small = part === "name" ? toKebab(text) : text.toLowerCase();
  return (part === "name" ? packageName : publisherName).test(small) ? small : undefined;
}

interface BadPart {
  readonly part: "name" | "publisher" | "version";
  readonly word: WordSyntax;
}
