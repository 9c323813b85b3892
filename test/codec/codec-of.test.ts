/** Codecs that are made of a model at once do what the emitted ones do, on good values and on broken ones. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { codecsOf } from "../../compiler/codec/codec-of.js";
import { fallbackOf } from "../../compiler/codec/literal-value.js";
import { codecName } from "../../compiler/emit/print/codec-expression.js";
import { tableConstant } from "../../compiler/emit/print/generated-names.js";
import type { Model } from "../../compiler/model/model.js";
import type { Type } from "../../compiler/model/type.js";
import { parseJson, type Codec, type JsonValue } from "../../runtime/contract/index.js";
import { json } from "../../runtime/contract/codecs/json-values.js";
import { createRandom, type Random } from "../../runtime/node/random.js";
import { decode, encode } from "../contract/codec-table.js";
import { everyConstruct } from "../emit/every-construct.js";
import { goldenCases } from "../emit/schemas.js";
import { compileModel } from "../support/compile.js";
import { loadGenerated } from "../support/generated-module.js";
import { randomValue } from "../support/random-value.js";

const test = suite("codecs of a model");

const models: readonly (readonly [name: string, model: Model])[] = [
  ...goldenCases().map(({ name, model }) => [name, model] as const),
  ["every construct", compileModel(everyConstruct)],
];

for (const [name, model] of models) {
  const generated = await loadGenerated(model);
  const codecOf = codecsOf(model);

  test(`${name}: declared types`, () => {
    const random = createRandom(11);
    for (const declaration of model.types) {
      const type = { kind: "named", name: declaration.name } as const;
      const own = codecOf({ type, constraints: [], secret: false });
      compare(own, generated.codec(codecName(declaration.name)), samples(model, type, own, random));
    }
  });

  test(`${name}: parameters and results of handlers`, () => {
    const random = createRandom(12);
    for (const process of model.processes) {
      const table = generated.table(tableConstant(process));
      process.handlers.forEach((handler, index) => {
        const emitted = table.handlers[index];
        assert.ok(emitted);
        const returns = codecOf({ type: handler.returns, constraints: [], secret: false });
        compare(returns, emitted.returns.codec, samples(model, handler.returns, returns, random));
        handler.parameters.forEach((parameter, place) => {
          const own = codecOf(parameter);
          const other = emitted.parameters[place];
          assert.ok(other);
          compare(own, other.codec, samples(model, parameter.type, own, random));
          assert.equal(fallbackOf(model, parameter)?.(), other.fallback?.());
          assert.is(fallbackOf(model, parameter) === undefined, other.fallback === undefined);
        });
      });
    }
  });
}

test("a default is a new value each time", () => {
  const model = compileModel(
    'package a:b.os@1.0.0\nrecord R { tags: list<string> = ["a"] }\nprocess P { local get() -> R }',
  );
  const codec = codecsOf(model)({ type: { kind: "named", name: "R" }, constraints: [], secret: false });
  const [first, second] = [decode(codec, "{}"), decode(codec, "{}")];
  assert.equal([first, second], [{ value: { tags: ["a"] } }, { value: { tags: ["a"] } }]);
  assert.ok("value" in first && "value" in second && first.value !== second.value);
});

test.run();

function compare(own: Codec<unknown>, emitted: Codec<unknown>, values: readonly JsonValue[]): void {
  assert.equal([own.expected, own.isSecret], [emitted.expected, emitted.isSecret]);
  for (const value of values) {
    const text = json.encode(value);
    const [one, other] = [decode(own, text), decode(emitted, text)];
    assert.equal(one, other, text);
    if ("value" in one && "value" in other) assert.is(encode(own, one.value), encode(emitted, other.value), text);
  }
  // Values that no JSON gives, as from code without types.
  for (const value of [undefined, null, 1, 1n, "x", [], {}, new Map(), { tag: "None" }]) {
    assert.is(encode(own, value), encode(emitted, value));
  }
}

/** Good values of the type, and each with one part replaced. */
function samples(model: Model, type: Type, codec: Codec<unknown>, random: Random): readonly JsonValue[] {
  const good = Array.from({ length: 20 }, () => goodValue(model, type, codec, random));
  return [...good, ...good.map((value) => damaged(value, random)), ...junk];
}

function goodValue(model: Model, type: Type, codec: Codec<unknown>, random: Random): JsonValue {
  // Host types and patterns have no random values.
  const text = attempt(() => codec.encode(randomValue(model, type, random))) ?? "{}";
  const parsed = parseJson(text);
  return parsed.kind === "value" ? parsed.value : null;
}

function attempt(run: () => string): string | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

const junk: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2n ** 64n,
  "",
  "x",
  "a:b:c",
  "n@a:b:c",
  [],
  [1, "a"],
  {},
  { a: 1 },
  { Ok: null },
  { Err: null },
];

function damaged(value: JsonValue, random: Random): JsonValue {
  if (random.below(3) === 0 || typeof value !== "object" || value === null) return random.pick(junk);
  if (Array.isArray(value)) {
    if (value.length === 0) return [random.pick(junk)];
    const index = random.below(value.length);
    return value.map((each, place) => (place === index ? damaged(each, random) : each));
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return { x: random.pick(junk) };
  const key = random.pick(keys);
  const entries = Object.entries(value);
  if (random.below(4) === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(entries.map(([name, each]) => [name, name === key ? damaged(each, random) : each]));
}
