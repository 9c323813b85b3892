/** Members of processes, apart from handlers: their words, and signs that other languages put behind words. */

import { toLatin } from "../../text/look-alikes.js";
import { didYouMean, suggest } from "../../text/suggest.js";
import { memberShapes, memberWords } from "../keywords.js";
import { findCloser, insertBefore, remove, removeAfter, removeUpTo, replace } from "./edits.js";
import type { Habit, Neighbour } from "./situation.js";

/** Words of other languages, and of other parts of this one. */
const translations: ReadonlyMap<string, string> = new Map([
  ["client", "ws client"],
  ["cron", "every"],
  ["data", "state"],
  ["deadline", "timeout"],
  ["import", "uses"],
  ["interval", "every"],
  ["javascript", "engine"],
  ["limit", "timeout"],
  ["listen", "endpoint"],
  ["logger", "log"],
  ["logging", "log"],
  ["logs", "log"],
  ["need", "needs"],
  ["persist", "save"],
  ["on_init", "init"],
  ["requires", "needs"],
  ["route", "http"],
  ["runtime", "engine"],
  ["save_config", "save"],
  ["saveConfig", "save"],
  ["setup", "init"],
  ["wit_world", "world"],
  ["schedule", "every"],
  ["scope", "endpoint"],
  ["socket", "ws"],
  ["start", "init"],
  ["store", "state"],
  ["timer", "every"],
  ["title", "name"],
  ["use", "uses"],
  ["websocket", "ws"],
  ["ws_client", "ws client"],
  ["wsclient", "ws client"],
  ["wsClient", "ws client"],
]);

export const httpMethods: readonly string[] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

/** Words before a function in other languages. */
const functionWords: readonly string[] = [
  "async",
  "def",
  "fn",
  "fun",
  "func",
  "function",
  "method",
  "operation",
  "private",
  "pub",
  "public",
  "rpc",
  "static",
];

/** Words whose value follows at once. */
const settings: readonly string[] = [
  "name",
  "icon",
  "widget",
  "world",
  "engine",
  "ui",
  "save",
  "timeout",
  "log",
  "needs",
  "endpoint",
  "uses",
  "state",
  "ws",
];

export const memberHabits: readonly Habit[] = [
  // ---- the first word ----
  {
    expected: "a member of the process",
    found: "init",
    after: "(",
    advise: ({ tokens, index, found }) => {
      const help = "`init` takes no parameters and has no kind";
      const close = tokens[findCloser(tokens, index + 1) ?? -1];
      if (close === undefined) return { help };
      return {
        help,
        repairs: [[removeAfter(found, tokens.at(-1) ?? close)]],
        title: "Write `init` alone",
        isGuess: close !== tokens[index + 2],
      };
    },
  },
  {
    expected: "a member of the process",
    found: functionWords,
    advise: ({ tokens, index, found }) => {
      const name = tokens.findIndex(
        ({ kind, text }, at) => at > index && kind === "word" && !functionWords.includes(text),
      );
      const [named, next] = [tokens[name], tokens[name + 1]];
      if (named === undefined) return undefined;
      if (memberWords.includes(named.text) && next?.text !== "(") {
        return { help: `remove \`${found.text}\``, repairs: [[removeUpTo(found, named)]] };
      }
      const help = `write the kinds of the handler instead, such as \`local ${named.text}(…)\``;
      return {
        help,
        repairs: [[{ span: { start: found.span.start, end: named.span.start }, newText: "local " }]],
        isGuess: true,
      };
    },
  },
  {
    expected: "a member of the process",
    found: /^(?:get|post|put|delete|patch|head|options)$/i,
    advise: ({ found, after }) => {
      if (after.kind !== "string" && after.kind !== "bare-path") return undefined;
      const method = found.text.toUpperCase();
      return {
        help: `write \`http\` before the method: \`http ${method} …\``,
        repairs: [[replace(found, `http ${method}`)]],
      };
    },
  },
  {
    expected: "a member of the process",
    kind: "word",
    after: ":",
    advise: ({ tokens, index, found, after }) => {
      const word = tokens[index + 2];
      if (word === undefined || !functionWords.includes(word.text)) return undefined;
      const help = `write the kinds of the handler before its name, such as \`local ${found.text}(…)\``;
      const edits = [
        insertBefore(found, "local "),
        { span: { start: found.span.end, end: word.span.end }, newText: "" },
      ];
      return { help, span: after.span, repairs: [edits], isGuess: true };
    },
  },
  {
    expected: "a member of the process",
    found: memberWords,
    after: "(",
    advise: ({ found }) => ({
      help: `what belongs to \`${found.text}\` follows it without brackets: \`http GET "/api/tasks"  listTasks()\``,
    }),
  },
  {
    expected: "a member of the process",
    kind: "word",
    after: "(",
    advise: ({ tokens, index, found }) => {
      const meant = suggest(found.text, ["local", "remote"]);
      if (meant !== undefined && tokens[index + 2]?.kind === "word" && tokens[index + 3]?.text === "(") {
        return { help: didYouMean(meant), repairs: [[replace(found, meant)]] };
      }
      const help = `write the kinds of the handler before its name, such as \`local ${found.text}(…)\``;
      return { help, repairs: [[insertBefore(found, "local ")]], isGuess: true };
    },
  },
  {
    expected: "a member of the process",
    kind: "word",
    advise: ({ found, after }) => {
      const latin = toLatin(found.text) ?? found.text;
      const meant = translations.get(latin) ?? suggestMember(latin, after);
      if (meant === undefined) return undefined;
      return { help: didYouMean(meant), repairs: [[replace(found, meant)]] };
    },
  },
  {
    expected: "a member of the process",
    found: ",",
    advise: ({ found }) => ({ help: "remove it: a member ends with its line", repairs: [[remove(found)]] }),
  },
  {
    expected: "a member of the process",
    found: "@",
    after: ["http", "local", "remote", "init", "ws"],
    advise: ({ found, after }) => ({
      help: `\`${after.text}\` is a word of its own: remove the \`@\``,
      repairs: [[remove(found)]],
    }),
  },
  {
    expected: "a member of the process",
    found: "@",
    after: "ws_client",
    advise: ({ found, after }) => ({
      help: "`ws client` are two words without `@`",
      repairs: [[{ span: { start: found.span.start, end: after.span.end }, newText: "ws client" }]],
      title: "Write `ws client`",
    }),
  },
  {
    expected: "a member of the process",
    found: "@",
    advise: () => ({ help: "annotations stand behind what they are about, such as `local f() @deprecated`" }),
  },

  {
    expected: ["`(`", "`->`"],
    first: ["http", "local", "remote"],
    before: "init",
    advise: ({ tokens, index, first, before }) => {
      if (tokens.length > index) return undefined;
      return {
        help: "`init` takes no parameters and has no kind",
        span: before.span,
        repairs: [[removeUpTo(first, before)]],
        title: "Write `init` alone",
      };
    },
  },
  {
    first: "init",
    before: "init",
    advise: ({ tokens, before }) => {
      const last = tokens.at(-1);
      if (last === undefined || last === before) return undefined;
      return {
        help: "`init` takes no parameters and returns nothing",
        repairs: [[removeAfter(before, last)]],
        title: "Write `init` alone",
      };
    },
  },
  {
    before: ",",
    found: ["ws", "every", "init"],
    first: ["http", "local", "remote"],
    advise: ({ found, first }) => ({
      help: `\`${found.text}\` stands alone: write a handler of its own for what else calls it`,
      repairs: [[removeUpTo(first, found)]],
      isGuess: true,
    }),
  },

  // ---- behind a word or a whole member ----
  {
    before: settings,
    found: [":", "="],
    advise: ({ before, found, after }) => {
      if (after.kind === "end") return undefined;
      const help = `remove it: what is set follows \`${before.text}\` at once`;
      return {
        help,
        repairs: [[{ span: { start: before.span.end, end: after.span.start }, newText: " " }]],
        title: `Remove \`${found.text}\``,
      };
    },
  },
  {
    first: [...memberWords],
    found: [",", ";"],
    advise: ({ tokens, index, found }) => {
      if (index < tokens.length - 1) return undefined;
      return { help: "remove it: a member ends with its line", repairs: [[remove(found)]] };
    },
  },
  {
    first: ["http", "local", "remote"],
    expected: "`@`",
    found: "{",
    advise: ({ tokens, index, before }) => {
      const close = tokens[findCloser(tokens, index) ?? index];
      if (close === undefined) return undefined;
      const help = "a handler has no body here: it is written in TypeScript";
      return {
        help,
        repairs: [[removeAfter(before, close)]],
        title: "Remove the braces",
        isGuess: findCloser(tokens, index) !== undefined && close !== tokens[index + 1],
      };
    },
  },
  {
    before: memberWords,
    advise: ({ tokens, index, before, found }) => {
      const twice = tokens[index - 2];
      if (twice === undefined || twice.text !== before.text) return undefined;
      const repairs = [[found.kind === "end" ? remove(before) : removeUpTo(before, found)]];
      return {
        help: `\`${before.text}\` is written twice`,
        span: before.span,
        repairs,
        title: `Remove \`${before.text}\``,
      };
    },
  },
];

/** Of the words that are close, one that what follows fits to. */
function suggestMember(word: string, after: Neighbour): string | undefined {
  const fitting = [...memberShapes].filter(([, shapes]) => shapes.includes(after.kind) || shapes.includes(after.text));
  return (
    suggest(
      word,
      fitting.map(([member]) => member),
    ) ?? suggest(word, memberWords)
  );
}
