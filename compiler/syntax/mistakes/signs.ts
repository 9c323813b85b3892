/** Characters and quotes that no construct has. */

import { findLookAlike } from "../../text/look-alikes.js";
import { remove, removeUpTo, replace } from "./edits.js";
import type { Advice, Habit, Situation } from "./situation.js";

export const signHabits: readonly Habit[] = [
  {
    found: ";",
    advise: ({ found }) => ({ help: "remove it: a construct ends with its line", repairs: [[remove(found)]] }),
  },
  {
    kind: "quoted",
    advise: ({ expected, found, after }) => {
      const name = found.text.slice(1, -1);
      if (expected.includes("a name") && after.text === ":" && /^[a-z]\w*$/.test(name)) {
        return { help: "names have no quotes", repairs: [[replace(found, name)]] };
      }
      const text = found.text.slice(1, -1).replaceAll("\\'", "'").replaceAll('"', '\\"');
      return { help: 'strings stand in `"`', repairs: [[replace(found, `"${text}"`)]] };
    },
  },
  {
    kind: "foreign-comment",
    advise: ({ found }) => {
      if (found.text.startsWith("#["))
        return { help: "remove it: what it says is written with words of the schema", repairs: [[remove(found)]] };
      const length = found.text.startsWith("--") ? 2 : 1;
      const start = { span: { start: found.span.start, end: found.span.start + length } };
      return { help: "a comment begins with `//`", span: start.span, repairs: [[replace(start, "//")]] };
    },
  },
  {
    kind: "bare-path",
    before: "(",
    advise: ({ file, found }) => {
      const pattern =
        found && /^\/([^\r\n]*)\/[a-z]*(?=[ \t]*\))/.exec(file.text.slice(found.span.start, found.span.start + 200));
      if (!pattern) return undefined;
      const span = { start: found.span.start, end: found.span.start + pattern[0].length };
      return {
        help: "a regular expression is a string",
        span,
        repairs: [[replace({ span }, JSON.stringify(pattern[1]))]],
      };
    },
  },
  {
    kind: "bare-path",
    advise: ({ found }) => {
      const path = found.text.replace(/[,.:]$/, "");
      const span = { start: found.span.start, end: found.span.start + path.length };
      if (path.length < 2) return { help: 'write a path as a string, such as `"/api"`', span };
      return { help: "write a path as a string", span, repairs: [[{ span, newText: `"${path}"` }]] };
    },
  },
  { kind: "unterminated-string", advise: closeString },
  {
    found: "+",
    advise: ({ before, after }) => {
      const help = "write one string";
      if (before.kind !== "string" || after.kind !== "string") return undefined;
      return {
        help,
        repairs: [[{ span: { start: before.span.end - 1, end: after.span.start + 1 }, newText: "" }]],
        title: "Write one string",
      };
    },
  },
  {
    found: "*",
    before: "http",
    advise: ({ found, after }) => ({
      help: "leave the method out for all of them",
      repairs: [[removeUpTo(found, after)]],
    }),
  },
  {
    found: "%",
    advise: ({ before }) =>
      before.kind === "number" ? { help: "numbers have no units: write the number alone" } : undefined,
  },
  { kind: "stray", found: ["'", "`", "“", "”"], advise: () => ({ help: 'strings stand in `"`' }) },
  { kind: "stray", found: "\\", advise: () => ({ help: 'write a path as a string, such as `"/api"`' }) },
  {
    kind: "stray",
    found: /^\p{Extended_Pictographic}$/u,
    advise: () => ({ help: "names have only letters and digits" }),
  },
];

/** Known whatever was expected. */
export const lookAlikeHabits: readonly Habit[] = [
  {
    kind: "stray",
    advise: ({ found }) => {
      const alike = findLookAlike(found.text);
      if (alike === undefined) return undefined;
      const { name, meant } = alike;
      const what =
        meant.trim() === "" ? (meant === "" ? "remove it" : "write an ordinary space") : `write \`${meant}\``;
      const title = meant === "" ? "Remove it" : meant.trim() === "" ? "Write a space" : `Write \`${meant}\``;
      return { help: `it is ${name}: ${what}`, repairs: [[replace(found, meant)]], title };
    },
  },
];

/** A quote is missing at the end of the line, or of the word. */
function closeString({ found }: Situation): Advice | undefined {
  if (found.kind === "end") return undefined;
  const word = /^"[^\s,(){}"]+/.exec(found.text)?.[0] ?? '"';
  const line = found.text.trimEnd();
  const ends = [...new Set([word.length, line.length])].filter((length) => length > 1);
  const repairs = ends.map((length) => {
    const end = found.span.start + length;
    return [{ span: { start: end, end }, newText: '"' }];
  });
  return { help: undefined, repairs, title: 'Write `"`' };
}
