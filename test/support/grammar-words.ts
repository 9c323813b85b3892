/** The words that the grammar of `.hproc` reads literally, taken from its text. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "./golden.js";

/** Every quoted literal outside of comments, actions and display names, each once: `record`, `{`, `->`. */
export function grammarLiterals(): readonly string[] {
  const grammar = readFileSync(join(repositoryFolder, "grammar/hproc.peggy"), "utf8");
  return [...new Set(rulesOf(grammar).flatMap(literalsOf))];
}

/** Those literals that are words: the keywords. */
export function grammarKeywords(): readonly string[] {
  return grammarLiterals().filter((literal) => /^[a-z]{2,}$/.test(literal));
}

export interface GrammarRule {
  readonly name: string;
  /** Without comments, actions and its display name. */
  readonly expression: string;
}

/** The rules in their order. A rule begins at the margin and its expression in the next line, after two spaces. */
export function rulesOf(grammar: string): readonly GrammarRule[] {
  const text = withoutCode(grammar);
  return [...text.matchAll(/^([A-Za-z_]\w*)(?: "[^"]*")?\n((?: .*\n|\n)+)/gm)].map(
    ([, name = "", expression = ""]) => ({
      name,
      expression,
    }),
  );
}

function literalsOf({ expression }: GrammarRule): readonly string[] {
  return [...expression.matchAll(stringLiteral)].map(([literal]) => unquote(literal));
}

/** As peggy writes them; those with `'` hold a `"`. */
const stringLiteral = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

function unquote(literal: string): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
  return literal.slice(1, -1).replace(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}

/** Takes comments and the code in braces out; strings and classes may have either sign in them. */
function withoutCode(grammar: string): string {
  let depth = 0;
  return grammar.replace(
    /\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\[(?:[^\]\\\n]|\\.)*\]|`(?:[^`\\]|\\.)*`|[{}]|\n|[^]/g,
    (piece) => {
      if (piece === "{") depth += 1;
      const isCode = depth > 0 || piece.startsWith("//");
      if (piece === "}") depth -= 1;
      if (!isCode) return piece;
      return piece === "\n" ? "\n" : "";
    },
  );
}
