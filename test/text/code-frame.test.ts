/** Frames of texts that are hard to underline. `⟦…⟧` is a mark of the text below it, the first one the primary. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { type Mark, renderFrame } from "../../compiler/text/code-frame.js";
import { displayWidth, toPrintable } from "../../compiler/text/display-width.js";
import { createSourceFile } from "../../compiler/text/source-file.js";

const plain = (text: string): string => text;

/** Without the empty row at the end. Words of the marks, in their order, are `one`, `two`, `three`. */
function frame(...texts: readonly string[]): string {
  const words = ["one", "two", "three"];
  const marks = texts.flatMap((marked, index) => readMarks(marked, `${"abc"[index]}.hproc`));
  const shown = marks.map((mark, index): Mark => ({ ...mark, text: words[index], primary: index === 0 }));
  return renderFrame(shown, { gutter: plain, primary: plain, secondary: plain }).slice(0, -1).join("\n");
}

function readMarks(marked: string, path: string): readonly Pick<Mark, "file" | "span">[] {
  const file = createSourceFile(path, marked.replace(/[⟦⟧]/g, ""));
  return [...marked.matchAll(/⟦([^⟧]*)⟧/g)].map(({ index, 1: text = "" }, count) => {
    // Each mark before this one has two brackets that the text does not have.
    const start = index - 2 * count;
    return { file, span: { start, end: start + text.length } };
  });
}

const test = suite("code frames");

const frames: readonly (readonly [what: string, texts: readonly string[], expected: string])[] = [
  [
    "tabs are two columns wide, before and within a mark",
    ["\ta\t⟦b\tc⟧\td"],
    `
 --> a.hproc:1:4
  |
1 |   a  b  c  d
  |      ^^^^ one`,
  ],
  [
    "Chinese, Japanese and Korean characters are two columns wide",
    ["漢字 ⟦かな⟧ ⟦한글⟧ x"],
    `
 --> a.hproc:1:4
  |
1 | 漢字 かな 한글 x
  |      ^^^^ one
  |           ---- two`,
  ],
  [
    "emoji, also those of the basic plane",
    ["✅⭐ ⟦😀⟧ ⟦x⟧"],
    `
 --> a.hproc:1:4
  |
1 | ✅⭐ 😀 x
  |      ^^ one
  |         - two`,
  ],
  [
    "a flag is two letters of one column",
    ["🇩🇪 ⟦x⟧"],
    `
 --> a.hproc:1:6
  |
1 | 🇩🇪 x
  |    ^ one`,
  ],
  [
    "combining marks take no column",
    ["e\u0301e\u0301 ⟦o\u0308⟧ ⟦x⟧"],
    `
 --> a.hproc:1:6
  |
1 | e\u0301e\u0301 o\u0308 x
  |    ^ one
  |      - two`,
  ],
  [
    "a mark on nothing but a combining mark is seen",
    ["e⟦\u0301⟧ x"],
    `
 --> a.hproc:1:2
  |
1 | e\u0301 x
  |  ^ one`,
  ],
  [
    "what steers terminals or turns the direction of text is replaced",
    ["\u001b[2J\u202e⟦a⟧\u0000\u2028"],
    `
 --> a.hproc:1:6
  |
1 | \ufffd[2J\ufffda\ufffd\ufffd
  |      ^ one`,
  ],
  [
    "lines that end in CRLF, LF and CR",
    ["a\r\nb ⟦c⟧\r\nd\n⟦e⟧\rf ⟦g⟧"],
    `
 --> a.hproc:2:3
  |
2 | b c
  |   ^ one
4 | e
  | - two
5 | f g
  |   - three`,
  ],
  [
    "an empty mark at the start, in the middle and at the end of a line",
    ["⟦⟧ab⟦⟧c⟦⟧"],
    `
 --> a.hproc:1:1
  |
1 | abc
  | ^ one
  |   - two
  |    - three`,
  ],
  [
    "a mark on the end of a line, and within one",
    ["a⟦\n⟧b⟦\r⟧\nc\r⟦\n⟧d"],
    `
 --> a.hproc:1:2
  |
1 | a
  |  ^ one
2 | b
  |  - two
3 | c
  |  - three`,
  ],
  [
    "the end of a file that ends with a line end",
    ["a\n⟦⟧"],
    `
 --> a.hproc:2:1
  |
2 |
  | ^ one`,
  ],
  [
    "the end of a file that does not",
    ["a\nbc⟦⟧"],
    `
 --> a.hproc:2:3
  |
2 | bc
  |   ^ one`,
  ],
  [
    "an empty file",
    ["⟦⟧"],
    `
 --> a.hproc:1:1
  |
1 |
  | ^ one`,
  ],
  [
    "two lines: to the end of the first, from the indentation of the second",
    ["x ⟦ab {\n  }⟧ y"],
    `
 --> a.hproc:1:3
  |
1 | x ab {
  |   ^^^^
2 |   } y
  |   ^ one`,
  ],
  [
    "many lines: those between are left out",
    ["⟦a {\n  b\n  c\n}⟧"],
    `
 --> a.hproc:1:1
  |
1 | a {
  | ^^^
  | …
4 | }
  | ^ one`,
  ],
  [
    "a mark of many lines, and another one behind it",
    ["⟦a {\n  b\n  c\n}⟧ ⟦d⟧"],
    `
 --> a.hproc:1:1
  |
1 | a {
  | ^^^
  | …
4 | } d
  | ^ one
  |   - two`,
  ],
  [
    "a mark that ends with the end of its line is one of that line",
    ["⟦ab\r\n⟧c"],
    `
 --> a.hproc:1:1
  |
1 | ab
  | ^^ one`,
  ],
  [
    "several marks of one line, each with its row; several lines in their order",
    ["a ⟦b⟧\nc ⟦d⟧ ⟦e⟧"],
    `
 --> a.hproc:1:3
  |
1 | a b
  |   ^ one
2 | c d e
  |   - two
  |     - three`,
  ],
  [
    "numbers of different width",
    [`⟦a⟧${"\n".repeat(99)}⟦b⟧`],
    `
   --> a.hproc:1:1
    |
  1 | a
    | ^ one
100 | b
    | - two`,
  ],
  [
    "other files below, each with its place",
    ["⟦a⟧", "b\n⟦c⟧ ⟦d⟧"],
    `
 --> a.hproc:1:1
  |
1 | a
  | ^ one
 ::: b.hproc:2:1
  |
2 | c d
  | - two
  |   - three`,
  ],
  [
    "a long line is cut around the mark",
    [`${"a".repeat(20_000)}⟦here⟧${"b".repeat(20_000)}`],
    `
 --> a.hproc:1:20001
  |
1 | …${"a".repeat(39)}here${"b".repeat(115)}…
  | ${" ".repeat(40)}^^^^ one`,
  ],
  [
    "at its start, and at its end",
    [`⟦a⟧${"b".repeat(20_000)}⟦c⟧`],
    `
 --> a.hproc:1:1
  |
1 | a${"b".repeat(158)}…
  | ^ one
1 | …${"b".repeat(158)}c
  | ${" ".repeat(159)}- two`,
  ],
  [
    "marks that are near each other share a window",
    [`${"a".repeat(20_000)}⟦b⟧${"c".repeat(50)}⟦d⟧${"e".repeat(20_000)}`],
    `
 --> a.hproc:1:20001
  |
1 | …${"a".repeat(39)}b${"c".repeat(50)}d${"e".repeat(67)}…
  | ${" ".repeat(40)}^ one
  | ${" ".repeat(91)}- two`,
  ],
  [
    "a mark that is longer than a window is cut with it",
    [`a ⟦${"b".repeat(20_000)}⟧`],
    `
 --> a.hproc:1:3
  |
1 | a ${"b".repeat(157)}…
  |   ${"^".repeat(158)} one`,
  ],
  [
    "no character is torn apart where a line is cut",
    [`a${"😀".repeat(10_000)}⟦b⟧${"😀".repeat(10_000)}`],
    `
 --> a.hproc:1:20002
  |
1 | …${"😀".repeat(19)}b${"😀".repeat(59)}…
  | ${" ".repeat(39)}^ one`,
  ],
];

for (const [what, texts, expected] of frames) {
  test(what, () => assert.fixture(frame(...texts), expected.slice(1)));
}

test("frames without marks are empty", () => {
  assert.equal(renderFrame([], { gutter: plain, primary: plain, secondary: plain }), []);
});

test("a frame of a file that has millions of characters in one line is made at once", () => {
  const text = frame(`${"a".repeat(3_000_000)}⟦b⟧`);
  assert.ok(text.length < 500);
});

test.run();

const widths = suite("display width");

const columns: readonly (readonly [text: string, width: number])[] = [
  ["", 0],
  ["abc", 3],
  ["é", 1],
  ["e\u0301", 1],
  ["漢字", 4],
  ["ｆｕｌｌ", 8],
  ["ﾊﾝ", 2],
  ["\u1112\u1161\u11ab", 2],
  ["😀", 2],
  ["✅", 2],
  ["🌶", 1],
  ["\u200b", 0],
  ["\t", 2],
  ["\u001b", 1],
  ["\ud800", 1],
];

for (const [text, width] of columns) {
  widths(JSON.stringify(text), () => assert.is(displayWidth(toPrintable(text)), width));
}

widths.run();
