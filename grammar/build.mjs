// Makes the parser from the grammar: dist/compiler/syntax/generated/parser.js, and its types where tsc looks for them.

import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const grammar = path("hproc.peggy");
const types = path("parser.d.ts");
const inputs = [grammar, types, path("build.mjs")];

const parserOutput = path("../dist/compiler/syntax/generated/parser.js");
const typesOutput = path("../compiler/syntax/generated/parser.d.ts");
const outputs = [parserOutput, typesOutput];

if (Math.min(...outputs.map(modifiedMs)) <= Math.max(...inputs.map(modifiedMs))) await build();

async function build() {
  // Loaded only when needed: `npm run build` runs this script every time.
  const { default: peggy } = await import("peggy");
  let parser;
  try {
    parser = peggy.generate(readFileSync(grammar, "utf8"), {
      allowedStartRules: [
        "File", "LoneDeclaration", "ProcessOpening", "LoneMember", "TypeOpening", "StateOpening", "LoneFields", "LoneCases",
      ],
      format: "es",
      grammarSource: "grammar/hproc.peggy",
      output: "source",
    });
  } catch (error) {
    if (!(error instanceof peggy.GrammarError || error instanceof peggy.parser.SyntaxError)) throw error;
    const { start } = error.location ?? { start: { line: 1, column: 1 } };
    console.error(`grammar/hproc.peggy:${start.line}:${start.column}: ${error.message}`);
    process.exit(1);
  }
  for (const output of outputs) mkdirSync(dirname(output), { recursive: true });
  copyFileSync(types, typesOutput);
  writeFileSync(parserOutput, parser);
}

/** Milliseconds since 1970; 0 for a file that is not there. */
function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function path(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}
