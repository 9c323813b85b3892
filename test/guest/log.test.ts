/** What a log says of errors and of other values. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withAuthorLines } from "../../compiler/component/author-lines.js";
import { bundle } from "../../compiler/component/bundle.js";
import { installedModules } from "../../compiler/component/installed-modules.js";
import { toAuthorStack } from "../../runtime/guest/author-stack.js";
import { describe } from "../../runtime/guest/log-value.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("what a log shows");

const linesSymbol = Symbol.for("hproc.lines");

/** With the table of a component, which only a component has. */
function withTable<Result>(table: unknown, use: () => Result): Result {
  Reflect.set(globalThis, linesSymbol, table);
  try {
    return use();
  } finally {
    Reflect.deleteProperty(globalThis, linesSymbol);
  }
}

test("a bundle says which of its lines are the author's", () =>
  withFiles(
    {
      "main.ts": `import { twice } from "./lib/twice.js";\nimport { once } from "./generated/once.js";\nexport const four = twice(once(2));\n`,
      "lib/twice.ts": "/** Comments go. */\nexport function twice(value: number): number {\n  // As does this.\n\n  return value * 2;\n}\n",
      "generated/once.ts": "export const once = (value: number) => value;\n",
    },
    async (folder) => {
      const bundled = await bundle({ entry: "main.ts", projectRoot: folder, hproc: installedModules });
      assert.ok(bundled.kind === "bundled");
      const source = withAuthorLines(bundled.source, bundled.sourceMap);
      assert.ok(source.startsWith(bundled.source));
      const [, text = ""] = /= (\{.*\});\n$/.exec(source) ?? [];
      const lines = bundled.source.split("\n");
      const lineOf = (part: string): number => lines.findIndex((line) => line.includes(part)) + 1;
      withTable(JSON.parse(text), () => {
        const stack = [`twice@process.js:${lineOf("return value * 2")}:3`, `async*@process.js:${lineOf("four =")}:1`, `once@process.js:${lineOf("once =")}:1`];
        assert.is(toAuthorStack(stack.join("\n")), "    at twice (lib/twice.ts:5)\n    at main.ts:3");
        assert.is(toAuthorStack(`Error: x\n    at new twice (process.js:${lineOf("return value * 2")}:3)`), "    at new twice (lib/twice.ts:5)");
        // Of errors that begin and end outside of them, the engine's own words stay.
        assert.is(toAuthorStack("once@process.js:9999:1"), "once@process.js:9999:1");
      });
      assert.is(toAuthorStack("twice@process.js:1:3"), "twice@process.js:1:3");
    },
  ));

test("errors with their causes, once each", () => {
  const error = new RangeError("outer", { cause: new AggregateError([new TypeError("first"), "second"], "both") });
  const heads = describe(error).split("\n").filter((line) => !line.startsWith("    at "));
  assert.equal(heads, ["RangeError: outer", "caused by AggregateError: both", "caused by TypeError: first", "caused by second"]);
  const loop = new Error("loop");
  loop.cause = loop;
  assert.is(describe(loop).match(/Error: loop/g)?.length, 5);
});

test("whatever is thrown or logged, and never a failure", () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const hostile = new Error("hidden");
  Object.defineProperty(hostile, "stack", { get: () => { throw new Error("from the getter"); } });
  for (const [value, shown] of [
    ["text", "text"],
    [undefined, "undefined"],
    [{ a: 1n, b: [null] }, '{"a":1,"b":[null]}'],
    [Symbol("s"), "Symbol(s)"],
    [cyclic, '["(itself)"]'],
    [{ big: 2n ** 64n, map: new Map([["a", 1]]), set: new Set([1]), bytes: new Uint8Array(3), not: NaN, none: undefined }, '{"big":18446744073709551616,"map":[["a",1]],"set":[1],"bytes":"3 bytes","not":"NaN"}'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [() => 1, "() => 1"],
    [Object.create(null), "{}"],
    [{ toJSON: () => { throw new Error("no"); }, toString: () => { throw new Error("no"); } }, "a value that cannot be shown (object)"],
    [hostile, "a value that cannot be shown (object)"],
  ] as const) {
    assert.is(describe(value), shown);
  }
});

test.run();
