/** Where the lines of a bundle come from, read from its source map (https://tc39.es/ecma426/): lines only, and in one pass. */

/** From 0; of a line without an origin, `source` is -1. */
export interface LineOrigin {
  /** Index into the map's `sources`. */
  readonly source: number;
  readonly line: number;
}

/**
 * For each line of `mappings` what stands at `columns[line]`: the origin of the last segment that does not begin behind it.
 * Node's `SourceMap` makes an object of every segment, of which a bundle has six a line, and takes several times as long.
 */
export function readLineOrigins(mappings: string, columns: readonly number[]): readonly LineOrigin[] {
  const origins: LineOrigin[] = [];
  // Each number of a segment is a difference to the one before: column, source, line, and two more that nobody asks for.
  let [source, line, column, field, value, shift] = [0, 0, 0, 0, 0, 0];
  let [foundSource, foundLine] = [-1, 0];
  // No function within: all of it runs once, before the engine has compiled any.
  for (let at = 0; origins.length < columns.length; at++) {
    const code = at < mappings.length ? mappings.charCodeAt(at) : semicolon;
    if (code === comma || code === semicolon) {
      if (field > 0 && column <= (columns[origins.length] ?? 0)) [foundSource, foundLine] = field > 1 ? [source, line] : [-1, 0];
      field = 0;
      if (code === comma) continue;
      origins.push({ source: foundSource, line: foundLine });
      [column, foundSource, foundLine] = [0, -1, 0];
      continue;
    }
    const digit = digits[code] ?? 0;
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit > 31) continue;
    // The lowest bit is the sign.
    const step = value & 1 ? -(value >>> 1) : value >>> 1;
    if (field === 0) column += step;
    else if (field === 1) source += step;
    else if (field === 2) line += step;
    field++;
    value = shift = 0;
  }
  return origins;
}

const comma = 0x2c;
const semicolon = 0x3b;

/** Of base64, by character code. */
const digits = new Uint8Array(128);
for (const [value, character] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].entries()) {
  digits[character.charCodeAt(0)] = value;
}
