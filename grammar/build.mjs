// Makes the parsers from the grammars: dist/compiler/*/generated/parser.js, and their types where tsc looks for them.

import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const parsers = [
  {
    grammar: "hproc.peggy",
    types: "parser.d.ts",
    folder: "syntax",
    startRules: [
      "File", "LoneDeclaration", "ProcessOpening", "LoneMember", "TypeOpening", "StateOpening", "LoneFields", "LoneCases",
      "LoneParameter", "LoneTransport", "LoneReturns", "LoneAnnotations",
    ],
  },
  { grammar: "wit.peggy", types: "wit-parser.d.ts", folder: "wit", startRules: ["File"] },
];

for (const parser of parsers) {
  const { grammar, types, folder } = parser;
  const inputs = [grammar, types, "build.mjs"].map(path);
  const outputs = [`../dist/compiler/${folder}/generated/parser.js`, `../compiler/${folder}/generated/parser.d.ts`].map(path);
  if (Math.min(...outputs.map(modifiedMs)) <= Math.max(...inputs.map(modifiedMs))) await build(parser, outputs);
}

async function build({ grammar, types, startRules }, [parserOutput, typesOutput]) {
  // Loaded only when needed: `npm run build` runs this script every time.
  const { default: peggy } = await import("peggy");
  let parser;
  try {
    parser = peggy.generate(readFileSync(path(grammar), "utf8"), {
      allowedStartRules: startRules,
      format: "es",
      grammarSource: `grammar/${grammar}`,
      output: "source",
    });
  } catch (error) {
    if (!(error instanceof peggy.GrammarError || error instanceof peggy.parser.SyntaxError)) throw error;
    const { start } = error.location ?? { start: { line: 1, column: 1 } };
    console.error(`grammar/${grammar}:${start.line}:${start.column}: ${error.message}`);
    process.exit(1);
  }
  for (const output of [parserOutput, typesOutput]) mkdirSync(dirname(output), { recursive: true });
  copyFileSync(path(types), typesOutput);
  writeFileSync(parserOutput, parser);
}

/** Milliseconds since 1970; 0 for a file that is not there. */
function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function path(relative) {
  return fileURLToPath(new URL(relative, import.meta.url));
}
