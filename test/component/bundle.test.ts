/** What a process's module is made of, and what an author reads when it cannot be made. */

import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundle, type Bundle } from "../../compiler/component/bundle.js";
import { installedModules } from "../../compiler/component/installed-modules.js";
import { installation, installedFiles, withFiles } from "./temporary-project.js";

const test = suite("bundle");

function bundleFiles(files: Readonly<Record<string, string>>, entry = "src/main.ts"): Promise<Bundle> {
  return withFiles({ ...installation, ...files }, (folder) =>
    bundle({
      entry,
      projectRoot: join(folder, "project"),
      hproc: { folder: join(folder, "installation"), files: installedFiles },
    }),
  );
}

function bundleMain(text: string): Promise<Bundle> {
  return bundleFiles({ "project/src/main.ts": text });
}

async function problemsOf(text: string): Promise<readonly string[]> {
  const result = await bundleMain(text);
  if (result.kind === "bundled") throw new Error("expected problems");
  return result.problems.map(
    ({ file, line, column, message, help }) => `${file}:${line}:${column} ${message}${help === undefined ? "" : ` (${help})`}`,
  );
}

test("joins the project, its packages and this installation", async () => {
  const result = await bundleFiles({
    "project/src/main.ts": `import { our } from "hyperware:process/standard@1.0.0";
import { greet } from "hproc/guest";
import { name, type Name } from "./name.js";
import plain from "plain";
export async function init(): Promise<void> { console.log(greet(name satisfies Name), our(), plain.mode); }
`,
    "project/src/name.ts": `export type Name = string;\nexport const name: Name = "é漢";\n`,
    // Only a CommonJS main, and a question that browsers and Node answer differently.
    "project/node_modules/plain/package.json": `{ "main": "plain.cjs" }`,
    "project/node_modules/plain/plain.cjs": "module.exports = { mode: process.env.NODE_ENV, root: global };\n",
    // A copy of another version, which must not be taken.
    "project/node_modules/hproc/package.json": `{ "exports": { "./guest": "./old.js" } }`,
    "project/node_modules/hproc/old.js": `export const greet = () => "old";`,
  });
  if (result.kind === "failed") throw new Error(JSON.stringify(result.problems));
  assert.equal(result.files, ["node_modules/plain/plain.cjs", "src/main.ts", "src/name.ts"]);
  assert.equal(result.warnings, []);
  assert.is(
    result.source.slice(result.source.indexOf("// node_modules")),
    `// node_modules/plain/plain.cjs
var require_plain = __commonJS({
  "node_modules/plain/plain.cjs"(exports, module) {
    module.exports = { mode: "production", root: globalThis };
  }
});

// src/main.ts
import { our } from "hyperware:process/standard@1.0.0";

// hproc:runtime/contract/index.js
var version = 1;

// hproc:runtime/guest/index.js
var greet = (name2) => \`hello \${name2} \${version}\`;

// src/name.ts
var name = "é漢";

// src/main.ts
var import_plain = __toESM(require_plain());
async function init() {
  console.log(greet(name), our(), import_plain.default.mode);
}
export {
  init
};
`,
  );
  const { sources, sourcesContent } = JSON.parse(result.sourceMap);
  assert.equal(sources, [
    "node_modules/plain/plain.cjs",
    "src/main.ts",
    "hproc:runtime/contract/index.js",
    "hproc:runtime/guest/index.js",
    "src/name.ts",
  ]);
  assert.is(sourcesContent[4], `export type Name = string;\nexport const name: Name = "é漢";\n`);
});

test("the same files give the same text in any folder", async () => {
  const text = 'import { greet } from "hproc/guest";\nexport const init = () => greet("you");\n';
  assert.equal(await bundleMain(text), await bundleMain(text));
  assert.ok((await bundleMain(text)).kind === "bundled");
});

test("Node's modules have advice", async () => {
  assert.equal(
    await problemsOf(`import fs from "node:fs";
import { join } from "path";
/* 漢 */ import { setTimeout } from "timers/promises"; import vm from "node:vm";
console.log(fs, join, setTimeout, vm);
`),
    [
      "src/main.ts:1:16 a process has no Node, so there is no `node:fs` (use the context's `vfs`, for which the process `needs vfs`)",
      "src/main.ts:2:22 a process has no Node, so there is no `path` (paths of requests and of the vfs are plain text with `/`)",
      "src/main.ts:3:36 a process has no Node, so there is no `timers/promises` (use the context's `sleep`)",
      "src/main.ts:3:70 a process has no Node, so there is no `node:vm` (if a package of yours imports it, choose one that also runs in browsers)",
    ],
  );
});

test("what is missing is named", async () => {
  assert.equal(
    await problemsOf(`import "./gone.js";
import { z } from "@scope/gone/part";
import { test } from "hproc/node";
import { other } from "hyperware:process/lib@1.0.0";
console.log(z, test, other);
`),
    [
      "src/main.ts:1:8 there is no file `./gone.js`",
      "src/main.ts:2:19 the package `@scope/gone/part` is not installed, or has nothing of that name (npm install @scope/gone)",
      "src/main.ts:3:22 `hproc/node` is not for processes; what they can import of hproc is `hproc/guest`",
      "src/main.ts:4:23 a process can import only `hyperware:process/standard@1.0.0` of `hyperware:`, not `hyperware:process/lib@1.0.0`",
    ],
  );
});

test("globals of an engine come with programs that name them, and with no others", async () => {
  const bundling = { globals: ["runtime/guest/quickjs/globals/text-encoder.js"], missing: [] };
  const lengths: number[] = [];
  for (const text of ["export const init = () => new TextEncoder();", "export const init = (TextEncoder: unknown) => TextEncoder;"]) {
    await withFiles({ "main.ts": text }, async (folder) => {
      const result = await bundle({ entry: "main.ts", projectRoot: folder, hproc: installedModules, bundling });
      if (result.kind === "failed") throw new Error(result.problems[0]?.message);
      assert.equal(result.files, ["main.ts"]);
      lengths.push(result.source.length);
    });
  }
  const [named = 0, notNamed = 0] = lengths;
  assert.ok(named > 1000 && notNamed < 100, `${named} and ${notNamed} characters`);
});

test("other problems are esbuild's in our style", async () => {
  assert.equal(await problemsOf(`const é = "é" +  ;`), ["src/main.ts:1:18 unexpected `;`"]);
  assert.equal(await problemsOf(`import { nothing } from "hproc/guest";\nnothing();`), [
    "src/main.ts:1:10 no matching export in `hproc:runtime/guest/index.js` for import `nothing`",
  ]);
});

test("a missing entry is a problem without a place", async () => {
  const result = await bundleFiles({}, "generated/main.ts");
  assert.equal(result.kind === "failed" && result.problems.map(({ message, file }) => ({ message, file })), [
    { message: "there is no file `./generated/main.ts`", file: undefined },
  ]);
});

test("a package that asks for Node only if it is there still builds", async () => {
  const result = await bundleMain('let fs; try { fs = require("fs"); } catch {}\nexport const init = () => fs;\n');
  assert.is(result.kind, "bundled");
});

test("warnings come with the bundle", async () => {
  const result = await bundleMain("export const init = () => ({ a: 1, a: 2 });\n");
  assert.equal(
    result.kind === "bundled" && result.warnings.map(({ message, line, column }) => ({ message, line, column })),
    [{ message: "duplicate key `a` in object literal", line: 1, column: 36 }],
  );
});

test("files go in as they are: as a data URL, or as text", async () => {
  const files = {
    "project/generated/main.ts":
      'import icon from "data-url:../assets/icon.svg";\nimport widget from "text:../widget.html";\nexport const init = () => [icon, widget];\n',
    "project/assets/icon.svg": "<svg></svg>",
    "project/widget.html": "<p>`${1}`</p>",
  };
  const result = await bundleFiles(files, "generated/main.ts");
  if (result.kind === "failed") throw new Error(JSON.stringify(result.problems));
  assert.equal(result.files, ["assets/icon.svg", "generated/main.ts", "widget.html"]);
  assert.match(result.source, 'var icon_default = "data:image/svg+xml,<svg></svg>";');
  assert.match(result.source, "// data-url:assets/icon.svg");
  assert.match(result.source, "<p>");

  const broken = await bundleFiles({ ...files, "project/widget.html": "", "project/generated/main.ts": 'import "text:../other.html";' }, "generated/main.ts");
  assert.ok(broken.kind === "failed");
  assert.equal(broken.problems.map(({ file, line, message }) => `${file}:${line} ${message}`), [
    "generated/main.ts:1 the file `other.html` cannot be read",
  ]);
});

test.run();
