/** A source text with its path, and offsets as lines and columns. */

export interface SourceFile {
  /** As the user named it, with `/`. */
  readonly path: string;
  /** As outputs name it: relative to the schema's folder, since they must not depend on where hproc was called. */
  readonly name: string;
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly lineStarts: readonly number[];
}

/** Line and column from 1; a column counts UTF-16 units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Lines end at `\n`, `\r\n` or `\r`. The name is that of the file without folders when none is given. */
export function createSourceFile(path: string, text: string, name = path.slice(path.lastIndexOf("/") + 1)): SourceFile {
  const lineStarts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) lineStarts.push(match.index + match[0].length);
  return { path, name, text, lineStarts };
}

/** The position of an offset; offsets past the end belong to the last line. */
export function positionAt(file: SourceFile, offset: number): Position {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (file.lineStarts[low] ?? 0) + 1 };
}

/** The text of a line (from 1) without its line end. */
export function lineText(file: SourceFile, line: number): string {
  const { text, lineStarts } = file;
  const start = lineStarts[line - 1] ?? text.length;
  // Not by a pattern, which would search the whole of a line that may be a megabyte, for each mark in it.
  let end = lineStarts[line] ?? text.length;
  while (end > start && (text[end - 1] === "\n" || text[end - 1] === "\r")) end -= 1;
  return text.slice(start, end);
}
