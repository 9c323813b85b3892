/** Words of the language that this version does not have yet: recognised, so that the error can say so. */

import type { Span } from "../text/span.js";
import type { Token } from "./scan.js";

export interface Unsupported {
  /** As the beginning of a sentence that ends in "not supported yet". */
  readonly construct: string;
  readonly help: string;
  readonly span: Span;
}

const handlerHelp = "this version has `http`, `local` and `remote` handlers and `init`";

/** First words of declarations and members. */
const beginnings: Readonly<Record<string, Omit<Unsupported, "span">>> = {
  use: { construct: "`use` of other files is", help: "write all types into one file" },
  icon: { construct: "`icon` is", help: "remove it" },
  widget: { construct: "`widget` is", help: "remove it" },
  ws: { construct: "`ws` handlers are", help: handlerHelp },
  every: { construct: "`every` handlers are", help: handlerHelp },
};

/** Annotations that a later version has. */
export const unsupportedAnnotations: readonly string[] = ["pattern", "wire"];

/** Where a parameter will be able to come from. */
export const unsupportedSources: readonly string[] = ["header"];

/** Kinds of endpoints that a later version has. */
export const unsupportedTransports: readonly string[] = ["ws"];

/** The later construct that a piece was meant to be, if its text says so; `found` is where it could not be read. */
export function findUnsupported(piece: readonly Token[], found: Token | undefined): Unsupported | undefined {
  const words = piece.filter((token) => token.kind !== "documentation");
  const [first, second] = words;
  if (first === undefined) return undefined;
  const beginning = beginningAt(first) ?? (found && beginningAt(found));
  // A record's field or a handler may be called `use` or `every`; then a sign follows.
  if (beginning !== undefined && second !== undefined && second.text !== ":" && second.text !== "(") return beginning;
  if (first.text === "save") return findSavePolicy(words);
  const index = found === undefined ? -1 : words.indexOf(found);
  const source = words[index - 1];
  if (words[index - 2]?.text === "from" && source !== undefined && unsupportedSources.includes(source.text)) {
    return unsupportedSource(source.text, source.span);
  }
  return undefined;
}

/** `from header`. */
export function unsupportedSource(name: string, span: Span): Unsupported {
  return { construct: `\`from ${name}\` is`, help: "take the parameter from the path, the query or the body", span };
}

function beginningAt(token: Token): Unsupported | undefined {
  const entry = token.kind === "word" && Object.hasOwn(beginnings, token.text) ? beginnings[token.text] : undefined;
  return entry && { ...entry, span: token.span };
}

/** `save on change` and `save every 30 seconds`. */
function findSavePolicy(words: readonly Token[]): Unsupported | undefined {
  const [save, on, change, unit] = words;
  if (save === undefined || on === undefined || change === undefined) return undefined;
  const help = "write `save every message`, `save every 5 messages` or `save never`";
  if (on.text === "on" && change.text === "change") {
    return { construct: "`save on change` is", help, span: { start: on.span.start, end: change.span.end } };
  }
  if (on.text === "every" && unit !== undefined && /^(second|minute|hour|day)s?$/.test(unit.text)) {
    return { construct: "saving by time is", help, span: { start: on.span.start, end: unit.span.end } };
  }
  return undefined;
}
