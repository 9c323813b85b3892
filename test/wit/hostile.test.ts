/** Whatever a WIT file holds, reading it ends with a schema that compiles or with findings, and soon. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { hasErrors } from "../../compiler/diagnostics/report.js";
import { emitWit } from "../../compiler/emit/wit.js";
import { createRandom } from "../../runtime/node/random.js";
import { goldenCases } from "../emit/schemas.js";
import { compile } from "../support/compile.js";
import type { TextFile } from "../support/golden.js";
import { importTexts, schemaOf } from "./import-texts.js";
import { kitInterface, kitWorld, olderInterface } from "./kit.js";

const test = suite("hostile WIT");

const signature = `record a-signature-local { target: address, returning: u8 }`;

const codesOf = (text: string): readonly string[] => importTexts(inPackage(text)).diagnostics.map(({ code }) => code);

function inPackage(text: string): readonly TextFile[] {
  return [
    { path: "a.wit", text },
    { path: "w.wit", text: kitWorld },
  ];
}

const nested = (count: number, open: string, close: string): string => open.repeat(count) + "u8" + close.repeat(count);

const deep: Readonly<Record<string, readonly [text: string, codes: readonly string[]]>> = {
  types: [`interface a { type t = ${nested(100_000, "list<", ">")}; ${signature} }`, ["syntax/too-deep"]],
  braces: [`interface a ${"{".repeat(100_000)}`, ["syntax/too-deep"]],
  packages: [`${"package a:b {".repeat(100_000)}`, ["syntax/too-deep"]],
  comments: [`${"/*".repeat(100_000)} interface a {}`, ["syntax/too-deep"]],
  "comments that end": [`${"/*".repeat(90)}${"*/".repeat(90)} interface a { ${signature} }`, []],
  "brackets in comments": [`// ${"<".repeat(1000)}\n/* ${"{".repeat(1000)} */ interface a { ${signature} }`, []],
  marks: [`interface a {\n// hproc: -> ${nested(10_000, "list<", ">")}\n${signature} }`, ["wit/mark"]],
  "values in marks": [`interface a {\n// hproc: @example(${"[".repeat(10_000)})\n${signature} }`, ["wit/mark"]],
};

for (const [name, [text, codes]] of Object.entries(deep)) {
  test(`deep ${name} are a finding`, () => assert.equal(codesOf(text), codes));
}

test("`use` in a circle is a finding, and what is not in it is carried", async () => {
  const imported = importTexts(
    inPackage(`
      interface a { use b.{t}; use b.{u}; ${signature}
        record b-signature-local { target: address, x: t, returning: u8 }
        record c-signature-local { target: address, x: u, returning: u8 } }
      interface b { use a.{t}; type u = u8; }`),
  );
  assert.match(
    imported.shown,
    "the handler `b-signature-local` is left out: `use` leads in a circle: `a.t` → `b.t` → `a.t`",
  );
  assert.equal(
    imported.model?.processes[0]?.handlers.map((handler) => handler.name),
    ["a", "c"],
  );
});

test("types that contain themselves are left out", () => {
  const text = `interface a { record r { x: list<s> } record s { y: option<r> } type t = r;
    record b-signature-local { target: address, x: t, returning: u8 } ${signature} }`;
  const { model, diagnostics } = importTexts(inPackage(text));
  assert.equal([...new Set(diagnostics.map(({ code }) => code))], ["wit/not-carried"]);
  assert.equal([model?.types.length, model?.processes[0]?.handlers.length], [0, 1]);
});

test("very many declarations, that all need each other, take a moment", () => {
  const count = 1000;
  const types = Array.from({ length: count }, (_, index) => `record t${index} { x: list<t${index + 1}>, y: u8 }`);
  const handlers = Array.from(
    { length: count },
    (_, index) => `record h${index}-signature-local { target: address, x: t${index}, returning: u8 }`,
  );
  // The last one is missing: everything goes.
  const { diagnostics } = importTexts(
    inPackage(`interface a { ${types.join("\n")} ${handlers.join("\n")} ${signature} }`),
  );
  assert.is(diagnostics.length, 2 * count);
});

for (const text of [
  "",
  "\0",
  "interface",
  "interface a {",
  "interface a { record b {",
  "// interface",
  "\ufeff",
  "package a;",
]) {
  test(`${JSON.stringify(text)} says what is missing`, () => {
    const { model, diagnostics } = importTexts(inPackage(text));
    assert.is(model, undefined);
    assert.is(hasErrors(diagnostics), true);
  });
}

test("random changes to WIT never break anything", async () => {
  const seeds = [
    kitInterface,
    olderInterface,
    ...goldenCases().flatMap(({ model }) => emitWit(model).map(({ text }) => text)),
  ];
  const random = createRandom(20_26);
  for (let round = 0; round < 120; round++) {
    let text = seeds[random.below(seeds.length)] ?? "";
    for (let change = 0; change < 1 + random.below(4); change++) text = mutate(text, random.below);
    const imported = importTexts(inPackage(text));
    if (imported.model === undefined) {
      assert.is(hasErrors(imported.diagnostics), true, text);
      continue;
    }
    const { diagnostics } = compile(await schemaOf(imported));
    assert.equal(
      diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message),
      [],
      text,
    );
  }
});

/** Removes, doubles, moves or replaces a line or a few characters. */
function mutate(text: string, below: (count: number) => number): string {
  const lines = text.split("\n");
  const line = below(lines.length);
  const other = lines[below(lines.length)] ?? "";
  switch (below(5)) {
    case 0:
      return lines.toSpliced(line, 1).join("\n");
    case 1:
      return lines.toSpliced(line, 0, other).join("\n");
    case 2:
      return lines.toSpliced(line, 1, other).join("\n");
    default: {
      const start = below(text.length + 1);
      const words = [
        "list<",
        ">",
        "%",
        "tuple<u8, u8>",
        "string",
        "option<",
        ",",
        "a",
        "-",
        "blob",
        "_",
        "// hproc: x",
        "result",
        "9",
      ];
      return text.slice(0, start) + (words[below(words.length)] ?? "") + text.slice(start + below(3));
    }
  }
}

test.run();
