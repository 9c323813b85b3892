/** Fields, cases and parameters: names, colons, separators, annotations and defaults. */

import { declarationWords, memberWords } from "../keywords.js";
import {
  endOfAnnotation,
  endOfType,
  findCloser,
  insertAfter,
  remove,
  removeUpTo,
  replace,
  wrapType,
  toCamel,
  toPascal,
} from "./edits.js";
import type { Advice, Habit, Neighbour, Situation } from "./situation.js";

/** Words before a field that say nothing in a schema. */
const modifiers: readonly string[] = [
  "const",
  "field",
  "final",
  "let",
  "mut",
  "mutable",
  "private",
  "protected",
  "pub",
  "public",
  "readonly",
  "required",
  "static",
  "val",
  "var",
];

/** Words before a field that make another type of its own. */
const wrappers: ReadonlyMap<string, string> = new Map([
  ["optional", "option"],
  ["repeated", "list"],
]);

/** Types that begin with a small letter, ours and others'. */
const smallTypes =
  /^(?:u?int(?:8|16|32|64)?|[sui](?:8|16|32|64|size)|[us]?fixed(?:32|64)|sint(?:32|64)|f(?:32|64)|float|double|long|short|byte|bytes|bool|boolean|string|str|char|number|any|json)$/;

function isTypeName({ text }: Neighbour): boolean {
  return smallTypes.test(text) || /^[A-Z][A-Za-z0-9]*$/.test(text);
}

export const fieldHabits: readonly Habit[] = [
  // ---- names ----
  {
    expected: "a name",
    kind: "string",
    after: ":",
    advise: ({ found }) => {
      const name = toCamel(found.text.slice(1, -1) ?? "");
      if (!/^[a-z]\w*$/.test(name)) return undefined;
      return { help: "names have no quotes", repairs: [[replace(found, name)]] };
    },
  },
  { expected: "a name", kind: "number", advise: () => ({ help: "a name begins with a letter" }) },
  { expected: "a name", found: "@", advise: moveAnnotation },
  {
    expected: "a name",
    found: ["-", "|", ","],
    advise: ({ found, after }) => {
      if (found.text !== "," && after.kind !== "word") return undefined;
      const help =
        found.text === "," ? "remove it: one `,` is enough" : "remove it: each stands in a line, or behind a `,`";
      return {
        help,
        repairs: [[found.text === "," || after.kind === "end" ? remove(found) : removeUpTo(found, after)]],
      };
    },
  },
  { expected: ["`:`", "`{`", "`(`", "`=`", "`,`"], found: "-", advise: joinName },
  { expected: "`:`", found: /^-[0-9]/, advise: joinName },

  // ---- between name and type ----
  {
    expected: "`:`",
    kind: "word",
    advise: ({ tokens, index, before, found, after }) => {
      const wrapper = wrappers.get(before.text);
      if (wrapper !== undefined && after.text === ":") {
        const wrap = wrapType(tokens, index + 2, endOfType(tokens, index + 2), wrapper);
        const help = `write the type as \`${wrapper}<…>\``;
        return {
          help,
          span: before.span,
          repairs: [[removeUpTo(before, found), ...wrap]],
          title: `Write \`${wrapper}<…>\``,
        };
      }
      if (wrapper !== undefined && after.kind === "word") {
        const type = `${wrapper}<${found.text}>`;
        const last = tokens[tokens[index + 2]?.text === "=" ? index + 3 : index + 1] ?? after;
        const help = `the name stands before the type: \`${after.text}: ${type}\``;
        return {
          help,
          span: before.span,
          repairs: [[{ span: { start: before.span.start, end: last.span.end }, newText: `${after.text}: ${type}` }]],
        };
      }
      if (modifiers.includes(before.text) && after.text === ":") {
        return { help: `remove \`${before.text}\``, span: before.span, repairs: [[removeUpTo(before, found)]] };
      }
      return undefined;
    },
  },
  {
    expected: "`:`",
    kind: "word",
    found: /^[a-z]\w*$/,
    advise: ({ tokens, index, before, found, after }) => {
      if (!isTypeName(before) || smallTypes.test(found.text)) return undefined;
      if (after.kind !== "end" && !after.startsLine && !/^[=;,)}@[]$/.test(after.text)) return undefined;
      const isNumbered = after.text === "=" && tokens[index + 2]?.kind === "number";
      const last = (isNumbered && tokens[index + 2]) || found;
      const field = `${found.text}: ${before.text}`;
      return {
        help: `the name stands before the type: \`${field}\``,
        span: before.span,
        repairs: [[{ span: { start: before.span.start, end: last.span.end }, newText: field }]],
      };
    },
  },
  {
    expected: "`:`",
    before: memberWords,
    kind: "word",
    advise: ({ before, after }) => {
      if (after.text !== "(" && after.kind !== "string") return undefined;
      return { help: `\`${before.text}\` stands inside a \`process\``, span: before.span };
    },
  },
  {
    expected: "`:`",
    before: declarationWords,
    kind: "word",
    advise: ({ before, after }) => {
      if (after.text !== "{" && after.text !== "=") return undefined;
      return { help: `\`${before.text}\` stands outside of other declarations`, span: before.span };
    },
  },
  {
    expected: "`:`",
    before: memberWords,
    kind: "string",
    advise: ({ before }) => ({ help: `\`${before.text}\` stands inside a \`process\``, span: before.span }),
  },
  {
    expected: "`:`",
    found: "(",
    advise: ({ before }) => ({
      help: `handlers stand inside a \`process\`, and a field has a type: \`${before.text}: …\``,
    }),
  },
  { expected: "`:`", found: "<", advise: () => ({ help: "the name stands before the type, with a `:` between them" }) },
  {
    expected: "`:`",
    before: /^\w+$/u,
    found: "=",
    advise: ({ before, found }) => {
      const repairs = [[{ span: { start: before.span.end, end: found.span.end }, newText: ":" }]];
      return { help: "a `:` stands between a name and its type", repairs };
    },
  },
  {
    expected: "`:`",
    before: /^[\p{L}_]/u,
    kind: "word",
    advise: ({ before, found }) => {
      if (found.startsLine) return undefined;
      return { help: `write \`${before.text}: ${found.text}\``, repairs: [[insertAfter(before, ":")]] };
    },
  },
  {
    expected: "`:`",
    before: /^[\p{L}_]/u,
    advise: ({ before, found }) => {
      if (found.kind !== "end" && /^[?;"'#/]/.test(found.text)) return undefined;
      return { help: `write \`${before.text}: …\`` };
    },
  },
  {
    expected: "a type",
    before: ":",
    found: ":",
    advise: ({ found }) => ({ help: "remove one of the two colons", repairs: [[remove(found)]] }),
  },
];

/** `@length(1, 5) title: string`: an annotation stands behind the type, or behind the name of a case. */
function moveAnnotation({ file, tokens, index, found }: Situation): Advice | undefined {
  const end = endOfAnnotation(tokens, index);
  const [last, name, colon] = [tokens[end], tokens[end + 1], tokens[end + 2]];
  const help = "annotations stand behind what they are about, such as `title: string @length(1, 200)`";
  if (found.kind === "end" || last === undefined || name?.kind !== "word") return { help };
  const target =
    colon?.text === ":"
      ? endOfType(tokens, end + 3)
      : colon?.text === "("
        ? (findCloser(tokens, end + 2) ?? end + 1)
        : end + 1;
  const behind = tokens[target];
  const annotation = file.text.slice(found.span.start, last.span.end);
  if (behind === undefined) return { help };
  const edits = [removeUpTo(found, name), insertAfter(behind, ` ${annotation}`)];
  return { help, repairs: [edits], title: "Move it behind the type" };
}

/** `due-date`, as WIT and YAML have names. */
function joinName({ tokens, index, before }: Situation): Advice | undefined {
  if (before.kind !== "word") return undefined;
  let text = before.text;
  let end = before;
  for (let next = index; next < tokens.length; next++) {
    const token = tokens[next];
    const isPart =
      token?.span.start === end.span.end &&
      (token.text === "-" || (token.kind === "word" && end.text === "-") || /^-[0-9]\w*$/.test(token.text));
    if (token === undefined || !isPart) break;
    text += token.text;
    end = token;
  }
  if (end === before || end.text === "-") return undefined;
  const keyword = tokens[index - 2]?.text ?? "";
  const isType = ["record", "enum", "variant", "process", "type"].includes(keyword);
  const better = (isType ? toPascal : toCamel)(text.replaceAll("-", "_"));
  const repairs = [[{ span: { start: before.span.start, end: end.span.end }, newText: better }]];
  return {
    help: `names have no \`-\`: write \`${better}\``,
    span: { start: before.span.start, end: end.span.end },
    repairs,
  };
}
