/** Author text inside generated code: nothing of it can end the literal, the comment or the line it stands in. */

/** Control characters, line separators, and what turns text around and so makes code look like other code. */
const invisible = /(?!\t)[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** Visible ASCII without quotes and backslashes, which is nearly all that is printed, and needs no escape. */
const plain = /^[ !#-[\]-~]*$/;

/** A string literal in double quotes, of TypeScript and of JSON. */
export function textLiteral(text: string): string {
  return plain.test(text) ? `"${text}"` : escapeInvisible(JSON.stringify(text));
}

/** The inside of a template literal. */
export function templateText(text: string): string {
  return escapeInvisible(text.replace(/[\\`]|\$(?=\{)/g, "\\$&"));
}

/** The lines of a comment: one for each of the author's, none of which ends the comment. */
export function commentLines(text: string): readonly string[] {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replaceAll("*/", "*\\/").replace(invisible, "\ufffd").trimEnd());
}

function escapeInvisible(literal: string): string {
  return literal.replace(invisible, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
