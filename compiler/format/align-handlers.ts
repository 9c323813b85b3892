/**
 * The names of neighbouring handlers in one column:
 *
 *     http GET "/api/tasks"       listTasks(filter: Filter = All from query) -> list<Task>
 *     http GET "/api/tasks/{id}"  getTask(id: u64) -> result<Task, TodoError>
 *     http DELETE "/api/tasks/{id}", local, remote
 *                                 removeTask(id: u64) -> result<unit, TodoError>
 *     local, remote               countTasks() -> u64
 */

import { builders, printer, utils } from "prettier/doc";
import { displayWidth } from "../text/display-width.js";
import type { Entry } from "./list.js";
import type { HandlerParts } from "./print-handler.js";

type Doc = builders.Doc;
const { hardline, indent } = builders;

export interface LineStyle {
  readonly printWidth: number;
  readonly tabWidth: number;
}

/** Columns of kinds that the others of a run make room for. */
const commonWidth = 28;
/** Where most kinds of a run are longer than that. */
const longWidth = 48;
/** Between kinds and name. */
const distance = 2;

/** The members of a process; a run of handlers ends at an empty line and at any other member. */
export function alignHandlers(entries: readonly Entry<Doc | HandlerParts>[], style: LineStyle): readonly Entry<Doc>[] {
  const aligned: Entry<Doc>[] = [];
  let run: Entry<HandlerParts>[] = [];
  const endRun = (): void => {
    const column = chooseColumn(run.map(({ printed }) => widthOfKinds(printed)));
    for (const entry of run) aligned.push({ ...entry, printed: printAt(column, entry.printed, style) });
    run = [];
  };
  for (const entry of entries) {
    const { printed } = entry;
    const handler = isHandler(printed) ? { ...entry, printed } : undefined;
    if (handler === undefined || handler.hasEmptyLine) endRun();
    if (handler === undefined) aligned.push({ ...entry, printed: printed as Doc });
    else run.push(handler);
  }
  endRun();
  return aligned;
}

function isHandler(printed: Doc | HandlerParts): printed is HandlerParts {
  return typeof printed === "object" && "kinds" in printed;
}

/** Behind the longest kinds that are not too long. */
function chooseColumn(widths: readonly number[]): number {
  const common = widths.filter((width) => width <= commonWidth);
  const long = widths.filter((width) => width <= longWidth);
  const chosen = common.length * 2 > widths.length ? common : long;
  const longest = chosen.reduce((left, right) => Math.max(left, right), 0);
  return (longest === 0 ? commonWidth : longest) + distance;
}

function printAt(column: number, parts: HandlerParts, style: LineStyle): Doc {
  const { kinds, name, signature } = parts;
  const kindsWidth = widthOfKinds(parts);
  if (kindsWidth + distance <= column) return [kinds, " ".repeat(column - kindsWidth), name, signature];
  const lineWidth = style.printWidth - style.tabWidth;
  const nameWidth = widthOf(name);
  // Parameters in lines of their own would stand far to the left of a name in the column.
  if (column + nameWidth + widthOf(signature) > lineWidth && utils.canBreak(signature)) {
    const fits = kindsWidth + distance + nameWidth + "(".length <= lineWidth;
    return fits ? [kinds, " ".repeat(distance), name, signature] : [kinds, indent([hardline, name, signature])];
  }
  return [kinds, hardline, " ".repeat(column), name, signature];
}

/** As `widthOf`; nothing can stand behind a `//` comment. */
function widthOfKinds({ kinds, areKindsEndingLine }: HandlerParts): number {
  return areKindsEndingLine ? Number.POSITIVE_INFINITY : widthOf(kinds);
}

/** Columns of a text in one line; `Infinity` for one that needs several. */
function widthOf(printed: Doc): number {
  const options = { printWidth: Number.POSITIVE_INFINITY, tabWidth: 0, endOfLine: "lf" };
  const { formatted } = printer.printDocToString(printed, options);
  return formatted.includes("\n") ? Number.POSITIVE_INFINITY : displayWidth(formatted);
}
