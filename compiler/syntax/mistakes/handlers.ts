/** Handlers, sockets and clients: their kinds, methods and paths. */

import { didYouMean, suggest } from "../../text/suggest.js";
import { insertAfter, insertBefore, removeUpTo, replace } from "./edits.js";
import { httpMethods } from "./members.js";
import type { Habit, Situation } from "./situation.js";

const kinds: readonly string[] = ["http", "local", "remote"];

export const handlerHabits: readonly Habit[] = [
  // ---- kinds, methods, paths ----
  {
    first: kinds,
    before: ",",
    found: kinds,
    after: "(",
    advise: ({ after }) => ({
      help: "write the name of the handler before its parameters",
      ...(after.startsLine && { span: after.span }),
    }),
  },
  {
    expected: ["`local`"],
    first: kinds,
    before: ",",
    kind: "word",
    advise: ({ tokens, index, before, found }) => {
      const end = tokens[index - 2]?.span.end ?? before.span.start;
      if (!found.startsLine) return undefined;
      const help = "remove it, or write another kind behind it";
      return {
        help,
        span: before.span,
        repairs: [[{ span: { start: end, end: before.span.end }, newText: "" }]],
        title: "Remove `,`",
      };
    },
  },
  {
    expected: "`(`",
    before: kinds,
    kind: "word",
    advise: ({ tokens, index, before }) => {
      const other = tokens[index - 2];
      if (other === undefined) return undefined;
      return {
        help: "a `,` stands between the kinds of a handler",
        span: before.span,
        repairs: [[insertAfter(other, ",")]],
        title: "Write `,`",
      };
    },
  },
  {
    expected: "`(`",
    before: httpMethods,
    kind: "word",
    advise: ({ tokens, index, before, found }) => {
      const path = tokens[index - 2];
      if (path?.kind !== "string") return undefined;
      const help = "the method stands before the path";
      return {
        help,
        span: before.span,
        repairs: [[insertBefore(path, `${before.text} `), removeUpTo(before, found)]],
        title: "Write the method before the path",
      };
    },
  },
  {
    expected: "`(`",
    before: httpMethods,
    kind: "string",
    advise: ({ tokens, index, before }) => {
      const other = tokens[index - 2];
      if (other === undefined || !httpMethods.includes(other.text)) return undefined;
      return { help: "a `,` stands between methods", span: before.span, repairs: [[insertAfter(other, ",")]] };
    },
  },
  {
    expected: "a method",
    before: ",",
    kind: "string",
    advise: ({ tokens, index, found }) => {
      const comma = tokens[index - 1];
      if (comma === undefined) return undefined;
      const repairs = [[{ span: { start: comma.span.start, end: found.span.start }, newText: " " }]];
      return { help: "the path follows the method without a `,`", span: comma.span, repairs, title: "Remove `,`" };
    },
  },
  {
    first: kinds,
    expected: "`(`",
    found: /^(?:->|=>|:)$/,
    advise: ({ before }) => ({
      help: `write \`()\` behind \`${before.text}\`, also without parameters`,
      repairs: [[insertAfter(before, "()")]],
    }),
  },
  {
    first: kinds,
    expected: "`(`",
    kind: "word",
    advise: ({ before, found, after }) => {
      if (after.text === ":")
        return {
          help: "write `(` before the parameters",
          repairs: [[removeSpace(before, found, "(")]],
          title: "Write `(`",
        };
      if (found.startsLine)
        return { help: `write \`()\` behind \`${before.text}\``, repairs: [[insertAfter(before, "()")]] };
      return undefined;
    },
  },
  {
    first: kinds,
    expected: "`(`",
    advise: ({ before, found }) => {
      if (before.kind !== "word" || !found.startsLine || kinds.includes(before.text)) return undefined;
      return {
        help: `write \`()\` behind \`${before.text}\`, also without parameters`,
        repairs: [[insertAfter(before, "()")]],
      };
    },
  },
  {
    first: kinds,
    expected: "a name",
    advise: ({ before, found }) => {
      const help = "write the name of the handler, which is that of its function in TypeScript";
      return found.text === "(" || (found.kind === "end" && before.kind === "string") ? { help } : undefined;
    },
  },
  {
    first: "ws",
    before: ")",
    found: "->",
    advise: () => ({ help: "a WebSocket answers with messages: write their type as `sends …` in the parentheses" }),
  },
  {
    first: "ws",
    before: "ws",
    found: "-",
    after: "client",
    advise: ({ found, after }) => ({
      help: "`ws client` are two words",
      repairs: [[{ span: { start: found.span.start, end: after.span.start }, newText: " " }]],
      title: "Write `ws client`",
    }),
  },
  {
    first: "ws",
    expected: "a string",
    before: "ws",
    kind: "word",
    advise: ({ found, after }) => {
      const meant = after.kind === "word" ? suggest(found.text.toLowerCase(), ["client"]) : undefined;
      return meant === undefined ? undefined : { help: didYouMean(meant), repairs: [[replace(found, meant)]] };
    },
  },
  {
    first: "ws",
    expected: "a name",
    before: "client",
    kind: "string",
    advise: ({ found, after }) => ({
      help: "a client has no path: a handler gives the URL of the server to `clients.….connect(url)`",
      repairs: [[removeUpTo(found, after)]],
      isGuess: true,
    }),
  },
  {
    first: "ws",
    expected: "a name",
    before: "client",
    found: "(",
    advise: () => ({ help: "write the name of the client: `ws client  feed(receives Quote)`" }),
  },
  {
    first: ["ws"],
    expected: "a string",
    advise: () => ({ help: 'write the path of the socket: `ws "/ws"  live(…)`' }),
  },
  { first: ["ws"], expected: "a type", found: [",", ")"], advise: (situation) => nameMessages(situation) },
  {
    first: ["ws"],
    expected: "a type",
    found: ":",
    advise: ({ before, after }) => {
      if (after.kind === "end") return undefined;
      return {
        help: `the type follows \`${before.text}\` at once`,
        repairs: [[{ span: { start: before.span.end, end: after.span.start }, newText: " " }]],
        title: "Remove `:`",
      };
    },
  },

  {
    first: kinds,
    expected: "a name",
    found: ["=>", "->"],
    advise: ({ found, after }) => {
      if (after.kind !== "word") return undefined;
      return { help: "remove it: the name follows the path", repairs: [[removeUpTo(found, after)]] };
    },
  },
];

function removeSpace(
  before: { readonly span: { readonly end: number } },
  found: { readonly span: { readonly start: number } },
  newText: string,
) {
  return { span: { start: before.span.end, end: found.span.start }, newText };
}

/** `live(ClientEvent, ServerEvent)`: the first type is taken for what clients send, the second for what they get. */
function nameMessages({ tokens, index, before }: Situation) {
  if (["receives", "sends"].includes(before.text)) return { help: `write the type behind \`${before.text}\`` };
  const second = tokens[index + 1];
  const help = `write which way it goes: \`receives ${before.text}\` or \`sends ${before.text}\``;
  const isPair = tokens[index]?.text === "," && second?.kind === "word" && tokens[index + 2]?.text === ")";
  const edits = isPair
    ? [insertBefore(before, "receives "), insertBefore(second, "sends ")]
    : [insertBefore(before, "receives ")];
  return { help, span: before.span, repairs: [edits], isGuess: true };
}
