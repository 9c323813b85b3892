/** What to write instead, for the syntax errors that people really make. */

import { didYouMean, suggest } from "../text/suggest.js";
import type { Token } from "./scan.js";
import { declarationWords, memberWords } from "./split.js";

/** The place of a syntax error. */
export interface Situation {
  /** Names of what would have been accepted: `` `:` ``, `a name`. */
  readonly expected: readonly string[];
  /** The first word of the declaration or member. */
  readonly first: Token | undefined;
  readonly before: Token | undefined;
  readonly found: Token | undefined;
  readonly after: Token | undefined;
}

/** Words of other languages for the same thing. */
const translations: Readonly<Record<string, string>> = {
  actor: "process",
  alias: "type",
  class: "record",
  flags: "enum",
  import: "uses",
  interface: "process",
  message: "record",
  module: "package",
  namespace: "package",
  oneof: "variant",
  service: "process",
  struct: "record",
  typedef: "type",
  union: "variant",
};

/** A sentence for `help`, or nothing when the expectation says it all. */
export function helpWith({ expected, first, before, found, after }: Situation): string | undefined {
  const isExpected = (name: string): boolean => expected.includes(name);
  if (isExpected("a member of the process")) {
    if (found?.text === "init") return "`init` takes no parameters and has no kind";
    if (found?.kind === "word" && after?.text === "(") {
      return `write the kinds of the handler before its name, such as \`local ${found.text}(…)\``;
    }
    return found?.kind === "word" ? didYouMean(suggest(found.text, memberWords)) : undefined;
  }
  if (isExpected("a declaration")) {
    if (found?.text === "}") return "there is one `}` too many";
    if (found?.kind !== "word") return undefined;
    if (memberWords.includes(found.text)) return `\`${found.text}\` stands inside a \`process\``;
    const translation = Object.hasOwn(translations, found.text) ? translations[found.text] : undefined;
    return didYouMean(suggest(found.text, declarationWords) ?? translation);
  }
  if (first?.text === "package") {
    return "a package line has a name, a publisher and a version: `package todo:template.os@0.1.0`";
  }
  if (isExpected("`:`") && before?.kind === "word") {
    if (found?.text === "=") return "a `:` stands between a name and its type";
    return `write \`${before.text}: …\``;
  }
  if (isExpected("`=`") && found?.text === ":") return "a `=` stands between the name of a `type` and what it is";
  if (isExpected("`->`") && (found?.text === ":" || found?.text === "=")) {
    return "a `->` stands before what a handler returns";
  }
  if (isExpected("a name") && found?.kind === "number") return "a name begins with a letter";
  if (isExpected("`,`") && found?.text === "=") return "a case has a name and no number; Rust and JSON know it by name";
  if (isExpected("`,`") && found?.text === "@") return "annotations stand before the default";
  if (isExpected("`(`") && before !== undefined) {
    if (/^[A-Z]+$/.test(before.text)) return "the method stands before the path";
    if (["http", "local", "remote"].includes(before.text)) return "write a `,` between the kinds of a handler";
  }
  return undefined;
}

/** What a stray character was probably meant to be. */
export function helpWithCharacter(character: string): string | undefined {
  switch (character) {
    case ";":
      return "remove it: a construct ends with its line";
    case "'":
    case "`":
    case "“":
    case "”":
      return 'strings stand in `"`';
    case "#":
      return "a comment begins with `//`";
    case "?":
      return "write `option<…>` for a value that may be absent";
    case "|":
      return "write a `variant` for one of several types";
    case "/":
    case "\\":
      return 'write a path as a string, such as `"/api"`';
    default:
      return undefined;
  }
}
