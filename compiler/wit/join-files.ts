/** Files of one WIT package as one text, as WIT sees them, and its places as places of the files. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { createSourceFile, type SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { parse } from "./generated/parser.js";
import { isTooDeep } from "./parse-wit.js";
import { interfaceName } from "./find-name.js";

export interface JoinedFiles {
  /** The only file itself. */
  readonly file: SourceFile;
  /** Of the files, without folders. */
  readonly names: readonly string[];
  /** Of the first files, how far they reach. */
  endOf(count: number): number;
  /** The same finding at its place in the file that it comes from. */
  locate(diagnostic: Diagnostic): Diagnostic;
}

export function joinFiles(files: readonly [SourceFile, ...SourceFile[]]): JoinedFiles {
  const [first, ...others] = files;
  const starts: number[] = [];
  let length = 0;
  for (const { text } of files) {
    starts.push(length);
    // A line end between them, since a comment may end without one.
    length += text.length + 1;
  }
  const joined =
    others.length === 0 ? first : createSourceFile(first.path, files.map(({ text }) => text).join("\n"), first.name);
  const place = <Placed extends { readonly file: SourceFile; readonly span: Span }>(placed: Placed): Placed => {
    if (placed.file !== joined || joined === first) return placed;
    const index = starts.findLastIndex((start) => start <= placed.span.start);
    const [file, start] = [files[index] ?? first, starts[index] ?? 0];
    const clip = (offset: number): number => Math.min(offset - start, file.text.length);
    return { ...placed, file, span: { start: clip(placed.span.start), end: clip(placed.span.end) } };
  };
  return {
    file: joined,
    names: files.map(({ name }) => name),
    endOf: (count) => starts[count] ?? length,
    locate: (diagnostic) => ({ ...place(diagnostic), related: diagnostic.related.map(place) }),
  };
}

/** Interfaces of the same package that a file uses and does not have; none of a text that is no WIT. */
export function missingInterfaces(file: SourceFile): readonly string[] {
  const result = isTooDeep(file.text) ? undefined : parse(file.text, { peg$library: true });
  if (!result?.peg$success) return [];
  const interfaces = result.peg$result.filter((item) => item.kind === "interface");
  const own = new Set(["standard", ...interfaces.map(({ name }) => name.text)]);
  const used = interfaces.flatMap(({ items }) => items.flatMap((item) => (item.kind === "use" ? [item.from] : [])));
  const names = used.filter((from) => !/[:/]/.test(from)).map(interfaceName);
  return [...new Set(names)].filter((name) => !own.has(name));
}
