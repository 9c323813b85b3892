/** Commands about processes: what runs, what it has said, its end and its start. */

import { formatProcessId } from "../../../runtime/contract/index.js";
import type { ProcessStatus } from "../../../runtime/node/index.js";
import { CommandError } from "./command-error.js";
import { formatLogLine } from "./log-line.js";
import { readMoment, readNode, readProcess, readWholeWord } from "./operands.js";
import type { ConsoleCommand, Session } from "./session.js";

const longestLogs = 2000;

export const processCommands: Readonly<Record<string, ConsoleCommand>> = {
  ps: {
    operands: "[node]",
    summary: "lists the processes",
    run([node], session) {
      const names = node === undefined ? [...session.nodes.keys()] : [readNode(node, session).name];
      const rows = names.flatMap((name) =>
        (session.nodes.get(name)?.processes() ?? []).map((status) => describeProcess(name, status)),
      );
      const cells = rows.map(({ node: at, id, state, seconds, starts, onExit }) => [
        ...(session.nodes.size > 1 ? [at] : []),
        id,
        describeState(state, seconds),
        starts === 1 ? "" : `start ${starts}`,
        `on exit ${onExit}`,
      ]);
      return { text: rows.length === 0 ? "no process is installed" : formatTable(cells), result: rows };
    },
  },
  kill: {
    operands: "<process>",
    summary: "ends a process, without its on-exit",
    async run([word = ""], session) {
      const { name, node, id } = readProcess(word, session);
      await node.kill(id);
      return done("was ended", name, formatProcessId(id));
    },
  },
  start: {
    operands: "<process>",
    summary: "starts a process that has ended",
    async run([word = ""], session) {
      const { node, id } = readProcess(word, session);
      const state = node.processes().find((status) => formatProcessId(status.id) === formatProcessId(id))?.state;
      if (state === "running" || state === "starting") {
        throw new CommandError(`\`${word}\` is ${state}; \`restart ${word}\` ends it first`, { isUsage: false });
      }
      return await startAnew(word, session);
    },
  },
  restart: {
    operands: "<process or node>",
    summary: "ends and starts a process, or all of a node: what is in memory is lost",
    async run([word = ""], session) {
      const node = session.nodes.get(word);
      if (!node) return await startAnew(word, session);
      await node.restart().catch((error: unknown) => refuse(`the node ${word} has not started as it was`, error));
      return { text: `${word} has restarted at ${node.url}`, result: { node: word, url: node.url } };
    },
  },
  logs: {
    operands: "[process or node] [count] [since]",
    summary: "shows the last lines, 20 of them, up to the present verbosity; also those from before it was raised",
    run(words, session) {
      const isCountFirst = /^\d+$/.test(words[0] ?? "");
      const [word, counted = "20", since] = isCountFirst ? [undefined, ...words] : words;
      const count = readWholeWord(counted, { name: "number of lines", maximum: longestLogs });
      const sinceMs = since === undefined ? undefined : readMoment(since);
      const named = word === undefined || session.nodes.has(word) ? undefined : readProcess(word, session);
      const names = named ? [named.name] : word === undefined ? [...session.nodes.keys()] : [word];
      const lines = names.flatMap((node) => {
        const found = session.nodes.get(node)?.recentLines({ count, sinceMs, verbosity: verbosityOf(session), process: named?.id });
        return (found ?? []).map(({ timeMs, number, source, verbosity, text }) => {
          return { time: new Date(timeMs).toISOString(), node, number, source: formatProcessId(source), verbosity, text };
        });
      });
      const inOrder = lines.sort((left, right) => (left.time < right.time ? -1 : left.time > right.time ? 1 : 0));
      const result = count === 0 ? [] : inOrder.slice(-count);
      const texts = result.map((line) => formatLogLine(line, { isSeveral: session.nodes.size > 1 }));
      return { text: texts.length === 0 ? "nothing was printed" : texts.join("\n"), result };
    },
  },
  verbosity: {
    operands: "[level]",
    summary: "shows more or less of what is logged: 0 errors, 1 warnings, 2 information, 3 everything",
    run([word], { nodes }) {
      if (word !== undefined) {
        const level = readWholeWord(word, { name: "verbosity", maximum: 3 });
        for (const node of nodes.values()) node.verbosity = level;
      }
      const present = verbosityOf({ nodes });
      return { text: `the verbosity is ${present}`, result: { verbosity: present } };
    },
  },
};

/** All nodes of a run have the same. */
function verbosityOf({ nodes }: Pick<Session, "nodes">): number {
  return [...nodes.values()][0]?.verbosity ?? 0;
}

async function startAnew(word: string, session: Session) {
  const { name, node, id } = readProcess(word, session);
  const text = formatProcessId(id);
  await node.restartProcess(id).catch((error: unknown) => refuse(`${text} has not started`, error));
  return done("has started", name, text);
}

function refuse(what: string, error: unknown): never {
  throw new CommandError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { isUsage: false });
}

function done(what: string, node: string, process: string) {
  return { text: `${process} ${what} on ${node}`, result: { node, process } };
}

function describeProcess(node: string, { id, state, sinceMs, startCount, onExit, code }: ProcessStatus) {
  const seconds = sinceMs === undefined ? null : Math.round(Math.abs(Date.now() - sinceMs) / 1000);
  return { node, id: formatProcessId(id), state, seconds, starts: startCount, onExit, code };
}

function describeState(state: string, seconds: number | null): string {
  if (seconds === null) return state;
  return state === "waiting" ? `starts in ${seconds} s` : `${state} for ${seconds} s`;
}

function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
  return lines.join("\n");
}
