/** Whatever a schema looks like: its tree and its comments survive, and formatting it again changes nothing. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatSchema, type FormatStyle } from "../../compiler/format/format.js";
import { walk } from "../../compiler/syntax/children.js";
import type { SchemaSyntax, SyntaxNode } from "../../compiler/syntax/nodes.js";
import { parse } from "../../compiler/syntax/parse.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import { createRandom, type Random } from "../../runtime/node/random.js";
import { randomLayout, randomSchema } from "./random-schema.js";

const test = suite("format: properties");

/** `HPROC_FORMAT_CASES=100000 npm test` for more. */
const caseCount = Number(process.env["HPROC_FORMAT_CASES"] ?? 2000);
const firstSeed = Number(process.env["HPROC_FORMAT_SEED"] ?? 1);

/** All kinds but `broken`, which no text without errors has. */
const kinds: Readonly<Record<Exclude<SyntaxNode["kind"], "broken">, true>> = {
  schema: true,
  package: true,
  use: true,
  import: true,
  record: true,
  field: true,
  enum: true,
  variant: true,
  case: true,
  alias: true,
  process: true,
  title: true,
  icon: true,
  widget: true,
  world: true,
  engine: true,
  ui: true,
  save: true,
  timeout: true,
  log: true,
  needs: true,
  period: true,
  state: true,
  endpoint: true,
  option: true,
  uses: true,
  init: true,
  timer: true,
  socket: true,
  client: true,
  message: true,
  handler: true,
  transport: true,
  parameter: true,
  source: true,
  type: true,
  annotation: true,
  list: true,
  "record-value": true,
  "field-value": true,
  "case-value": true,
  number: true,
  string: true,
  word: true,
  documentation: true,
};

test(`${caseCount} random schemas in random layouts`, async () => {
  const seen = new Set<string>();
  for (let seed = firstSeed; seed < firstSeed + caseCount; seed += 1) {
    const random = createRandom(seed);
    const text = disguise(randomLayout(randomSchema(random), random.pick([0, 3, 10, 40]), random), random);
    const style = randomStyle(random);
    const tree = read(text, seed);
    for (const { kind } of walk(tree)) seen.add(kind);

    const formatted = await formatSchema(text, style).catch((error: unknown) => fail(seed, text, String(error)));
    const again = await formatSchema(formatted, style).catch((error: unknown) => fail(seed, formatted, String(error)));
    const check = (name: string, actual: unknown, expected: unknown): void => {
      try {
        assert.equal(actual, expected);
      } catch (error) {
        fail(
          seed,
          text,
          `${name}: ${error instanceof Error && "details" in error ? error.details : error}\n${formatted}`,
        );
      }
    };
    check("the tree", plain(read(formatted, seed)), plain(tree));
    check("the comments", commentsOf(formatted), commentsOf(text));
    check("formatting twice", again, formatted);
    check("the end", /(?:^|[^\r\n](?:\r\n|\n))$/.test(formatted), true);
  }
  if (caseCount >= 1000) assert.equal([...seen].sort(), Object.keys(kinds).sort());
});

test.run();

/** Other line ends, and a byte order mark. */
function disguise(text: string, random: Random): string {
  const lineEnd = random.pick(["\n", "\n", "\n", "\r\n", "\r"]);
  return (random.below(8) === 0 ? "\uFEFF" : "") + text.replaceAll("\n", lineEnd);
}

function randomStyle(random: Random): FormatStyle {
  return {
    printWidth: random.pick([100, 100, 80, 40, 20, 1]),
    tabWidth: random.pick([2, 4]),
    useTabs: random.below(4) === 0,
    endOfLine: random.pick(["lf", "lf", "crlf"]),
  };
}

function read(text: string, seed: number): SchemaSyntax {
  const { tree, diagnostics } = parse(createSourceFile("test.hproc", text));
  if (!tree.complete) fail(seed, text, diagnostics.map(({ message, span }) => `${span.start}: ${message}`).join("\n"));
  return tree.schema;
}

/** Without spans, and documentation without what is invisible at the end of its lines. */
function plain(tree: SchemaSyntax): unknown {
  return JSON.parse(
    JSON.stringify(tree, function (this: { kind?: string }, key, value: unknown) {
      if (key === "span") return undefined;
      return key === "text" && this.kind === "documentation" ? String(value).replace(/[ \t\uFEFF]+$/gm, "") : value;
    }),
  );
}

/** In order, each without the white space around its lines. */
function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[^]*?\*\//g)]
    .map(([found]) => found)
    .filter((found) => found.startsWith("/") && !/^\/\/\/(?!\/)/.test(found))
    .map((found) =>
      found
        .split(/\r\n|\r|\n/)
        .map((line) => line.trim())
        .join("\n"),
    );
}

function fail(seed: number, text: string, problem: string): never {
  throw new Error(`seed ${seed}: ${problem}\n---- of\n${text}\n----`);
}
