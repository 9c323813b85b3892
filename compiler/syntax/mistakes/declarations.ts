/** Declarations as other languages have them: their keywords, and what stands before and behind their names. */

import { didYouMean, suggest } from "../../text/suggest.js";
import { toLatin } from "../../text/look-alikes.js";
import { declarationWords, memberWords } from "../keywords.js";
import type { Token } from "../scan.js";
import { findCloser, insertAfter, insertBefore, remove, removeUpTo, replace } from "./edits.js";
import { writeVariant } from "./types.js";
import type { Habit } from "./situation.js";

/** Words of other languages for the same thing. */
const translations: ReadonlyMap<string, string> = new Map([
  ["actor", "process"],
  ["alias", "type"],
  ["app", "process"],
  ["class", "record"],
  ["contract", "process"],
  ["flags", "enum"],
  ["import", "use"],
  ["include", "use"],
  ["input", "record"],
  ["interface", "process"],
  ["message", "record"],
  ["model", "record"],
  ["module", "package"],
  ["namespace", "package"],
  ["newtype", "type"],
  ["object", "record"],
  ["oneof", "variant"],
  ["scalar", "type"],
  ["server", "process"],
  ["service", "process"],
  ["struct", "record"],
  ["structure", "record"],
  ["trait", "process"],
  ["typedef", "type"],
  ["union", "variant"],
]);

/** Of these, words for something that is only similar. */
const looseTranslations: readonly string[] = ["contract", "flags", "module", "namespace", "trait"];

/** Words before a keyword that say nothing in a schema. */
const modifiers: readonly string[] = [
  "abstract",
  "const",
  "data",
  "declare",
  "default",
  "export",
  "final",
  "internal",
  "pub",
  "public",
  "sealed",
];

/** The keyword that the first words of a declaration are or were meant to be. */
export function findMeantKeyword(words: readonly Token[]): string | undefined {
  const start = words.findIndex(({ text }) => !modifiers.includes(text));
  const [keyword, name, sign, next] = words.slice(Math.max(0, start), Math.max(0, start) + 4);
  if (keyword?.kind !== "word") return undefined;
  if (keyword.text === "type" && (sign?.text === "{" || (sign?.text === "=" && next?.text === "{"))) return "record";
  if (keyword.text === "interface" && name?.kind === "word" && !hasHandlers(words)) return "record";
  if (declarationWords.includes(keyword.text)) return keyword.text;
  if (memberWords.includes(keyword.text)) return undefined;
  if (name?.text === "{" && /^[A-Z]/.test(keyword.text)) return guessKeyword(words);
  const latin = toLatin(keyword.text) ?? keyword.text;
  return translations.get(latin) ?? suggest(latin, declarationWords);
}

/** From what stands in the braces of a declaration without keyword. */
function guessKeyword(words: readonly Token[]): string {
  const [, , first, sign] = words;
  if (first !== undefined && memberWords.includes(first.text) && sign?.text !== ":") return "process";
  if (sign?.text === ":") return "record";
  return words.some(({ text }) => text === "(") ? "variant" : "enum";
}

/** True for parts that look like functions. */
function hasHandlers(words: readonly Token[]): boolean {
  return words.some(
    ({ kind, text }, index) => kind === "word" && words[index + 1]?.text === "(" && !text.startsWith("@"),
  );
}

export const declarationHabits: readonly Habit[] = [
  // ---- the keyword ----
  {
    expected: "a declaration",
    found: "}",
    advise: ({ tokens, index, found }) => {
      const last = tokens.findLast(({ text }) => text === "}");
      const areAll = tokens.slice(index).every(({ text }) => text === "}");
      if (last === undefined) return undefined;
      return { help: "there is one `}` too many", repairs: areAll ? [[remove(found, last)]] : [], title: "Remove `}`" };
    },
  },
  {
    expected: "a declaration",
    found: modifiers,
    advise: ({ tokens, index, found, after }) => {
      if (after.kind !== "word" || findMeantKeyword(tokens.slice(index)) === undefined) return undefined;
      return {
        help: `remove \`${found.text}\`: every declaration can be used from other files`,
        repairs: [[removeUpTo(found, after)]],
      };
    },
  },
  {
    expected: "a declaration",
    found: [",", ";"],
    advise: ({ found }) => ({
      help: "remove it: a declaration ends with its line or brace",
      repairs: [[remove(found)]],
    }),
  },
  {
    expected: "a declaration",
    found: "union",
    advise: ({ tokens, index, found }) => {
      const edits = found.kind === "end" ? undefined : writeVariant(tokens.slice(index));
      return edits && { help: didYouMean("variant"), repairs: [edits], title: "Write a `variant`" };
    },
  },
  {
    expected: "a declaration",
    found: memberWords,
    advise: ({ found }) => ({ help: `\`${found.text}\` stands inside a \`process\`` }),
  },
  {
    expected: "a declaration",
    advise: ({ tokens, index, found, after }) => {
      const meant = found.kind === "word" ? findMeantKeyword(tokens.slice(index)) : undefined;
      if (found.kind === "end" || meant === undefined || (meant === found.text && meant !== "type")) return undefined;
      const sign = tokens[index + 2];
      if (after.text === "{" && /^[A-Z]/.test(found.text)) {
        const help = `write what it is before the name, such as \`${meant} ${found.text}\``;
        return { help, repairs: [[insertBefore(found, `${meant} `)]], isGuess: true };
      }
      const edits = sign?.text === "=" && meant === "record" ? [remove(sign)] : [];
      return {
        help: didYouMean(meant),
        repairs: [[replace(found, meant), ...edits]],
        title: `Write \`${meant}\``,
        isGuess: looseTranslations.includes(found.text),
      };
    },
  },

  // ---- the name and what stands behind it ----
  {
    expected: "a name",
    before: declarationWords,
    found: ["{", "="],
    advise: ({ before }) => ({ help: `write a name behind \`${before.text}\`` }),
  },
  {
    expected: "`{`",
    before: [...declarationWords, "state"],
    advise: ({ tokens, index, before, found }) => {
      const twice = tokens[index - 2];
      if (found.kind !== "word" || twice?.text !== before.text) return undefined;
      return {
        help: `\`${before.text}\` is written twice`,
        span: before.span,
        repairs: [[removeUpTo(before, found)]],
        title: `Remove \`${before.text}\``,
      };
    },
  },
  {
    expected: "`{`",
    first: ["record", "enum", "variant", "process"],
    found: ["extends", "implements", ":"],
    advise: ({ tokens, index, found, first }) => {
      const brace = tokens.findIndex(({ text }, position) => position > index && text === "{");
      const last = tokens[brace];
      if (last === undefined) return { help: `the parts of a ${first.text} stand in braces` };
      if (first.text === "process") {
        return {
          help: "a process takes nothing over from another",
          repairs: [[removeUpTo(found, last)]],
          isGuess: true,
        };
      }
      const parent = tokens[index + 1]?.text ?? "";
      if (brace === index + 1) return { help: "remove it", repairs: [[remove(found)]] };
      return {
        help: `a ${first.text} takes nothing over from another: write a field of the type \`${parent}\`, or its fields`,
        repairs: [[removeUpTo(found, last)]],
        isGuess: true,
      };
    },
  },
  {
    expected: ["`{`", "`=`"],
    first: declarationWords,
    found: "<",
    advise: () => ({ help: "types have no parameters of their own: declare one for each type that it is for" }),
  },
  {
    expected: "`{`",
    found: "=",
    after: "{",
    advise: ({ found, after }) => ({
      help: "remove it: the braces follow the name",
      repairs: [[removeUpTo(found, after)]],
    }),
  },
  {
    expected: "`{`",
    first: ["record", "enum", "variant"],
    found: "(",
    advise: ({ tokens, index, first }) => {
      if (first.text === "record" && tokens[index + 2]?.text !== ":") {
        return { help: "the fields of a record have names: write `{ name: type }`, or `type … = tuple<…>`" };
      }
      const close = findCloser(tokens, index);
      const [open, end] = [tokens[index], close === undefined ? undefined : tokens[close]];
      if (open === undefined || end === undefined) return undefined;
      return {
        help: `the parts of a ${first.text} stand in braces`,
        repairs: [[replace(open, "{"), replace(end, "}")]],
      };
    },
  },
  {
    expected: "`{`",
    advise: ({ before, found, first }) => {
      if (first.kind === "end" || !found.startsLine) return undefined;
      return { help: `the parts of a ${first.text} stand in braces`, repairs: [[insertAfter(before, " {")]] };
    },
  },
  {
    expected: "`=`",
    first: "type",
    found: ":",
    advise: ({ found }) => {
      const help = "a `=` stands between the name of a `type` and what it is";
      return { help, repairs: [[replace(found, " =")]], title: "Write `=`" };
    },
  },
  {
    expected: "`=`",
    first: "type",
    advise: ({ found }) => {
      if (found.kind !== "word" || found.startsLine) return undefined;
      return {
        help: "a `=` stands between the name of a `type` and what it is",
        repairs: [[insertBefore(found, "= ")]],
      };
    },
  },
];
