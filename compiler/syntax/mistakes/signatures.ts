/** Parameters of handlers, and what is returned. */

import { didYouMean, suggest } from "../../text/suggest.js";
import { endOfType, insertAfter, insertBefore, remove, replace, startOfType } from "./edits.js";
import type { Habit } from "./situation.js";

const kinds: readonly string[] = ["http", "local", "remote"];

export const signatureHabits: readonly Habit[] = [
  // ---- parameters ----
  {
    first: kinds,
    expected: "`,`",
    found: "=",
    advise: ({ tokens, index }) => {
      const from = tokens.findLastIndex(({ text }, at) => at < index && text === "from");
      const [source, end, value] = [tokens[from], tokens[index - 1], tokens[index + 1]];
      if (source === undefined || end === undefined || value === undefined || index - from > 3) return undefined;
      const help = "the default stands before `from`";
      return {
        help,
        repairs: [
          [
            insertBefore(source, `= ${value.text} `),
            { span: { start: end.span.end, end: value.span.end }, newText: "" },
          ],
        ],
        title: "Write the default before `from`",
      };
    },
  },
  {
    first: kinds,
    expected: "`)`",
    kind: "word",
    before: /^[\p{L}\p{N}_>")]+$/u,
    advise: ({ before, after }) => {
      if (after.text !== ":") return undefined;
      return { help: "a `,` stands between parameters", repairs: [[insertAfter(before, ",")]] };
    },
  },
  {
    first: kinds,
    expected: "`)`",
    kind: "word",
    advise: ({ found }) => {
      const meant = found && suggest(found.text, ["from"]);
      return found && meant ? { help: didYouMean(meant), repairs: [[replace(found, meant)]] } : undefined;
    },
  },
  {
    first: kinds,
    expected: "`)`",
    found: ["->", "=>"],
    advise: ({ before }) => ({
      help: "write the `)` that closes the parameters",
      repairs: [[insertAfter(before, ")")]],
    }),
  },

  {
    first: kinds,
    expected: "`)`",
    found: ["in", "of", "by", "via"],
    advise: ({ found }) => ({ help: didYouMean("from"), repairs: [[replace(found, "from")]] }),
  },
  {
    first: kinds,
    before: "header",
    found: "[",
    advise: () => ({ help: 'the name of a header is a string: `from header "User-Agent"`' }),
  },

  // ---- what is returned ----
  {
    first: kinds,
    found: ["throws", "raises", "fails"],
    advise: ({ tokens, index, found, after }) => {
      const help = "a call that can fail returns `result<…, …>`";
      const type = tokens[startOfType(tokens, index - 1)];
      const last = tokens[endOfType(tokens, index + 1)];
      if (type === undefined || last === undefined || tokens[index - 1]?.text === ")") return { help };
      const edits = [
        insertBefore(type, "result<"),
        { span: { start: tokens[index - 1]?.span.end ?? found.span.start, end: after.span.start }, newText: ", " },
        insertAfter(last, ">"),
      ];
      return { help, repairs: [edits], title: "Write `result<…>`" };
    },
  },
  {
    first: kinds,
    expected: "`->`",
    found: [":", "=", "=>"],
    advise: ({ before, after }) => {
      const help = "a `->` stands before what a handler returns";
      if (after.kind === "end") return { help };
      return { help, repairs: [[{ span: { start: before.span.end, end: after.span.start }, newText: " -> " }]] };
    },
  },
  {
    first: kinds,
    expected: "`->`",
    found: "-",
    advise: ({ found, after }) => {
      const help = "an arrow is written `->`";
      if (after.kind === "end") return { help };
      if (after.text === ">")
        return { help, repairs: [[{ span: { start: found.span.start, end: after.span.end }, newText: "->" }]] };
      return { help, repairs: [[replace(found, "->")]] };
    },
  },
  {
    first: kinds,
    expected: "`->`",
    found: ">",
    advise: ({ found }) => ({ help: "an arrow is written `->`", repairs: [[replace(found, "->")]] }),
  },
  {
    first: kinds,
    expected: "`->`",
    found: ["returns", "return"],
    advise: ({ found }) => ({ help: "a `->` stands before what a handler returns", repairs: [[replace(found, "->")]] }),
  },
  {
    first: kinds,
    expected: "`->`",
    kind: "word",
    advise: ({ found }) => {
      if (found.startsLine) return undefined;
      return { help: "a `->` stands before what a handler returns", repairs: [[insertBefore(found, "-> ")]] };
    },
  },
  {
    first: kinds,
    expected: "a type",
    found: "->",
    before: "->",
    advise: ({ found }) => ({ help: "remove one of the two arrows", repairs: [[remove(found)]] }),
  },
];
