/** Comments and blocks of WIT files that both parsers and kit's line scanners read. */

import { deprecatedSentence } from "../../model/sentences.js";
import type { Fragment } from "./code.js";
import { commentLines } from "./text-literal.js";

/**
 * Text of a comment, one fragment a line. kit takes every file with the text `world ` for a world, so that space
 * becomes one that is not broken; parsers refuse a few deprecated characters.
 */
export function witComment(mark: "//" | "///", text: string): readonly string[] {
  return commentLines(text).map((line) =>
    `${mark} ${line}`
      .replace(/[\u0149\u0673\u0f77\u0f79\u17a3\u17a4\u17b4\u17b5]/g, "\ufffd")
      .replaceAll("world ", "world\u00a0")
      .trimEnd(),
  );
}

/** Documentation. A line that kit's scanners would take for one of theirs gets a hyphen. */
export function witDocumentation(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  return witComment("///", text).map((line) =>
    line.replace(/^\/\/\/ (?=(?:args|HTTP|json fmt|Function signature for):)/, "/// - "),
  );
}

/** Undefined for what is not deprecated. */
export function witDeprecated({ deprecated }: { readonly deprecated: string | undefined }): string | undefined {
  return deprecated === undefined ? undefined : deprecatedSentence(deprecated);
}

/**
 * `// hproc: done: bool = false`: what WIT cannot say, as the schema says it. `hproc import` reads it, kit skips it as it
 * does every comment. What comments cannot have is escaped in the strings of the text.
 */
export function witMark(text: string): readonly string[] {
  return [`// hproc: ${text.replaceAll("world ", "world\u00a0")}`];
}

/** A member of a block, with the comments above it. */
export interface WitMember {
  readonly comments: readonly string[];
  readonly text: string;
}

/** `record task {`, one member a line, no comma after the last: what kit's scanners expect. */
export function witBlock(head: string, members: readonly (WitMember | string)[]): Fragment {
  const last = members.length - 1;
  const lines = members.flatMap((member, index) => {
    const { comments, text } = typeof member === "string" ? { comments: [], text: member } : member;
    return [...comments, `${text}${index === last ? "" : ","}`];
  });
  return [`${head} {`, ...lines.map((line) => `    ${line}`), "}"];
}
