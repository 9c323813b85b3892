/** Templates that look like their output: a fragment is indented by where it stands. */

/** Lines of text; a list is one fragment a line; `undefined` prints nothing: alone on a line, it takes the line along. */
export type Fragment = string | undefined | readonly Fragment[];

/**
 *     code`
 *       interface ${name} {
 *         ${fields}
 *       }
 *     `
 *
 * The indentation that all lines of the template share is removed, and so are the first and last line when empty. A
 * fragment of several lines gets the indentation of the line it stands on. The result ends without a line end.
 */
export function code(template: TemplateStringsArray, ...fragments: readonly Fragment[]): string {
  const lines = splitLines(template, fragments);
  const shared = Math.min(...lines.filter((line) => !isBlank(line)).map(indentationOf));
  return lines
    .flatMap((line) => printLine(line, shared))
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}

/** Lines of a fragment, without those of `undefined`. */
export function toLines(fragment: Fragment): readonly string[] {
  if (fragment === undefined) return [];
  return typeof fragment === "string" ? fragment.split("\n") : fragment.flatMap(toLines);
}

/** Fragments with an empty line between them. */
export function spaced(fragments: readonly Fragment[]): readonly Fragment[] {
  return fragments.flatMap((fragment, index) => (index === 0 ? [fragment] : ["", fragment]));
}

type Piece =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "fragment"; readonly fragment: Fragment };
type Line = readonly Piece[];

function splitLines(texts: readonly string[], fragments: readonly Fragment[]): readonly Line[] {
  const lines: Piece[][] = [[]];
  texts.forEach((text, index) => {
    text.split("\n").forEach((piece, pieceIndex) => {
      if (pieceIndex > 0) lines.push([]);
      if (piece !== "") lines.at(-1)?.push({ kind: "text", text: piece });
    });
    if (index < fragments.length) lines.at(-1)?.push({ kind: "fragment", fragment: fragments[index] });
  });
  return lines;
}

function isBlank(line: Line): boolean {
  return line.every((piece) => piece.kind === "text" && piece.text.trim() === "");
}

function indentationOf(line: Line): number {
  const [first] = line;
  return first?.kind === "text" ? first.text.length - first.text.trimStart().length : 0;
}

function printLine(line: Line, shared: number): readonly string[] {
  if (isBlank(line)) return [""];
  const fragments = line.filter((piece) => piece.kind === "fragment");
  const isAlone = line.every((piece) => piece.kind === "fragment" || piece.text.trim() === "");
  if (isAlone && fragments.every((piece) => toLines(piece.fragment).length === 0)) return [];
  const text = line
    .map((piece) => (piece.kind === "text" ? piece.text : toLines(piece.fragment).join("\n")))
    .join("")
    .slice(Math.min(shared, indentationOf(line)));
  const indentation = " ".repeat(Math.max(0, indentationOf(line) - shared));
  return text.split("\n").map((each, index) => (index === 0 || each === "" ? each : indentation + each));
}
