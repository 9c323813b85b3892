/** The words behind a command as what they stand for. All of these throw `CommandError`. */

import { formatProcessId, parseProcessId, type ProcessId } from "../../../runtime/contract/index.js";
import { toMilliseconds } from "../../../runtime/contract/duration.js";
import type { LocalNode } from "../../../runtime/node/index.js";
import { didYouMean, suggest } from "../../text/suggest.js";
import { CommandError } from "./command-error.js";
import type { Session } from "./session.js";

export interface NamedNode {
  readonly name: string;
  readonly node: LocalNode;
}

export interface NamedProcess extends NamedNode {
  readonly id: ProcessId;
}

export function readNode(word: string, { nodes }: Session): NamedNode {
  const node = nodes.get(word);
  if (node) return { name: word, node };
  throw new CommandError(`there is no node \`${word}\`; ${hintOf(word, [...nodes.keys()])}`);
}

/** Two nodes of which something is to happen in between. */
export function readPair(one: string, other: string, session: Session): readonly [string, string] {
  const names = [readNode(one, session).name, readNode(other, session).name] as const;
  if (names[0] !== names[1]) return names;
  throw new CommandError(`two different nodes have something between them; \`${one}\` is named twice`);
}

/** `todo`, `todo:todo:template.os`, or one of both behind `alice.os@` (`our@` where there is one node). */
export function readProcess(word: string, session: Session): NamedProcess {
  const [before, behind] = word.includes("@") ? splitAt(word) : [undefined, word];
  const found = findNodes(before, session).flatMap(({ name, node }) =>
    node
      .processes()
      .filter(({ id }) => behind === id.processName || behind === formatProcessId(id))
      .map(({ id }) => ({ name, node, id })),
  );
  const [only, another] = found;
  if (!only) {
    const known = findNodes(before, session).flatMap(({ node }) => node.processes().map(({ id }) => id.processName));
    throw new CommandError(`there is no process \`${word}\`; ${hintOf(behind, known, "`ps` lists all")}`);
  }
  if (!another) return only;
  const all = found.map(({ name, id }) => `\`${name}@${session.nodes.size > 1 ? id.processName : formatProcessId(id)}\``);
  throw new CommandError(`\`${word}\` is ${all.length === 2 ? "both" : "all of"} ${all.join(" and ")}; say which`);
}

/** Of all nodes, or the one that is named in front of an `@`. */
function findNodes(name: string | undefined, session: Session): readonly NamedNode[] {
  const all = [...session.nodes].map(([each, node]) => ({ name: each, node }));
  if (name === undefined) return all;
  if (name !== "our") return [readNode(name, session)];
  if (all.length === 1) return all;
  throw new CommandError(`\`our\` may be any of ${[...session.nodes.keys()].join(", ")}; name the node`);
}

function splitAt(word: string): readonly [string, string] {
  const at = word.indexOf("@");
  return [word.slice(0, at), word.slice(at + 1)];
}

/** A process that need not be there: an id in full is enough. */
export function readAddress(word: string, session: Session): { readonly node: string; readonly process: ProcessId } {
  const [before, behind] = word.includes("@") ? splitAt(word) : [undefined, word];
  const process = parseProcessId(behind);
  if (process && before !== undefined && before !== "our") return { node: before, process };
  const [only = "", another] = session.nodes.keys();
  if (process && another === undefined) return { node: only, process };
  const { name, id } = readProcess(word, session);
  return { node: name, process: id };
}

/** `200ms`, `2s`; bare digits only for 0. */
export function readTime(word: string): number {
  if (word === "0") return 0;
  try {
    return toMilliseconds(word);
  } catch {
    throw new CommandError(`\`${word}\` is no time; it has a unit, as in \`200ms\` or \`2s\``);
  }
}

/** Milliseconds since the Unix epoch. */
export function readMoment(word: string): number {
  const timeMs = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(word) ? Date.parse(word) : Number.NaN;
  if (!Number.isNaN(timeMs)) return timeMs;
  throw new CommandError(`\`${word}\` is no time of a day; it looks like \`2026-01-02T03:04:05.678Z\``);
}

/** `10%`, `0.1`; from 0 to 1. */
export function readShare(word: string): number {
  const [, digits, percent] = /^(\d+(?:\.\d+)?)(%?)$/.exec(word) ?? [];
  const share = Number(digits) / (percent === "%" ? 100 : 1);
  if (share >= 0 && share <= 1) return share;
  throw new CommandError(`\`${word}\` is no share; it is a percentage such as \`10%\`, or a number from 0 to 1`);
}

export function readWholeWord(word: string, { name, maximum }: { readonly name: string; readonly maximum: number }): number {
  if (/^\d+$/.test(word) && Number(word) <= maximum) return Number(word);
  throw new CommandError(`\`${word}\` is no ${name}; it is a whole number from 0 to ${maximum}`);
}

/** The nearest of a few words, or all of them. */
export function hintOf(word: string, known: readonly string[], otherwise?: string): string {
  const nearest = didYouMean(suggest(word, known));
  if (nearest !== undefined) return nearest;
  if (otherwise !== undefined) return otherwise;
  return known.length === 1 ? `the only one is \`${known[0]}\`` : `there are ${known.map((each) => `\`${each}\``).join(", ")}`;
}
