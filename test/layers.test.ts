/** The layers of the source: which folder may import which, and no circles. */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readFolder, repositoryFolder } from "./support/golden.js";

const test = suite("layers");

/**
 * What the files of a folder may import besides each other: folders of ours, with `(types)` where only their types,
 * and packages. A path of a file stands for that file alone. What is not listed is not allowed.
 */
const layers: Readonly<Record<string, readonly string[]>> = {
  "compiler/text": [],
  "compiler/naming": [],
  "compiler/model": [],
  "compiler/diagnostics": ["compiler/text"],
  "compiler/syntax": ["compiler/text", "compiler/diagnostics"],
  "compiler/check": ["compiler/text", "compiler/diagnostics", "compiler/naming", "compiler/model", "compiler/syntax"],
  "compiler/wit": ["compiler/text", "compiler/diagnostics", "compiler/naming", "compiler/model", "compiler/syntax"],
  // Neither syntax nor diagnostics: after checking, nothing can fail. Of `text` only our own mistakes.
  "compiler/emit": ["compiler/naming", "compiler/model", "compiler/text/internal-error.ts", "node:crypto", "prettier"],
  "compiler/codec": [
    "compiler/model (types)",
    "compiler/text/internal-error.ts",
    "compiler/emit/print/codec-expression.ts",
    "compiler/emit/print/declarations.ts",
    "runtime/contract/index.ts",
  ],
  // Calls are checked and read as processes do it.
  "compiler/call": [
    "compiler/model",
    "compiler/naming",
    "compiler/text",
    "compiler/project/usage-error.ts",
    "compiler/codec",
    "runtime/contract/index.ts",
    "runtime/client/failure-body.ts",
    "runtime/guest/arguments.ts",
    "runtime/guest/call-form.ts",
  ],
  "compiler/rpc": ["compiler/project", "node:"],
  "compiler/format": [
    "compiler/text",
    "compiler/diagnostics (types)",
    "compiler/syntax",
    "compiler/project/usage-error.ts",
    "node:",
    "prettier",
  ],
  "compiler/project": [
    "compiler/text",
    "compiler/diagnostics",
    "compiler/model (types)",
    "compiler/syntax",
    "compiler/wit",
    // What is checked together, which is read together.
    "compiler/check/unit.ts",
    "compiler/emit/emitter.ts (types)",
    "node:",
    // Of files that are written by hand.
    "ajv (types)",
    "jsonc-parser",
  ],
  // Zips are read as the local node does it.
  "compiler/pack": [
    "runtime/node/read-zip.ts",
    "compiler/text",
    "compiler/diagnostics",
    "compiler/model (types)",
    "compiler/project",
    "compiler/component/verify.ts",
    "node:",
    "fflate",
    "jsonc-parser",
  ],
  "compiler/component": ["compiler/text", "compiler/model (types)", "compiler/project", "node:", "esbuild", "@bytecodealliance/componentize-js", "componentize-qjs"],
  "compiler/scaffold": [
    "compiler/text",
    "compiler/naming",
    "compiler/syntax",
    "compiler/project/system-error.ts",
    "compiler/project/usage-error.ts",
    "node:",
  ],
  "compiler/pipeline.ts": [
    "compiler/text",
    "compiler/diagnostics",
    "compiler/check",
    "compiler/model",
    "compiler/emit",
    "compiler/project",
    "node:path",
  ],
  "compiler/import.ts": [
    "compiler/diagnostics",
    "compiler/check",
    "compiler/model",
    "compiler/syntax",
    "compiler/emit",
    "compiler/format",
    "compiler/project/usage-error.ts",
    "compiler/wit",
  ],
  "compiler/index.ts": [
    "compiler/pipeline.ts",
    "compiler/text",
    "compiler/diagnostics",
    "compiler/model",
    "compiler/syntax",
    "compiler/check",
    "compiler/emit",
    "compiler/format",
    "compiler/project",
  ],
  "compiler/cli": [
    "compiler/pipeline.ts",
    "compiler/import.ts",
    "compiler/naming",
    "compiler/scaffold",
    "compiler/wit",
    "compiler/text",
    "compiler/diagnostics",
    "compiler/model",
    "compiler/syntax",
    "compiler/emit",
    "compiler/format",
    "compiler/project",
    "compiler/component",
    "compiler/pack",
    "compiler/call",
    "compiler/rpc",
    "runtime/contract/index.ts",
    "runtime/node/read-zip.ts",
    "node:",
  ],
  // The only way from the compiler into the running of a node.
  "compiler/cli/run-nodes.ts": ["runtime/node/index.ts"],
  // What commands to a running node act on.
  "compiler/cli/console": ["runtime/contract/duration.ts", "runtime/contract/seed.ts", "runtime/node/index.ts (types)"],
  "compiler/cli/dev-settings.ts": ["runtime/contract/seed.ts"],
  "compiler/cli/fresh-homes.ts": ["runtime/node/home-entries.ts"],
  "compiler/cli/commands/dev.ts": ["runtime/node/index.ts (types)"],
  "compiler/cli/swap-processes.ts": ["runtime/node/index.ts (types)"],
  "compiler/cli/waiting-page.ts": ["runtime/node/index.ts (types)"],
  "runtime/contract": [],
  "runtime/guest": ["runtime/contract", "hyperware:process/standard@1.0.0", "wasi:random/random@0.2.0"],
  // Bundled into it.
  "runtime/guest/quickjs/globals": ["runtime/guest/quickjs", "whatwg-url", "punycode/punycode.es6.js"],
  "runtime/client": ["runtime/contract"],
  "runtime/testing": ["runtime/contract", "runtime/guest", "runtime/node", "node:"],
  // What a process imports that runs without a component.
  "runtime/node/direct-boot.ts": ["runtime/guest/message-loop.ts"],
  "runtime/node": ["runtime/contract", "node:", "lmdb", "node-sqlite3-wasm", "@bytecodealliance/jco", "fflate", "ws"],
};

interface Import {
  readonly from: string;
  /** A file of ours, or a package. */
  readonly to: string;
  readonly typesOnly: boolean;
}

const sources = ["compiler", "runtime"].flatMap((folder) =>
  readFolder(join(repositoryFolder, folder))
    .map(({ path }) => `${folder}/${path}`)
    .filter((path) => path.endsWith(".ts")),
);

const imports = sources.flatMap(readImports);

test("every source file belongs to a layer", () => {
  assert.equal(
    sources.filter((path) => !Object.keys(layers).some((layer) => isWithin(path, layer))),
    [],
  );
});

test("every file imports only what its layer may", () => {
  assert.equal(
    imports
      .filter((each) => !isAllowed(each))
      .map(({ from, to, typesOnly }) => `${from} -> ${to}${typesOnly ? " (types)" : ""}`),
    [],
  );
});

test("every permission is used", () => {
  const unused = Object.entries(layers).flatMap(([layer, allowed]) => {
    const own = imports.filter(({ from }) => isWithin(from, layer));
    return allowed
      .filter((target) => !own.some((each) => permits(target, each)))
      .map((target) => `${layer} -> ${target}`);
  });
  assert.equal(unused, []);
});

test("explanations are loaded only where somebody asks for them", () => {
  const importersOf = (layer: string): readonly string[] => {
    const found = imports.filter(({ from, to, typesOnly }) => !typesOnly && isWithin(to, layer) && !isWithin(from, layer));
    return found.map(({ from }) => from);
  };
  assert.equal(importersOf("compiler/diagnostics/explanations"), [
    "compiler/cli/commands/explain.ts",
    "compiler/diagnostics/render-sarif.ts",
  ]);
  // Both by a call of `import`.
  for (const [path, file] of [
    ["commands/explain.js", "dispatch.ts"],
    ["render-sarif.js", "output.ts"],
  ] as const) {
    const text = readFileSync(join(repositoryFolder, "compiler/cli", file), "utf8");
    assert.match(text, new RegExp(`await import\\("[./a-z]+/?${path}"\\)`));
    assert.not.match(text, new RegExp(`^import [^;]*${path}"`, "m"));
  }
});

test("no values are imported in a circle", () => {
  const next = new Map<string, string[]>();
  for (const { from, to, typesOnly } of imports) {
    if (!typesOnly) next.set(from, [...(next.get(from) ?? []), to]);
  }
  assert.is(findCircle(next)?.join(" -> "), undefined);
});

test("the reader of imports sees every form", () => {
  const text = `
import "./plain.js";
import one, { two } from "./value.js";
import type { Three } from "./type.js";
import { type Four, type Five } from "./types.js";
import {
  type Six,
  seven,
} from "./mixed.js";
export { eight } from "./again.js";
export type { Nine } from "./again-types.js";
export { type Ten } from "./again-type.js";
const lazy = import("./lazy.js");
type Eleven = import("./inline.js").Eleven;
const text = \`import { twelve } from "./in-a-text.js";\`;
// import "./in-a-comment.js";
import { thirteen } from "node:path";`;
  assert.equal(
    parseImports("a/b.ts", text).map(({ to, typesOnly }) => `${to}${typesOnly ? " (types)" : ""}`),
    [
      "a/plain.ts",
      "a/value.ts",
      "a/type.ts (types)",
      "a/types.ts (types)",
      "a/mixed.ts",
      "a/again.ts",
      "a/again-types.ts (types)",
      "a/again-type.ts (types)",
      "node:path",
      "a/lazy.ts",
      "a/inline.ts (types)",
    ],
  );
});

test.run();

function isAllowed(each: Import): boolean {
  return Object.entries(layers).some(
    ([layer, allowed]) =>
      isWithin(each.from, layer) && (isWithin(each.to, layer) || allowed.some((target) => permits(target, each))),
  );
}

function permits(target: string, { to, typesOnly }: Import): boolean {
  const [path = "", types] = target.split(" ");
  if (types !== undefined && !typesOnly) return false;
  return path.endsWith(":") ? to.startsWith(path) : isWithin(to, path);
}

/** A file, or one in a folder of that name. */
function isWithin(path: string, layer: string): boolean {
  return path === layer || path.startsWith(`${layer}/`);
}

function readImports(path: string): readonly Import[] {
  return parseImports(path, readFileSync(join(repositoryFolder, path), "utf8"));
}

function parseImports(from: string, text: string): readonly Import[] {
  // Statements begin a line, which no text of ours that looks like one does.
  const statements = text.matchAll(/^(?:import|export)\s+(?:(type\s)?([\w$*{][^;"'`]*?)\s+from\s+)?"([^"]+)"/gm);
  // Of a type, as in `import("./a.js").A`, or of a value. Not in comments.
  const calls = text.matchAll(/^(?!\s*(?:\/[/*]|\*)).*?\bimport\("([^"]+)"\)(\.[A-Z])?/gm);
  return [
    ...[...statements].map(([, type, names = "", specifier = ""]) => ({
      from,
      to: resolve(from, specifier),
      typesOnly: type !== undefined || hasOnlyTypes(names),
    })),
    ...[...calls].map(([, specifier = "", type]) => ({
      from,
      to: resolve(from, specifier),
      typesOnly: type !== undefined,
    })),
  ];
}

/** `{ type A, type B }`. */
function hasOnlyTypes(names: string): boolean {
  const list = /^\{([^]*)\}$/.exec(names)?.[1];
  if (list === undefined) return false;
  const parts = list.split(",").map((part) => part.trim());
  return parts.every((part) => part === "" || part.startsWith("type "));
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith(".") ? join(dirname(from), specifier).replace(/\.js$/, ".ts") : specifier;
}

/** The files of one circle, or undefined. */
function findCircle(next: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of next.get(file) ?? []) {
      const circle = visit(target, [...path, file]);
      if (circle) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const circle = visit(file, []);
    if (circle) return circle;
  }
  return undefined;
}
