/** Types, annotations and values as other languages write them. */

import type { TextEdit } from "../../diagnostics/diagnostic.js";
import { coverSpans } from "../../text/span.js";
import type { Token } from "../scan.js";
import {
  endOfType,
  findCloser,
  insertAfter,
  insertBefore,
  remove,
  replace,
  startOfType,
  wrapType,
  toPascal,
} from "./edits.js";
import type { Advice, Habit, Situation } from "./situation.js";

const containers: readonly string[] = ["list", "option", "result", "tuple", "map", "set"];
const nothing: readonly string[] = ["null", "undefined", "None", "nil", "void"];

export const typeHabits: readonly Habit[] = [
  // ---- a value that may be absent ----
  {
    found: "?",
    expected: "`:`",
    after: ":",
    advise: ({ tokens, index, found }) => {
      const start = index + 2;
      if (tokens[start]?.kind !== "word") return undefined;
      const wrap = wrapType(tokens, start, endOfType(tokens, start), "option");
      const help = "write the type as `option<…>` for a value that may be absent";
      return { help, repairs: [[remove(found), ...wrap]], title: "Write `option<…>`" };
    },
  },
  {
    found: "?",
    advise: ({ tokens, index, found, before }) => {
      if (!/^[\p{L}\p{N}_>]+$/u.test(before.text)) return undefined;
      const first = tokens[startOfType(tokens, index - 1)];
      const help = "write `option<…>` for a value that may be absent";
      if (first === undefined) return { help };
      const edits = [insertBefore(first, "option<"), replace(found, ">")];
      return { help, repairs: [edits], title: "Write `option<…>`" };
    },
  },
  {
    found: "!",
    advise: ({ found }) => {
      return {
        help: "remove it: a value is always there, unless its type is `option<…>`",
        repairs: [[remove(found)]],
      };
    },
  },

  // ---- one of several ----
  { found: "|", advise: chooseOne },
  {
    found: "&",
    before: /^[\p{L}_>]/u,
    advise: () => ({ help: "a type takes nothing over from others: declare a record with all the fields" }),
  },

  // ---- lists, tuples, records ----
  {
    found: "[",
    expected: ["`<`", "`@`"],
    after: "]",
    advise: ({ tokens, index, found, after }) => {
      const first = tokens[startOfType(tokens, index - 1)];
      if (first === undefined) return undefined;
      const edits = [insertBefore(first, "list<"), { span: coverSpans(found.span, after.span), newText: ">" }];
      return { help: "write a list as `list<…>`", repairs: [edits], title: "Write `list<…>`" };
    },
  },
  {
    found: "[",
    expected: "a type",
    advise: ({ tokens, index, found }) => {
      const close = tokens[findCloser(tokens, index) ?? -1];
      const [element, semicolon, size] = [tokens[index + 1], tokens[index + 2], tokens[index + 3]];
      if (close !== undefined && element !== undefined && semicolon?.text === ";") {
        const bounds = `(${size?.text ?? "…"}, ${size?.text ?? "…"})`;
        const type = element.text === "u8" ? `bytes @length${bounds}` : `list<${element.text}> @items${bounds}`;
        return { help: `write \`${type}\``, repairs: [[{ span: coverSpans(found.span, close.span), newText: type }]] };
      }
      const help = "write a list as `list<…>`";
      if (close === undefined) return { help };
      return { help, repairs: [[replace(found, "list<"), replace(close, ">")]], title: "Write `list<…>`" };
    },
  },
  {
    found: ["[", "("],
    before: containers,
    advise: ({ tokens, index, found }) => {
      const close = tokens[findCloser(tokens, index) ?? -1];
      if (close === undefined) return undefined;
      const help = "the types in a type stand in angle brackets";
      return { help, repairs: [[replace(found, "<"), replace(close, ">")]], title: "Write `<…>`" };
    },
  },
  {
    found: "(",
    expected: "a type",
    after: ")",
    advise: ({ found, after }) => {
      return (
        found && {
          help: "write `unit` for nothing, or leave it out",
          repairs: [[{ span: coverSpans(found.span, after.span), newText: "unit" }]],
        }
      );
    },
  },
  {
    found: "(",
    expected: "a type",
    advise: ({ tokens, index, found }) => {
      const close = tokens[findCloser(tokens, index) ?? -1];
      const help = "write several values as `tuple<…>`, or as a record";
      if (close === undefined) return { help };
      return { help, repairs: [[replace(found, "tuple<"), replace(close, ">")]], title: "Write `tuple<…>`" };
    },
  },
  {
    found: "{",
    expected: "a type",
    advise: () => ({ help: "declare a `record` with these fields and write its name" }),
  },
  {
    kind: "string",
    expected: "a type",
    advise: () => ({ help: "declare an `enum` with these cases and write its name" }),
  },
  {
    expected: "a type",
    advise: ({ before, found }) => {
      if (before.text !== ":" || (found.kind !== "end" && !/^[,})=@]$/.test(found.text) && !found.startsLine))
        return undefined;
      return { help: "write the type behind the `:`" };
    },
  },

  // ---- angle brackets ----
  {
    expected: "`>`",
    kind: "word",
    advise: ({ before, found, after }) => {
      if (found.startsLine || after.text === ":") return undefined;
      return { help: "a `,` stands between types", repairs: [[insertAfter(before, ",")]] };
    },
  },
  {
    expected: "`>`",
    advise: ({ before }) => ({ help: "write the missing `>`", repairs: [[insertAfter(before, ">")]] }),
  },
  {
    found: ">",
    before: /^[\p{L}\p{N}_>]+$/u,
    advise: ({ found }) => ({ help: "there is one `>` too many", repairs: [[remove(found)]] }),
  },
];

/** `A | B`, `T | null` or `"a" | "b"`. */
function chooseOne({ tokens, index, first, before, found, after }: Situation): Advice | undefined {
  if (found.kind === "end" || after.kind === "end") return undefined;
  const start = startOfType(tokens, index - 1);
  const from = tokens[start];
  if (from !== undefined && nothing.includes(after.text)) {
    const help = "write `option<…>` for a value that may be absent";
    const edits = [
      insertBefore(from, "option<"),
      { span: { start: before.span.end, end: after.span.end }, newText: ">" },
    ];
    return { help, repairs: [edits], title: "Write `option<…>`" };
  }
  const help = "declare a `variant` with a case for each type";
  const edits = first.text === "type" ? writeVariant(tokens.filter(({ kind }) => kind !== "documentation")) : undefined;
  return edits === undefined ? { help } : { help, repairs: [edits], title: "Write a `variant`" };
}

/** Of `type Shape = Circle | Square`; undefined when these are no names. */
export function writeVariant(words: readonly Token[]): readonly TextEdit[] | undefined {
  const [keyword, name, equals, ...types] = words;
  const areNames =
    types.length > 0 && types.every(({ kind, text }, at) => (at % 2 === 0 ? kind === "word" : text === "|"));
  const last = words.at(-1);
  if (!areNames || keyword === undefined || name === undefined || equals?.text !== "=" || last === undefined)
    return undefined;
  const cases = types.filter(({ kind }) => kind === "word").map(({ text }) => `${toPascal(text)}(${text})`);
  return [
    replace(keyword, "variant"),
    { span: { start: name.span.end, end: last.span.end }, newText: ` { ${cases.join(", ")} }` },
  ];
}
