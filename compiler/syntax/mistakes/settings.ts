/** What processes set: strings, save policies, timers, endpoints and their options, processes that they call. */

import { didYouMean, suggest } from "../../text/suggest.js";
import type { Token } from "../scan.js";
import { insertAfter, insertBefore, replace } from "./edits.js";
import type { Habit } from "./situation.js";

/** Words of other languages, without signs and capitals. */
const policies: ReadonlyMap<string, string> = new Map([
  ["always", "every message"],
  ["immediately", "every message"],
  ["manual", "never"],
  ["manually", "never"],
  ["no", "never"],
  ["none", "never"],
  ["off", "never"],
  ["everymessage", "every message"],
  ["onchange", "on change"],
  ["ondiff", "on change"],
]);

const units: ReadonlyMap<string, string> = new Map([
  ["s", "seconds"],
  ["sec", "seconds"],
  ["m", "minutes"],
  ["min", "minutes"],
  ["h", "hours"],
  ["hr", "hours"],
  ["d", "days"],
]);

/** What a log is set to. */
const levels: readonly string[] = ["none", "error", "warn", "info", "debug"];

export const settingHabits: readonly Habit[] = [
  // ---- name, icon, widget, world, ui ----
  {
    expected: "a string",
    before: ["name", "icon", "widget", "world", "ui", "from"],
    advise: ({ tokens, index, found }) => {
      const last = lastOfLine(tokens, index);
      if (found.kind === "end" || last === undefined || found.startsLine)
        return { help: 'write a string, such as `"./a.svg"`' };
      const help = 'a string stands in `"`';
      // The closing quote is there, and was taken for an opening one.
      if (last.kind === "unterminated-string" && last.text === '"')
        return { help, repairs: [[insertBefore(found, '"')]], title: 'Write the opening `"`' };
      if (found.kind !== "word") return undefined;
      const end = tokens[index + 1]?.text === "{" ? found : last;
      return { help, repairs: [[insertBefore(found, '"'), insertAfter(end, '"')]], title: "Write the quotes" };
    },
  },

  // ---- save ----
  {
    before: "save",
    expected: "`never`",
    kind: "word",
    advise: ({ tokens, index, found }) => {
      const last = tokens.at(-1) ?? found;
      const all = tokens
        .slice(index)
        .map(({ text }) => text)
        .join("")
        .replace(/[-_]/g, "")
        .toLowerCase();
      const policy = policies.get(all) ?? policies.get(found.text.toLowerCase());
      if (policy !== undefined)
        return {
          help: `write \`save ${policy}\``,
          repairs: [[{ span: { start: found.span.start, end: last.span.end }, newText: policy }]],
        };
      const meant = suggest(found.text, ["never", "every", "on"]);
      if (meant === undefined) return { help: "save `never`, `every message`, `every 30 seconds` or `on change`" };
      return { help: didYouMean(meant), repairs: [[replace(found, meant)]] };
    },
  },
  {
    before: "save",
    kind: "number",
    advise: ({ found }) => ({ help: "write `every` before the number", repairs: [[insertBefore(found, "every ")]] }),
  },
  {
    before: "on",
    first: "save",
    kind: "word",
    advise: ({ found }) => ({ help: didYouMean("change"), repairs: [[replace(found, "change")]] }),
  },
  {
    before: "every",
    first: "save",
    kind: "word",
    advise: ({ found, after }) => {
      if (after.kind !== "end") return undefined;
      if (/^(?:second|minute|hour|day)s?$/.test(found.text))
        return { help: `write how many: \`every 1 ${found.text}\``, repairs: [[insertBefore(found, "1 ")]] };
      const meant =
        suggest(found.text, ["message"]) ?? (/^(?:call|request|msg)$/.test(found.text) ? "message" : undefined);
      return meant === undefined ? undefined : { help: didYouMean(meant), repairs: [[replace(found, meant)]] };
    },
  },
  {
    first: ["save", "every", "timeout"],
    expected: "a unit",
    advise: ({ before }) => ({ help: `write the unit behind the number, such as \`${before.text} seconds\`` }),
  },

  // ---- every, timeout ----
  {
    first: ["every", "timeout"],
    advise: ({ tokens }) => {
      const count = tokens.find(({ kind }) => kind === "number");
      const parts = /^([0-9]+)(s|ms|m|h|d|sec|min|hr|seconds?|minutes?|hours?|days?)$/.exec(count?.text ?? "");
      if (count === undefined || parts === null) return undefined;
      const [, digits = "", unit = ""] = parts;
      const long = units.get(unit) ?? unit;
      return {
        help: `write \`${digits} ${long}\``,
        span: count.span,
        repairs: [[replace(count, `${digits} ${long}`)]],
      };
    },
  },
  {
    first: "every",
    before: "every",
    kind: "string",
    advise: ({ found }) => ({ help: "a period has no quotes", repairs: [[replace(found, found.text.slice(1, -1))]] }),
  },
  {
    first: "every",
    before: "every",
    kind: "word",
    advise: ({ found }) => {
      if (!/^(?:second|minute|hour|day)$/.test(found.text)) return undefined;
      return { help: `write how many: \`every 1 ${found.text}\``, repairs: [[insertBefore(found, "1 ")]] };
    },
  },

  {
    first: "every",
    expected: "`)`",
    advise: ({ tokens, index, found }) => {
      const last = tokens.at(-1);
      const help = "a timer takes no parameters";
      if (tokens[index - 1]?.text !== "(" || found.kind === "end" || last?.text !== ")") return { help };
      return {
        help,
        repairs: [[{ span: { start: found.span.start, end: last.span.start }, newText: "" }]],
        isGuess: true,
      };
    },
  },

  // ---- log ----
  {
    first: "log",
    before: "log",
    kind: "word",
    advise: ({ tokens, found }) => {
      const last = tokens.at(-1) ?? found;
      const help = "what is logged where stands in braces: `log { terminal info, file debug }`";
      if (levels.includes(found.text) && last === found) {
        return { help, repairs: [[replace(found, `{ terminal ${found.text} }`)]], isGuess: true };
      }
      return { help, repairs: [[insertBefore(found, "{ "), insertAfter(last, " }")]], title: "Write the braces" };
    },
  },

  // ---- endpoint, uses, options ----
  {
    before: "endpoint",
    kind: "string",
    advise: ({ found }) => ({
      help: "write the kind before the path: `http` or `ws`",
      repairs: [[insertBefore(found, "http ")]],
      isGuess: true,
    }),
  },
  {
    before: "uses",
    kind: "string",
    advise: ({ found }) => ({
      help: "a process id has no quotes",
      repairs: [[replace(found, found.text.slice(1, -1))]],
    }),
  },
  {
    first: "uses",
    expected: "a process id",
    advise: () => ({ help: "write the whole id and a name for it: `uses counter:counter:template.os as counter`" }),
  },
  {
    first: "uses",
    expected: "`as`",
    kind: "word",
    after: /^\w/u,
    advise: ({ found }) => {
      return found.startsLine === false
        ? { help: "write `as` before the name", repairs: [[replace(found, "as")]] }
        : undefined;
    },
  },
  {
    first: "uses",
    expected: "`as`",
    advise: ({ tokens, before, found }) => {
      const name = tokens[1]?.text ?? "other";
      if (!found.startsLine) return undefined;
      return {
        help: `write the name by which handlers call it: \`as ${name}\``,
        repairs: [[insertAfter(before, ` as ${name}`)]],
        isGuess: true,
      };
    },
  },
  {
    first: ["endpoint", "ui", "log"],
    expected: "a value",
    found: [":", "="],
    advise: ({ before, found, after }) => {
      if (after.kind === "end") return undefined;
      const help = "remove it: the value follows the name of an option at once";
      return {
        help,
        repairs: [[{ span: { start: before.span.end, end: after.span.start }, newText: " " }]],
        title: `Remove \`${found.text}\``,
      };
    },
  },
  {
    first: "log",
    expected: "a value",
    advise: ({ before }) => ({ help: `write a level behind it, such as \`${before.text} info\`` }),
  },
  {
    first: ["endpoint", "ui"],
    expected: "a value",
    advise: ({ before, found }) => {
      if (before.kind !== "word" || (found.kind !== "end" && !/^[,}]$/.test(found.text) && !found.startsLine))
        return undefined;
      return { help: `write \`${before.text} true\``, repairs: [[insertAfter(before, " true")]] };
    },
  },
  {
    first: ["endpoint", "ui", "log"],
    expected: "`,`",
    kind: "word",
    advise: ({ before }) => ({
      help: "a `,` stands between options in one line",
      repairs: [[insertAfter(before, ",")]],
    }),
  },
];

function lastOfLine(tokens: readonly Token[], index: number): Token | undefined {
  const next = tokens.findIndex(({ startsLine }, at) => at > index && startsLine);
  return next < 0 ? tokens.at(-1) : tokens[next - 1];
}
