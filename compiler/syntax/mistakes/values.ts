/** Annotations and values as other languages write them. */

import { coverSpans } from "../../text/span.js";
import type { Token } from "../scan.js";
import { findCloser, insertAfter, insertBefore, remove, replace } from "./edits.js";
import type { Advice, Habit, Situation } from "./situation.js";

export const valueHabits: readonly Habit[] = [
  // ---- annotations ----
  { kind: "number", expected: "`(`", advise: withoutParentheses },
  { kind: "string", expected: "`(`", advise: withoutParentheses },
  { found: [":", "="], expected: "`,`", before: /^\w+$/, advise: namedArguments },
  {
    found: ".",
    expected: "`,`",
    before: /^-?[0-9]/,
    after: ".",
    advise: ({ found, after, tokens, index }) => {
      const high = tokens[index + 2];
      if (high?.kind !== "number") return undefined;
      const repairs = [[{ span: { start: found.span.start, end: high.span.start }, newText: ", " }]];
      return { help: "a `,` stands between the bounds", span: coverSpans(found.span, after.span), repairs };
    },
  },

  // ---- values ----
  {
    found: ".",
    expected: "a value",
    after: /^[0-9]/,
    advise: ({ found, after }) => ({
      help: `write \`0.${after.text}\``,
      span: coverSpans(found.span, after.span),
      repairs: [[insertBefore(found, "0")]],
      title: `Write \`0.${after.text}\``,
    }),
  },
  {
    found: ".",
    before: /^[0-9]+$/,
    advise: ({ before, found, after }) => {
      if (after.kind === "number") return undefined;
      return { help: `write \`${before.text}\` or \`${before.text}.0\``, repairs: [[remove(found)]] };
    },
  },
  {
    found: ".",
    before: /^[A-Z]/,
    after: /^[A-Z]/,
    advise: ({ tokens, index, before, found }) => {
      if (!isValue(tokens, index - 1)) return undefined;
      return { help: "write the case alone: its type says of what it is one", repairs: [[remove(before, found)]] };
    },
  },
  {
    found: ":",
    before: /^[A-Z]/,
    after: ":",
    advise: ({ tokens, index, before, after }) => {
      if (!isValue(tokens, index - 1)) return undefined;
      return { help: "write the case alone: its type says of what it is one", repairs: [[remove(before, after)]] };
    },
  },
  {
    found: "(",
    expected: "a value",
    advise: ({ tokens, index, found }) => {
      const close = tokens[findCloser(tokens, index) ?? -1];
      const help = "several values stand in brackets: `[a, b]`";
      return found && close
        ? { help, repairs: [[replace(found, "["), replace(close, "]")]], title: "Write `[…]`" }
        : { help };
    },
  },
  {
    found: ["=", ":="],
    expected: "`:`",
    before: /^\w+$/,
    advise: ({ tokens, index, found }) => {
      const isField = tokens.slice(0, index).some(({ text }) => text === "=");
      return found && isField
        ? { help: "a `:` stands between a field and its value", repairs: [[replace(found, ":")]] }
        : undefined;
    },
  },
  {
    found: "+",
    after: /^[0-9]/,
    advise: ({ found }) => ({ help: "remove it: only `-` stands before a number", repairs: [[remove(found)]] }),
  },
  {
    found: ")",
    expected: "a value",
    before: "(",
    advise: () => ({ help: "a value is written out: nothing is computed in a schema" }),
  },
  {
    found: ".",
    before: /^[\p{L}_]/u,
    advise: ({ before }) => ({
      help: `names have no dots: write the last part alone${before.kind === "end" ? "" : ", with `use` if it is of another file"}`,
    }),
  },
];

/** True for a word behind the `=` of a default. */
function isValue(tokens: readonly Token[], index: number): boolean {
  return (
    ["=", "[", "(", ",", ":"].includes(tokens[index - 1]?.text ?? "") &&
    tokens.slice(0, index).some(({ text }) => text === "=" || text === "@")
  );
}

/** `@length(min: 1, max: 5)`: arguments have places, not names. */
function namedArguments({ tokens, index, before, found }: Situation): Advice | undefined {
  const open = tokens.findLastIndex(({ text }, at) => at < index && text === "(");
  const close = tokens[findCloser(tokens, open) ?? -1];
  const [bracket, name] = [tokens[open], tokens[open - 1]];
  if (tokens[open - 2]?.text !== "@" || bracket === undefined || close === undefined || found.kind === "end")
    return undefined;
  const written = readArguments(tokens.slice(open + 1, tokens.indexOf(close)));
  const low = written.get("min") ?? written.get("minimum");
  const high = written.get("max") ?? written.get("maximum");
  const help = "arguments have no names";
  const values = [...written.values()];
  const bounds =
    low === undefined && high !== undefined && name?.text !== "range"
      ? ["0", high]
      : low !== undefined && high === undefined
        ? undefined
        : low === undefined
          ? values
          : [low, high];
  if (values.length === 0) return { help };
  if (bounds === undefined) return { help: `${help}: write both bounds, the smaller first` };
  const text = bounds.join(", ");
  const repairs = [[{ span: { start: bracket.span.end, end: close.span.start }, newText: text }]];
  return {
    help: `${help}: write \`@${name?.text ?? ""}(${text})\``,
    span: before.span,
    repairs,
    title: `Write \`${text}\``,
  };
}

/** `@length 1, 200`. */
function withoutParentheses({ tokens, index, before, found }: Situation): Advice | undefined {
  if (found.kind === "end" || tokens[index - 2]?.text !== "@") return undefined;
  const help = `arguments stand in parentheses: \`@${before.text}(…)\``;
  const repair = [
    { span: { start: before.span.end, end: found.span.start }, newText: "(" },
    insertAfter(tokens.at(-1) ?? found, ")"),
  ];
  return { help, repairs: [repair], title: "Write the parentheses" };
}

/** Names and the words behind them. */
function readArguments(tokens: readonly Token[]): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  for (const [index, { text }] of tokens.entries()) {
    const [sign, value] = [tokens[index + 1], tokens[index + 2]];
    if ((sign?.text === ":" || sign?.text === "=") && value !== undefined) written.set(text, value.text);
  }
  return written;
}
