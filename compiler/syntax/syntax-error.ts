/** Turns the parser's failure into one readable diagnostic. */

import type { ArgumentsOf, Code } from "../diagnostics/catalogue.js";
import type { Fix, TextEdit } from "../diagnostics/diagnostic.js";
import type { Report } from "../diagnostics/report.js";
import type { SourceFile } from "../text/source-file.js";
import type { Span } from "../text/span.js";
import { describeToken, joinNames, nameExpectations, quote, shorten, showCharacter } from "./expectations.js";
import type { Expectation } from "./generated/parser.js";
import { giveAdvice, type Advice, type Situation } from "./mistakes/index.js";
import { edge } from "./mistakes/situation.js";
import { closers, type Token } from "./scan.js";

/** Where a piece could not be read, and what the grammar wanted there. */
export interface Failure {
  readonly file: SourceFile;
  /** Of the piece as it reads after its repairs, with their places in the file. */
  readonly tokens: readonly Token[];
  /** Of the token that was not expected; the number of tokens at the end. */
  readonly index: number;
  readonly expected: readonly Expectation[];
  /** True when the piece is a part of what stands in braces. */
  readonly isPart: boolean;
  /** So many characters of the piece were not reached. */
  readonly restLength: number;
}

/** What is wrong, and how it may be repaired. */
export interface Finding {
  readonly report: (report: Report, fixes: readonly Fix[]) => void;
  readonly repairs: readonly Repair[];
  /** True when a repair only serves to read on. */
  readonly isGuess: boolean;
}

export interface Repair {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** True for one that is only right when it was the only mistake of the piece. */
  readonly mustSuffice: boolean;
}

export function explainFailure({ file, tokens, index, expected, isPart }: Failure): Finding {
  const found = tokens[index];
  const before = tokens[index - 1];
  const opener = found === undefined ? findUnclosed(tokens) : undefined;
  if (opener !== undefined) return explainUnclosed(file, opener, tokens);
  if (before?.kind === "documentation" && (found === undefined || found.text === "}" || found.text === ")")) {
    return finding("syntax/documentation", {}, file, before.span);
  }
  if (found?.kind === "documentation") return finding("syntax/documentation", {}, file, found.span);
  const escape = found?.kind === "string" ? findBadEscape(found) : undefined;
  if (escape !== undefined) {
    const repairs = [[{ span: escape.span, newText: `\\${escape.text}` }]];
    const isGuess = /^\\[ux]/.test(escape.text);
    return finding("syntax/escape", { escape: escape.text }, file, escape.span, { help: undefined, repairs, isGuess });
  }
  const names = nameExpectations(expected, isPart);
  const first = tokens.find((token) => token.kind !== "documentation");
  const [start, end] = [tokens[0]?.span.start ?? 0, tokens.at(-1)?.span.end ?? 0];
  const situation: Situation = {
    file,
    tokens,
    index,
    expected: names,
    first: first ?? edge(end),
    before: before ?? edge(start),
    found: found ?? edge(end),
    after: tokens[index + 1] ?? edge(end),
  };
  const advice = giveAdvice(situation);
  const span = advice?.span ?? found?.span ?? { start: Math.max(0, end - 1), end };
  switch (found?.kind) {
    case "unterminated-string":
      return finding("syntax/unterminated-string", {}, file, found.span, advice);
    case "unterminated-comment":
      return finding("syntax/unterminated-comment", {}, file, { start: span.start, end: span.start + 2 });
    case "stray":
    case "quoted":
    case "foreign-comment":
    case "bare-path": {
      const [character = ""] = found.text;
      return finding(
        "syntax/character",
        { character: showCharacter(character), help: advice?.help },
        file,
        span,
        advice,
      );
    }
    default: {
      const args = { expected: joinNames(shorten(names)), found: describeToken(found), help: advice?.help };
      const { repairs, isGuess } = finding(
        "syntax/expected",
        args,
        file,
        span,
        advice,
        found && missingSigns(names, before, found),
      );
      const report: Finding["report"] = (report, fixes) => {
        const help = args.help ?? (fixes[0] && fixes[0].title.replace("Write", "write the missing"));
        report("syntax/expected", { ...args, help }, { file, span }, { fixes });
      };
      return { report, repairs, isGuess };
    }
  }
}

/** The same token twice around the place of the failure; undefined when there is none. */
export function explainDoubled({ file, tokens, index, expected, isPart }: Failure): Finding | undefined {
  for (const position of [index, index - 1]) {
    const [first, second] = [tokens[position - 1], tokens[position]];
    if (first === undefined || second === undefined || first.text !== second.text) continue;
    const names = joinNames(shorten(nameExpectations(expected, isPart)));
    const args = {
      expected: names,
      found: describeToken(tokens[index]),
      help: `${quote(second.text)} is written twice`,
    };
    const edits = [{ span: { start: first.span.end, end: second.span.end }, newText: "" }];
    return {
      report: (report, fixes) => report("syntax/expected", args, { file, span: second.span }, { fixes }),
      repairs: [{ title: `Remove ${quote(second.text)}`, edits, mustSuffice: true }],
      isGuess: false,
    };
  }
  return undefined;
}

/** Points at the opening sign, and at the end of the piece in which nothing closes it. */
export function reportUnclosed(
  file: SourceFile,
  opener: Token,
  piece: readonly Token[],
  report: Report,
  fixes: readonly Fix[],
): void {
  const end = piece.at(-1)?.span.end ?? opener.span.end;
  const related = [{ file, span: { start: Math.max(0, end - 1), end }, message: "nothing closes it up to here" }];
  const args = { open: opener.text, close: closers[opener.text] ?? "" };
  report("syntax/unclosed", args, { file, span: opener.span }, { related, fixes });
}

function explainUnclosed(file: SourceFile, opener: Token, piece: readonly Token[]): Finding {
  const end = piece.at(-1)?.span.end ?? opener.span.end;
  const close = closers[opener.text] ?? "";
  const edits = [{ span: { start: end, end }, newText: close === "}" ? " }" : close }];
  return {
    report: (report, fixes) => reportUnclosed(file, opener, piece, report, fixes),
    repairs: [{ title: `Write \`${close}\``, edits, mustSuffice: false }],
    isGuess: false,
  };
}

/** With the repairs of an advice, and others that are tried after them. */
function finding<C extends Code>(
  code: C,
  args: ArgumentsOf<C>,
  file: SourceFile,
  span: Span,
  advice?: Advice,
  others: readonly Repair[] = [],
): Finding {
  const repairs = (advice?.repairs ?? []).map((edits) => {
    return { title: advice?.title ?? nameRepair(edits, file), edits, mustSuffice: false };
  });
  return {
    report: (report, fixes) => report(code, args, { file, span }, { fixes }),
    repairs: repairs.length > 0 ? repairs : others,
    isGuess: advice?.isGuess === true && repairs.length > 0,
  };
}

const maxTitleLength = 40;

/** What the first edit does that writes something, or else what is removed. */
function nameRepair(edits: readonly TextEdit[], { text }: SourceFile): string {
  const written = edits.find(({ newText }) => newText.trim() !== "");
  const removed = edits[0] === undefined ? "" : text.slice(edits[0].span.start, edits[0].span.end);
  const shown = (written?.newText ?? removed).trim();
  const cut = shown.length <= maxTitleLength ? shown : `${shown.slice(0, maxTitleLength)}…`;
  return `${written === undefined ? "Remove" : "Write"} \`${cut === "" ? " " : cut}\``;
}

/** Signs that people leave out, where one of them makes everything right. */
const forgotten: readonly string[] = [")", ">", "]", "(", "{", ",", "->", "as", "from"];

function missingSigns(expected: readonly string[], before: Token | undefined, found: Token): readonly Repair[] {
  return forgotten
    .filter((sign) => expected.includes(quote(sign)))
    .map((sign) => {
      const isTight = /^[)>\],(]$/.test(sign) && before !== undefined;
      const offset = isTight ? before.span.end : found.span.start;
      const newText = isTight ? sign : `${sign} `;
      return {
        title: `Write \`${sign}\``,
        edits: [{ span: { start: offset, end: offset }, newText }],
        mustSuffice: true,
      };
    });
}

/** The first escape that the grammar does not read. */
function findBadEscape({ text, span }: Token): { readonly text: string; readonly span: Span } | undefined {
  for (const match of text.matchAll(/\\(?:u\{([^"}]*)\}?|[^])/gu)) {
    const [escape, digits] = match;
    if (/^\\["\\nrt]$/.test(escape)) continue;
    const codePoint = /^\\u\{[0-9A-Fa-f]{1,6}\}$/.test(escape) ? Number.parseInt(digits ?? "", 16) : Number.NaN;
    if (codePoint < 0xd800 || (codePoint > 0xdfff && codePoint <= 0x10ffff)) continue;
    const start = span.start + match.index;
    return { text: escape, span: { start, end: start + escape.length } };
  }
  return undefined;
}

/** The innermost opening sign that nothing closes. */
function findUnclosed(piece: readonly Token[]): Token | undefined {
  const open: Token[] = [];
  for (const token of piece) {
    if (token.kind !== "sign") continue;
    if (Object.hasOwn(closers, token.text)) open.push(token);
    else if (token.text === closers[open.at(-1)?.text ?? ""]) open.pop();
  }
  return open.at(-1);
}
