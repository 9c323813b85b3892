/** Types and cases are written in PascalCase, everything else in camelCase: names are derived from their capitals. */

import type { Place, Report } from "../../diagnostics/report.js";
import { toCamel, toPascal } from "../../naming/typescript-names.js";
import { findWitObstacle } from "../../naming/wit-names.js";
import { walk } from "../../syntax/children.js";
import type { WordSyntax } from "../../syntax/nodes.js";
import type { SourceFile } from "../../text/source-file.js";
import type { Bindings } from "../bindings.js";
import { builtInNames } from "../declare.js";
import { declaredNames } from "../declared-names.js";

const patterns = { PascalCase: /^[A-Z][A-Za-z0-9]*$/, camelCase: /^[a-z][A-Za-z0-9]*$/ };
const conversions = { PascalCase: toPascal, camelCase: toCamel };

export function checkNameStyle(bindings: Bindings, report: Report): void {
  const findUses = createFindUses(bindings);
  for (const { file, word, what, style } of declaredNames(bindings)) {
    if (builtInNames.includes(word.text)) continue;
    // Then WIT names are what is wrong with it.
    if (findWitObstacle(word.text) !== undefined || patterns[style].test(word.text)) continue;
    // In `OPEN_NOW` not every capital begins a word.
    const converted = conversions[style](/[a-z]/.test(word.text) ? word.text : word.text.toLowerCase());
    const better = patterns[style].test(converted) ? converted : undefined;
    const uses = better === undefined ? undefined : findUses(file, word, better);
    const edits = uses?.map((use) => ({ file: use.file, span: use.span, newText: better ?? "" }));
    const fixes = edits === undefined ? [] : [{ title: `Write \`${better}\``, edits }];
    report("name/style", { what, name: word.text, style, better }, { file, span: word.span }, { fixes });
  }
}

type FindUses = (file: SourceFile, word: WordSyntax, better: string) => readonly Place[] | undefined;

/** Of a file that is as long as a hostile one nothing is renamed. */
const maxSearchedLength = 1_000_000;

/**
 * Every place where a declared name stands, when they are the declaration and types of that name; undefined when the
 * word stands anywhere else too, as another name or in a path, which may or may not be the same thing, or when the
 * better name is taken.
 */
function createFindUses({ trees }: Bindings): FindUses {
  let known:
    { readonly counts: ReadonlyMap<string, number>; readonly types: ReadonlyMap<string, readonly Place[]> } | undefined;
  return (file, word, better) => {
    known ??= { counts: countWords(trees), types: collectTypes(trees) };
    const types = /^[A-Za-z]/.test(word.text) ? (known.types.get(word.text) ?? []) : [];
    const uses = [{ file, span: word.span }, ...types];
    return known.counts.get(word.text) === uses.length && !known.counts.has(better) ? uses : undefined;
  };
}

function countWords(trees: Bindings["trees"]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { file } of trees) {
    if (file.text.length > maxSearchedLength) continue;
    for (const [word] of file.text.matchAll(/[\p{L}_][\p{L}\p{M}\p{N}_]*/gu))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

function collectTypes(trees: Bindings["trees"]): ReadonlyMap<string, readonly Place[]> {
  const types = new Map<string, Place[]>();
  for (const { file, schema } of trees) {
    for (const node of walk(schema)) {
      if (node.kind !== "type") continue;
      const places = types.get(node.name.text);
      if (places === undefined) types.set(node.name.text, [{ file, span: node.name.span }]);
      else places.push({ file, span: node.name.span });
    }
  }
  return types;
}
