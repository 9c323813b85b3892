/** What a program uses and its engine does not have. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundle, type Bundle } from "../../compiler/component/bundle.js";
import { installedModules } from "../../compiler/component/installed-modules.js";
import type { ComponentProblem } from "../../compiler/component/problem.js";
import { quickJs } from "../../compiler/component/quickjs/engine.js";
import { starlingMonkey } from "../../compiler/component/starlingmonkey/engine.js";
import { withFiles } from "./temporary-project.js";

const test = suite("missing globals");

function bundled(files: Record<string, string>, engine = starlingMonkey): Promise<Bundle> {
  const { missing } = engine.bundling;
  return withFiles(files, (folder) => bundle({ entry: "main.ts", projectRoot: folder, hproc: installedModules, bundling: { missing } }));
}

function lines(problems: readonly ComponentProblem[]): readonly string[] {
  return problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}

async function found(text: string, engine = starlingMonkey): Promise<readonly string[]> {
  const result = await bundled({ "main.ts": text }, engine);
  return lines(result.kind === "failed" ? result.problems : result.warnings);
}

for (const [subject, text, expected] of [
  ["a global", "export const n = new Intl.NumberFormat();", ["main.ts:1:22 a process has no `Intl` on this engine"]],
  [
    "the first use in a file",
    'export const f = () => [fetch("a"),\n  fetch("b"), new Worker("c")];',
    ["main.ts:1:25 a process has no `fetch` on this engine", "main.ts:2:19 a process has no `Worker` on this engine"],
  ],
  ["a variable of that name", "function Intl() { return 1; }\nexport const f = (fetch: () => void) => [fetch(), Intl()];", []],
  ["a member of that name", 'export const f = (context: { fetch(url: string): void }) => context.fetch("a");', []],
  ["a text of that name", 'export const text = "Intl and fetch";', []],
  ["a file that asks", 'export const f = () => typeof Intl === "undefined" ? "" : new Intl.NumberFormat().format(1);', []],
  ["an optional member of the global object", "export const f = () => globalThis.Intl?.NumberFormat;", []],
  ["code that is dropped", "const unused = () => new Intl.NumberFormat();\nexport const f = 1;", []],
  [
    "an import by a name that is computed",
    "export const f = (name: string) => import(name);",
    ["main.ts:1:36 a process has all its modules within it, so it cannot load one by a name that only the run will tell"],
  ],
  ["a member that one engine has", 'export const f = () => crypto.subtle.digest("SHA-256", new Uint8Array());', []],
] as const) {
  test(subject, async () => {
    assert.equal(await found(text), expected);
  });
}

test("what one engine lacks leads to the other", async () => {
  const text = '\nexport const f = () => crypto.subtle.digest("SHA-256", new Uint8Array());';
  const result = await bundled({ "main.ts": text }, quickJs);
  assert.equal(result.kind === "failed" && result.problems, [
    {
      message: "a process has no `crypto.subtle` on this engine",
      help: "the other engine has it: `--engine starlingmonkey`, or `engine starlingmonkey` in the process",
      file: "main.ts",
      line: 2,
      column: 24,
      lineText: 'export const f = () => crypto.subtle.digest("SHA-256", new Uint8Array());',
    },
  ]);
});

test("what a package may never reach is a warning, and the bundle is as if nothing had been looked for", async () => {
  const files = {
    "main.ts": 'import { format } from "numbers";\nexport const init = () => format(1);\n',
    "node_modules/numbers/package.json": '{ "name": "numbers", "main": "index.js" }',
    "node_modules/numbers/index.js": "export const format = (n) => new Intl.NumberFormat().format(n) + crypto.subtle;\n",
  };
  const result = await bundled(files, quickJs);
  if (result.kind === "failed") assert.unreachable(result.problems[0]?.message);
  else {
    assert.equal(lines(result.warnings), [
      "node_modules/numbers/index.js:1:34 a process has no `Intl` on this engine",
      "node_modules/numbers/index.js:1:66 a process has no `crypto.subtle` on this engine",
    ]);
    assert.match(result.source, "new Intl.NumberFormat().format(n) + crypto.subtle;");
  }
});

test.run();
