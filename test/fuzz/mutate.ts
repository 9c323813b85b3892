/** Texts that nobody writes: schemas changed at random, by characters, words, lines and brackets. */

import { scan, type Token } from "../../compiler/syntax/scan.js";
import { grammarLiterals } from "../support/grammar-words.js";
import type { Random } from "../../runtime/node/random.js";

/** One to four changes of one text of the corpus. */
export function mutant(corpus: readonly string[], random: Random): string {
  let text = random.pick(corpus);
  for (let count = random.below(4); count >= 0; count--) text = random.pick(mutations)(text, random, corpus);
  return text;
}

type Mutation = (text: string, random: Random, corpus: readonly string[]) => string;

/** What may stand anywhere: signs, white space, characters that other programs stumble over, and whole constructs. */
const pieces: readonly string[] = [
  ...grammarLiterals(),
  " ",
  "\t",
  "\n",
  "\r",
  "\r\n",
  "\n\n",
  ";",
  "'",
  "`",
  "\\",
  "/",
  "/*",
  "*/",
  "//",
  "///",
  "////",
  "#",
  "$",
  "${x}",
  "\u0000",
  "\u0007",
  "\u001b[31m",
  "\u007f",
  "\u0085",
  "\u00a0",
  "\u200b",
  "\u202e",
  "\u2028",
  "\u2029",
  "\ufeff",
  "\ufffd",
  "\ud83d",
  "\ude00",
  "\u{1f600}",
  "ü",
  "e\u0301",
  "ſ",
  "İ",
  "名前",
  "\u{10ffff}",
  '"\\u{0}"',
  '"\\u{2028}"',
  '"\\u{10ffff}"',
  '"\\u{110000}"',
  '"\\u{}"',
  '"\\x"',
  '"',
  '""',
  '"a\\',
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "prototype",
  "_",
  "a_",
  "_a",
  "a__b",
  "A",
  "a1",
  "a-b",
  "list<",
  "option<u8>",
  "result<unit, unit>",
  "map<string, ",
  "tuple<>",
  "HttpResponse",
  "Address",
  "unit",
  "Wrong",
  "@status(404)",
  "@length(0, 1)",
  "@range(-1, 1)",
  "@items(1, 0)",
  "@wrong",
  "@",
  "from query",
  "from body",
  "= none",
  "= []",
  '= "x"',
  "= true",
  "{id}",
  '"/{id}"',
  '"/{id}/{id}"',
  '"/"',
  '"//"',
  '""',
  '"/a b"',
  '"../"',
  "record R { a: u8 }",
  "enum E { A }",
  "variant V { A(u8), B }",
  "type T = u8",
  "package a:b@0.1.0",
  "process P { local f() }",
  "state { a: u8 }",
  'endpoint http "/"',
  "local f() -> u8",
  "init",
  "save never",
];

const numbers: readonly string[] = [
  "0",
  "-0",
  "1",
  "-1",
  "00",
  "01",
  "255",
  "256",
  "65536",
  "4294967295",
  "4294967296",
  "9007199254740991",
  "9007199254740992",
  "9223372036854775807",
  "9223372036854775808",
  "-9223372036854775808",
  "18446744073709551615",
  "18446744073709551616",
  "0.1",
  "-0.0",
  "1.",
  "1.0",
  "0.30000000000000004",
  "1e3",
  "1e999",
  "0x10",
  "1_000",
  "NaN",
  `${"9".repeat(400)}`,
  `0.${"0".repeat(400)}1`,
  "404",
  "399",
  "600",
];

const openers: readonly string[] = ["{", "(", "[", "<", "list<", "option<", "tuple<u8, ", "/*", '"'];

const mutations: readonly Mutation[] = [
  // Characters.
  (text, random) => replaceRange(text, rangeOf(text, 12, random), ""),
  (text, random) => replaceRange(text, { start: random.below(text.length + 1), length: 0 }, random.pick(pieces)),
  (text, random) => replaceRange(text, rangeOf(text, 12, random), random.pick(pieces)),
  (text, random) => {
    const range = rangeOf(text, 60, random);
    const taken = text.slice(range.start, range.start + range.length);
    return replaceRange(text, { start: random.below(text.length + 1), length: 0 }, taken);
  },
  (text, random) => replaceRange(text, rangeOf(text, 1, random), String.fromCharCode(random.below(0x10000))),
  (text, random) => text.slice(0, random.below(text.length + 1)),

  // Words and signs.
  byTokens((tokens, random) => tokens.toSpliced(random.below(tokens.length), 1 + random.below(3))),
  byTokens((tokens, random) => tokens.toSpliced(random.below(tokens.length), 0, random.pick(pieces))),
  byTokens((tokens, random) => tokens.with(random.below(tokens.length), random.pick(pieces))),
  byTokens((tokens, random) => tokens.with(random.below(tokens.length), random.pick(tokens))),
  byTokens((tokens, random) => swap(tokens, random)),
  byTokens((tokens, random) => {
    const start = random.below(tokens.length);
    return tokens.toSpliced(start, 0, ...tokens.slice(start, start + 1 + random.below(8)));
  }),
  byTokens((tokens, random) => {
    const places = tokens.flatMap((token, index) => (/^-?[0-9]/.test(token) ? index : []));
    return places.length === 0 ? tokens : tokens.with(random.pick(places), random.pick(numbers));
  }),
  // One name for two things.
  byTokens((tokens, random) => {
    const places = tokens.flatMap((token, index) => (/^\p{L}/u.test(token) ? index : []));
    return places.length === 0 ? tokens : tokens.with(random.pick(places), tokens[random.pick(places)] ?? "");
  }),
  byTokens((tokens, random) => tokens.with(random.below(tokens.length), longToken(random))),

  // Lines.
  byLines((lines, random) => lines.toSpliced(random.below(lines.length), 1 + random.below(3))),
  byLines((lines, random) => {
    const start = random.below(lines.length);
    return lines.toSpliced(random.below(lines.length), 0, ...lines.slice(start, start + 1 + random.below(4)));
  }),
  byLines((lines, random) => swap(lines, random)),
  byLines((lines, random) => {
    const index = random.below(lines.length);
    return lines.toSpliced(index, 0, ...Array.from({ length: random.below(30) }, () => lines[index] ?? ""));
  }),
  byLines((lines) => [lines.join(" ")]),
  (text, random) => text.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n", " "])),

  // Two texts in one: one goes on as the other, or lies in it.
  (text, random, corpus) => {
    const other = random.pick(corpus);
    return text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1));
  },
  (text, random, corpus) => {
    const lines = random.pick(corpus).split("\n");
    const start = random.below(lines.length);
    const taken = lines.slice(start, start + 1 + random.below(6)).join("\n");
    return byLines((own) => own.toSpliced(random.below(own.length), 0, taken))(text, random, corpus);
  },

  // Depth.
  (text, random) => {
    const opener = random.pick(openers);
    return replaceRange(
      text,
      { start: random.below(text.length + 1), length: 0 },
      opener.repeat(1 + random.below(100)),
    );
  },
  byTokens((tokens, random) => {
    const index = random.below(tokens.length);
    const depth = 1 + random.below(70);
    return tokens.with(index, `${"list<".repeat(depth)}${tokens[index]}${">".repeat(depth)}`);
  }),
];

interface Range {
  readonly start: number;
  readonly length: number;
}

function rangeOf(text: string, maxLength: number, random: Random): Range {
  return { start: random.below(text.length + 1), length: 1 + random.below(maxLength) };
}

function replaceRange(text: string, { start, length }: Range, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(start + length);
}

/** A change of the words and signs; what stands between them stays with the one before it. */
function byTokens(change: (tokens: readonly string[], random: Random) => readonly string[]): Mutation {
  return (text, random) => {
    const tokens = scan(text);
    const first = tokens[0];
    if (first === undefined) return text + random.pick(pieces);
    const gap = (token: Token, next: Token | undefined): string => text.slice(token.span.end, next?.span.start);
    const gaps = tokens.map((token, index) => gap(token, tokens[index + 1]));
    const changed = change(
      tokens.map((token) => token.text),
      random,
    );
    return text.slice(0, first.span.start) + changed.map((token, index) => token + (gaps[index] ?? " ")).join("");
  };
}

function byLines(change: (lines: readonly string[], random: Random) => readonly string[]): Mutation {
  return (text, random) => change(text.split("\n"), random).join("\n");
}

function swap(items: readonly string[], random: Random): readonly string[] {
  const [left, right] = [random.below(items.length), random.below(items.length)];
  return items.with(left, items[right] ?? "").with(right, items[left] ?? "");
}

/** Seldom very long. */
function longToken(random: Random): string {
  const length = random.below(50) === 0 ? 20_000 : 20 + random.below(300);
  const sign = random.pick(["a", "A", "_", "9", "ab_", "aB", "ü", "é", "-", ".", "{", "/a", "<", "\u{1f600}"]);
  const token = sign.repeat(Math.ceil(length / sign.length));
  return random.below(3) === 0 ? `"${token}"` : token;
}
