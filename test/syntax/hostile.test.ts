/** No text makes the compiler throw or hang, and whatever it says is about a place in the text. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { renderDiagnostics } from "../../compiler/diagnostics/render.js";
import { compile } from "../support/compile.js";
import { repositoryFolder } from "../support/golden.js";
import { createRandom, type Random } from "../support/random.js";

const mutationCount = 5000;

const pieces: readonly string[] = [
  "{", "}", "(", ")", "<", ">", "[", "]", ",", ":", "=", "@", "->", "/", "//", "/*", "*/", "///", "\"", "\\", "\n",
  "\r\n", " ", "\t", "\u0000", "\u00a0", "\ud83d", "ü", ";", "0", "-1", "1e9", "99999999999999999999", "record ",
  "process ", "state ", "http ", "local ", "init", "type A = ", "package ", "list<", "unit", "HttpResponse",
  "@status(404)", "from query", "none", "{id}",
];

const tests = suite("hostile texts");

tests(`${mutationCount} mutations of the examples`, () => {
  const random = createRandom(1);
  const texts = ["counter/counter", "todo/todo", "async-requester/async-requester"].map((example) =>
    readFileSync(join(repositoryFolder, `examples/${example}.hproc`), "utf8"),
  );
  for (let index = 0; index < mutationCount; index++) {
    let text = random.pick(texts);
    for (let count = random.below(3); count >= 0; count--) text = mutate(text, random);
    expectSound(text);
  }
});

tests("sizes and depths that nobody writes", () => {
  const many = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join("\n");
  const schema = (text: string): string => `package a:b.os@0.1.0\n${text}`;
  const texts: readonly string[] = [
    "",
    schema(`type A = ${"list<".repeat(10_000)}u8${">".repeat(10_000)}`),
    schema(`record A { a: u8 = ${"[".repeat(10_000)}${"]".repeat(10_000)} }`),
    "{".repeat(50_000),
    "}".repeat(2000),
    `process P { local f(${"(".repeat(50_000)}`,
    '"'.repeat(50_000),
    "/*".repeat(50_000),
    "/// x\n".repeat(10_000),
    many(10_000, () => "foo"),
    `process P {\n  http\n${many(10_000, () => "foo")}\n}`,
    schema(`${many(5000, (index) => `type A${index} = A${index + 1}`)}
      type A5000 = u8
      process P { local f(a: A0 = 3) }`),
    schema(`${many(5000, (index) => `record A${index} { a: A${(index + 1) % 5000} }`)}`),
    schema(`${many(40, (index) => `type A${index} = tuple<A${index + 1}, A${index + 1}>`)}\ntype A40 = u8`),
    schema(`${many(40, (index) => `record A${index} { a: A${index + 1}, b: A${index + 1} }`)}
      record A40 { a: u8 }
      process P {
        state { a: A0 }
        local f()
      }`),
    schema(`record A { a: f64 @range(0, ${"9".repeat(100_000)}) = ${"9".repeat(100_000)} }`),
    schema(`record ${"a".repeat(100_000)} { a: u8 }`),
    schema(`record A { ${Array.from({ length: 2000 }, (_, index) => `a${index}: u8`).join(", ")} }`),
  ];
  for (const text of texts) expectSound(text);
});

tests.run();

function mutate(text: string, random: Random): string {
  const start = random.below(text.length + 1);
  const end = Math.min(text.length, start + random.below(12));
  switch (random.below(4)) {
    case 0:
      return text.slice(0, start) + text.slice(end);
    case 1:
      return text.slice(0, start) + random.pick(pieces) + text.slice(start);
    case 2:
      return text.slice(0, start) + random.pick(pieces) + text.slice(end);
    default:
      return text.slice(0, start) + text.slice(random.below(text.length + 1));
  }
}

/** A model or an error, and places inside the text. */
function expectSound(text: string): void {
  const { checked, diagnostics } = compile(text);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  assert.is(checked.model === undefined, errors.length > 0, text.slice(0, 500));
  for (const { file, span, related } of diagnostics) {
    for (const place of [{ file, span }, ...related]) {
      const { start, end } = place.span;
      assert.ok(start >= 0 && start <= end && end <= place.file.text.length, text.slice(0, 500));
    }
  }
  renderDiagnostics(diagnostics.slice(0, 3), { colour: false });
}
