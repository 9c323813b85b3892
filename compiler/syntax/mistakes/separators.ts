/** What stands behind fields and cases, and between them. */

import { endOfAnnotation, endOfType, insertAfter, insertBefore } from "./edits.js";
import type { Advice, Habit, Situation } from "./situation.js";

/** As in compiler/check/rules/annotations.ts. */
const annotationNames: readonly string[] = [
  "length",
  "range",
  "items",
  "pattern",
  "secret",
  "wire",
  "example",
  "deprecated",
  "status",
];

export const separatorHabits: readonly Habit[] = [
  {
    found: annotationNames,
    expected: "`@`",
    advise: ({ found }) => ({
      help: `an annotation begins with \`@\``,
      repairs: [[insertBefore(found, "@")]],
      title: `Write \`@${found.text}\``,
    }),
  },
  {
    found: ":",
    after: "=",
    expected: "`=`",
    advise: ({ found, after }) => ({
      help: "a default follows a `=`",
      span: { start: found.span.start, end: after.span.end },
      repairs: [[{ span: { start: found.span.start, end: after.span.end }, newText: "=" }]],
    }),
  },
  // ---- behind a case ----
  { expected: "a new line", found: "=", before: /^[\p{L}_]/u, advise: numberedCase },
  {
    expected: "`,`",
    found: ":",
    before: /^[A-Z]/,
    advise: ({ tokens, index, before, after }) => {
      if (after.kind !== "word") return undefined;
      const last = tokens[endOfType(tokens, index + 1)] ?? after;
      const help = "what a case carries stands in parentheses";
      const edits = [{ span: { start: before.span.end, end: after.span.start }, newText: "(" }, insertAfter(last, ")")];
      return { help, repairs: [edits], title: "Write the parentheses" };
    },
  },
  {
    expected: "`,`",
    found: "{",
    before: /^[A-Z]/,
    advise: ({ before }) => ({
      help: `declare a record of these fields and write its name: \`${before.text}(TheRecord)\``,
    }),
  },
  {
    expected: "`,`",
    found: "|",
    before: /^[A-Z]/,
    advise: ({ tokens, index, before, found }) => {
      const isCase = tokens[index - 2]?.text !== ":" && tokens[index - 2]?.text !== "=";
      if (!isCase) return undefined;
      const repairs = [[{ span: { start: before.span.end, end: found.span.end }, newText: "," }]];
      return { help: "a `,` stands between cases", repairs };
    },
  },

  // ---- between fields ----
  { expected: "`,`", found: "@", advise: annotationBehindDefault },
  { expected: "`)`", found: "@", advise: annotationBehindDefault },
  {
    expected: "a new line",
    kind: "word",
    advise: ({ expected, before, found, after }) => {
      if (found.startsLine) return undefined;
      // Cases have no defaults; a field goes on with its colon.
      if (expected.includes("`=`") && after.text !== ":") return undefined;
      return { help: "a `,` stands between parts in one line", repairs: [[insertAfter(before, ",")]] };
    },
  },
];

/** `A = 1` or `A = "a"`: what other languages write on the wire. */
function numberedCase({ tokens, index, before, found, after }: Situation): Advice | undefined {
  if (found.kind === "end" || after.kind === "end" || tokens[index - 2]?.text === ":") return undefined;
  const span = { start: before.span.end, end: after.span.end };
  if (after.kind === "string") {
    const help = `write \`@wire(${after.text})\`, which sets the name in JSON`;
    return { help, repairs: [[{ span, newText: ` @wire(${after.text})` }]] };
  }
  if (after.kind !== "number") return undefined;
  const help = "a case has a name and no number; Rust and JSON know it by name";
  return { help, repairs: [[{ span, newText: "" }]], title: `Remove \`= ${after.text}\`` };
}

/** `= "x" @length(1, 5)`: the default stands last. */
function annotationBehindDefault({ file, tokens, index, found }: Situation): Advice | undefined {
  const equals = tokens.findLastIndex(({ text }, at) => at < index && text === "=");
  const [sign, previous] = [tokens[equals], tokens[index - 1]];
  const last = tokens[endOfAnnotation(tokens, index)];
  if (found.kind === "end" || sign === undefined || previous === undefined || last === undefined) return undefined;
  const annotation = file.text.slice(found.span.start, last.span.end);
  const edits = [
    insertBefore(sign, `${annotation} `),
    { span: { start: previous.span.end, end: last.span.end }, newText: "" },
  ];
  return { help: "annotations stand before the default", repairs: [edits], title: "Move it before the default" };
}
