/** The colours of editors against the grammar: its keywords, all of them and no others, and what else can be seen. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { childrenOf } from "../../compiler/syntax/children.js";
import type { SyntaxNode } from "../../compiler/syntax/nodes.js";
import { parse } from "../../compiler/syntax/parse.js";
import { scan } from "../../compiler/syntax/scan.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import { readCorpus } from "../fuzz/corpus.js";
import { repositoryFolder } from "../support/golden.js";
import { grammarKeywords } from "../support/grammar-words.js";
import { scopesOf, type TextMateGrammar } from "../support/textmate.js";

const test = suite("hproc.tmLanguage.json");

const grammar = JSON.parse(
  readFileSync(join(repositoryFolder, "grammar/hproc.tmLanguage.json"), "utf8"),
) as TextMateGrammar;

/** Words that a rule knows, not the grammar, and that stand where only they can: they look like keywords. */
const ruledWords = /^(seconds?|minutes?|hours?|days?|messages?|receives|sends)$/;

interface ShownWord {
  readonly word: string;
  readonly offset: number;
  readonly isKeyword: boolean;
  readonly scope: string;
}

/** In a tree every name is a node, so that a word in none is a keyword. Undefined for a text with syntax errors. */
function wordsOf(text: string): readonly ShownWord[] | undefined {
  const { tree } = parse(createSourceFile("test.hproc", text));
  if (!tree.complete) return undefined;
  const leaves: SyntaxNode[] = [];
  const collect = (node: SyntaxNode): void => {
    const children = childrenOf(node);
    if (["word", "string", "number", "documentation"].includes(node.kind)) leaves.push(node);
    children.forEach(collect);
  };
  collect(tree.schema);
  const named = new Set<number>();
  for (const { span } of leaves) for (let offset = span.start; offset < span.end; offset++) named.add(offset);
  const scopes = scopesOf(text, grammar);
  return scan(text)
    .filter(({ kind }) => kind === "word")
    .map(({ text: word, span }) => ({
      word,
      offset: span.start,
      isKeyword: !named.has(span.start),
      scope: scopes[span.start] ?? "none",
    }));
}

const words = readCorpus().flatMap((text) => (wordsOf(text) ?? []).map((each) => ({ ...each, text })));

test("every keyword of the grammar stands in some schema of the repository", () => {
  const used = new Set(words.filter(({ isKeyword }) => isKeyword).map(({ word }) => word));
  assert.equal(
    grammarKeywords().filter((keyword) => !used.has(keyword)),
    [],
  );
});

test("a keyword in its place looks like one, a name does not", () => {
  const wrong = words.filter(
    ({ word, isKeyword, scope }) =>
      scope.startsWith("keyword.") !== isKeyword && !(ruledWords.test(word) && !isKeyword),
  );
  const describe = ({ word, offset, scope, text }: (typeof words)[number]): string =>
    `${word}: ${scope} in ${JSON.stringify(text.slice(Math.max(0, offset - 30), offset + 30))}`;
  assert.equal([...new Set(wrong.map(describe))], []);
});

test("it names no keyword that the language does not have", () => {
  const declared = new Set([...grammarKeywords(), ...upcomingKeywords]);
  // Groups of plain words, as in `(local|remote)`: keywords are captured, other words are not.
  const alternatives = [...JSON.stringify(grammar).matchAll(/\(([a-z]+(?:\|[a-z]+)*)\)/g)]
    .flatMap(([, group = ""]) => group.split("|"))
    .filter((word) => word !== "true" && word !== "false");
  assert.ok(alternatives.length > 20);
  assert.equal(
    alternatives.filter((word) => !declared.has(word) && !ruledWords.test(word)),
    [],
  );
});

/** Of the language as it is designed, so that the colours are there on the day. */
const upcomingKeywords = ["use", "from", "as", "ws", "every", "on", "change", "icon", "widget"];

test("what the language is about to have", () => {
  const text = `
use { Task, Filter as TaskFilter } from "./types.hproc"
process Todo {
  icon "./icon.svg"
  widget "./widget.html"
  save on change
  save every 30 seconds
  endpoint ws "/ws" { authenticated true }
  uses counter:counter:template.os as counter from "../counter.hproc"
  http GET "/api/{id}" f(id: u64 from header "x-id") -> list<option<u8>> @deprecated("use g")
  ws "/ws" live(receives ClientEvent, sends ServerEvent)
  every 10 minutes sweep
}
`;
  const scopes = scopesOf(text, grammar);
  const keywords = scan(text)
    .filter(({ kind, span }) => kind === "word" && scopes[span.start]?.startsWith("keyword."))
    .map((token) => token.text);
  assert.equal(keywords, [
    "use",
    "as",
    "from",
    "process",
    "icon",
    "widget",
    "save",
    "on",
    "change",
    "save",
    "every",
    "seconds",
    "endpoint",
    "uses",
    "as",
    "from",
    "http",
    "from",
    "ws",
    "receives",
    "sends",
    "every",
    "minutes",
  ]);
});

test("comments, texts, numbers, types, annotations, methods and templates", () => {
  const text = `/// Doc "x" {y}
// record Not { }
/* enum
   Not */
record A @deprecated("no // comment") { a: map<string, B> @length(1, 2) = "q\\"\\u{41}\\q" } // end
process P { http GET, POST "/a/{id}" f(id: u64 = 18) -> B { }`;
  const scopes = scopesOf(text, grammar);
  const scopeAt = (piece: string, within = 0): string | undefined => scopes[text.indexOf(piece) + within];
  assert.equal(
    {
      documentation: scopeAt("Doc"),
      line: scopeAt("record Not"),
      block: scopeAt("   Not */"),
      record: scopeAt("A @"),
      annotation: scopeAt("@deprecated"),
      inText: scopeAt("// comment"),
      field: scopeAt("a: map"),
      builtIn: scopeAt("map<"),
      declared: scopeAt("B>"),
      number: scopeAt("2) ="),
      escape: scopeAt('\\"'),
      codePoint: scopeAt("\\u{41}", 3),
      badEscape: scopeAt("\\q"),
      lineEnd: scopeAt("// end"),
      method: scopeAt("POST"),
      path: scopeAt("/a/"),
      template: scopeAt("{id}"),
      handler: scopeAt("f(id"),
      parameter: scopeAt("id: u64"),
      default: scopeAt("18"),
      returns: scopeAt("-> B", 3),
    },
    {
      documentation: "comment.line.documentation.hproc",
      line: "comment.line.double-slash.hproc",
      block: "comment.block.hproc",
      record: "entity.name.type.record.hproc",
      annotation: "entity.name.function.annotation.hproc",
      inText: "string.quoted.double.hproc",
      field: "variable.other.property.hproc",
      builtIn: "support.type.builtin.hproc",
      declared: "entity.name.type.hproc",
      number: "constant.numeric.hproc",
      escape: "constant.character.escape.hproc",
      codePoint: "constant.character.escape.hproc",
      badEscape: "invalid.illegal.escape.hproc",
      lineEnd: "comment.line.double-slash.hproc",
      method: "support.constant.method.hproc",
      path: "string.quoted.double.path.hproc",
      template: "variable.parameter.path.hproc",
      handler: "entity.name.function.hproc",
      parameter: "variable.parameter.hproc",
      default: "constant.numeric.hproc",
      returns: "entity.name.type.hproc",
    },
  );
});

test.run();
