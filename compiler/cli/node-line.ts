/** A line of the local node as a person reads it. */

/** What a node prints. */
export interface NodeLine {
  /** The process that it is of. */
  readonly source: { readonly processName: string; readonly packageName: string; readonly publisherNode: string };
  readonly text: string;
}

export interface LineStyle {
  readonly colour: boolean;
  readonly now: Date;
}

/** By the first word of a process's line; the log of other processes may have none. */
const colours: ReadonlyMap<string, number> = new Map([
  ["error", 31],
  ["warn", 33],
  ["info", 32],
  ["debug", 90],
]);

/**
 *     todo:template.os: info [#12 POST /api/tasks] created      ->      22:41:07 todo info [#12 POST /api/tasks] created
 *
 * The process instead of its package, which is the same for all; further lines are indented.
 */
export function formatNodeLine({ source, text }: NodeLine, { colour, now }: LineStyle): string {
  const paint = (code: number, part: string): string => (colour ? `\u001b[${code}m${part}\u001b[39m` : part);
  const prefix = `${source.packageName}:${source.publisherNode}: `;
  const isOfProcess = text.startsWith(prefix);
  const own = isOfProcess ? text.slice(prefix.length) : text;
  const [, level = "", rest = own] = (isOfProcess && /^(error|warn|info|debug)(?= )([^]*)/.exec(own)) || [];
  const shown = level === "" ? own : paint(colours.get(level) ?? 39, level) + rest;
  const time = paint(90, now.toTimeString().slice(0, 8));
  const name = isOfProcess ? `${paint(36, source.processName)} ` : "";
  return `${time} ${name}${shown.replaceAll("\n", "\n         ")}`;
}
