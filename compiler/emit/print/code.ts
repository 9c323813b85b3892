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
  const printed: string[] = [];
  for (const line of readTemplate(template)) {
    const text = printLine(line, fragments);
    if (text !== undefined) printed.push(text);
  }
  return printed.join("\n").replace(/^\n+|\n+$/g, "");
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

/** A text, or the number of the fragment that stands there. */
type Piece = string | number;

interface Line {
  readonly pieces: readonly Piece[];
  /** White space alone. */
  readonly isBlank: boolean;
  /** Fragments alone, with white space around them. */
  readonly isAlone: boolean;
  /** What goes at the beginning, and what each further line of a fragment begins with. */
  readonly cutLength: number;
  readonly indentation: string;
}

/** Each template is read once: a schema with a thousand types prints with the same one a thousand times. */
const templates = new WeakMap<TemplateStringsArray, readonly Line[]>();

function readTemplate(template: TemplateStringsArray): readonly Line[] {
  const known = templates.get(template);
  if (known !== undefined) return known;
  const rows = splitRows(template);
  const shared = Math.min(...rows.filter((row) => !isBlankRow(row)).map(indentationOf));
  const lines = rows.map((pieces): Line => {
    const indentation = indentationOf(pieces);
    return {
      pieces,
      isBlank: isBlankRow(pieces),
      isAlone: pieces.every((piece) => typeof piece === "number" || piece.trim() === ""),
      cutLength: Math.min(shared, indentation),
      indentation: " ".repeat(Math.max(0, indentation - shared)),
    };
  });
  templates.set(template, lines);
  return lines;
}

function splitRows(texts: readonly string[]): readonly (readonly Piece[])[] {
  const rows: Piece[][] = [[]];
  texts.forEach((text, index) => {
    text.split("\n").forEach((piece, pieceIndex) => {
      if (pieceIndex > 0) rows.push([]);
      if (piece !== "") rows.at(-1)?.push(piece);
    });
    if (index < texts.length - 1) rows.at(-1)?.push(index);
  });
  return rows;
}

function isBlankRow(row: readonly Piece[]): boolean {
  return row.every((piece) => typeof piece === "string" && piece.trim() === "");
}

function indentationOf([first]: readonly Piece[]): number {
  return typeof first === "string" ? first.length - first.trimStart().length : 0;
}

/** Undefined for a line that goes away with its fragments. */
function printLine(
  { pieces, isBlank, isAlone, cutLength, indentation }: Line,
  fragments: readonly Fragment[],
): string | undefined {
  if (isBlank) return "";
  let text = "";
  let hasFragment = false;
  for (const piece of pieces) {
    const part = typeof piece === "string" ? piece : textOf(fragments[piece]);
    if (part !== undefined) text += part;
    hasFragment ||= typeof piece === "number" && part !== undefined;
  }
  if (isAlone && !hasFragment) return undefined;
  text = text.slice(cutLength);
  return indentation === "" ? text : text.replace(/\n(?!\n|$)/g, `\n${indentation}`);
}

/** Undefined for no lines at all. */
function textOf(fragment: Fragment): string | undefined {
  if (fragment === undefined || typeof fragment === "string") return fragment;
  const lines = toLines(fragment);
  return lines.length === 0 ? undefined : lines.join("\n");
}
