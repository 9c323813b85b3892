/** The four figures over the corpus, by area: `node dist/test/corpus/figures.js` prints them. */

import { pathToFileURL } from "node:url";
import { judge, listAreas, readArea } from "./corpus.js";

export interface Figures {
  caseCount: number;
  mistakeCount: number;
  onLine: number;
  onToken: number;
  repaired: number;
  fixed: number;
  /** Cases with a finding that is about none of their mistakes. */
  withExtra: number;
  /** The most such findings that one mistake has. */
  worstExtra: number;
}

export async function measure(areas: readonly string[]): Promise<Figures> {
  const sum: Figures = {
    caseCount: 0,
    mistakeCount: 0,
    onLine: 0,
    onToken: 0,
    repaired: 0,
    fixed: 0,
    withExtra: 0,
    worstExtra: 0,
  };
  for (const one of areas.flatMap(readArea)) {
    const { onLine, onToken, isRepaired, isFixed, extraCount } = await judge(one);
    sum.caseCount += 1;
    sum.mistakeCount += one.expected.length;
    sum.onLine += onLine;
    sum.onToken += onToken;
    sum.repaired += isRepaired ? 1 : 0;
    sum.fixed += isFixed ? 1 : 0;
    sum.withExtra += extraCount > 0 ? 1 : 0;
    sum.worstExtra = Math.max(sum.worstExtra, extraCount / one.expected.length);
  }
  return sum;
}

async function print(): Promise<void> {
  const rows = [
    [
      "area",
      "cases",
      "mistakes",
      "right line",
      "exact token",
      "repaired",
      "by a fix alone",
      "with extra",
      "worst extra",
    ],
  ];
  const areas = listAreas();
  for (const [name, part] of [...areas.map((area) => [area, [area]] as const), ["all", areas] as const]) {
    const figures = await measure(part);
    const percent = (count: number, of: number): string => `${((100 * count) / of).toFixed(1)} %`;
    const { caseCount, mistakeCount, onLine, onToken, repaired, fixed, withExtra, worstExtra } = figures;
    rows.push([
      name,
      String(caseCount),
      String(mistakeCount),
      percent(onLine, mistakeCount),
      percent(onToken, mistakeCount),
      percent(repaired, caseCount),
      percent(fixed, caseCount),
      String(withExtra),
      String(worstExtra),
    ]);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await print();
