/** The table of results as text, its columns aligned. */

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: "us" | "ms" | "s" | "/s" | "kB" | "MB";
  readonly comparison?: Comparison;
}

export interface Comparison {
  readonly with: string;
  /** The row's value divided by the other one. */
  readonly ratio: number;
}

export function compare(value: number, other: string, otherValue: number): Comparison {
  return { with: other, ratio: value / otherValue };
}

export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, value, unit, comparison }) => [
    name,
    formatNumber(value),
    unit,
    comparison?.with ?? "",
    comparison ? formatNumber(comparison.ratio) : "",
  ]);
  const lines = [["name", "value", "unit", "compared with", "ratio"], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const isNumber = [false, true, false, false, true];
  return lines
    .map((line) => line.map((cell, column) => pad(cell, widths[column] ?? 0, isNumber[column] === true)))
    .map((line) => line.join("  ").trimEnd())
    .join("\n");
}

function pad(cell: string, width: number, isNumber: boolean): string {
  return isNumber ? cell.padStart(width) : cell.padEnd(width);
}

/** Three digits that count: `0.123`, `1.23`, `12.3`, `123`, `12300`. */
function formatNumber(value: number): string {
  const digitCount = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return digitCount > 0 ? value.toFixed(digitCount) : String(Number(value.toPrecision(3)));
}
