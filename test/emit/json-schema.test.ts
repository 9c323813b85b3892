/** The emitted JSON Schemas: valid, and of one mind with the emitted codecs. */

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emitJsonSchema } from "../../compiler/emit/json-schema.js";
import type { Model } from "../../compiler/model/model.js";
import { parseJson, Problems, type Codec } from "../../runtime/contract/index.js";
import { createRandom, type Random } from "../../runtime/node/random.js";
import { compileModel } from "../support/compile.js";
import { loadGenerated } from "../support/generated-module.js";
import { mutateJson } from "../support/mutate-json.js";
import { randomTypes } from "../support/random-types.js";
import { randomValue } from "../support/random-value.js";
import { everyConstruct } from "./every-construct.js";
import { exampleCases, goldenCases } from "./schemas.js";

const test = suite("emitted JSON Schemas");

const cases = [
  ...goldenCases(),
  ...exampleCases(),
  { name: "every construct", model: compileModel(everyConstruct) },
];

for (const { name, model } of cases) {
  test(`${name}: every type has a schema that the strictest validator takes, and its examples fit`, () => {
    const validators = validatorsOf(model);
    assert.equal([...validators.keys()], model.types.map((each) => each.name));
    const { $defs = {} } = documentOf(model) ?? {};
    for (const [type, validate] of validators) {
      for (const example of ($defs[type]?.["examples"] as unknown[] | undefined) ?? []) {
        assert.ok(validate(example), `${type}: ${JSON.stringify(example)}: ${JSON.stringify(validate.errors)}`);
      }
    }
  });
}

/** What the schema of the only type `T` is, or a declaration beside it. */
const shapes: readonly (readonly [declarations: string, schema: unknown])[] = [
  ["type T = u64", { type: "integer", minimum: 0, maximum: 2 ** 64 }],
  ["type T = s32 @range(-5, 5)", { type: "integer", minimum: -5, maximum: 5 }],
  ["type T = f64 @range(0, 0.5)", { type: "number", minimum: 0, maximum: 0.5 }],
  ['type T = string @length(1, 3) @pattern("^a")', { type: "string", minLength: 1, maxLength: 3, pattern: "^a" }],
  ["type T = bytes @length(2, 2)", { type: "array", items: { type: "integer", minimum: 0, maximum: 255 }, minItems: 2, maxItems: 2 }],
  ["type T = option<string> @length(1, 3)", { type: ["string", "null"], minLength: 1, maxLength: 3 }],
  ["type T = option<json>", {}],
  ["type T = set<string> @items(1, 2)", { type: "array", items: { type: "string" }, uniqueItems: true, minItems: 1, maxItems: 2 }],
  [
    "type T = map<u8, bool> @items(0, 2)",
    {
      type: "object",
      propertyNames: { pattern: "^(?:0|[1-9][0-9]*)$" },
      additionalProperties: { type: "boolean" },
      minProperties: 0,
      maxProperties: 2,
    },
  ],
  ["type T = tuple<bool, char>", { type: "array", prefixItems: [{ type: "boolean" }, { type: "string", minLength: 1, maxLength: 1 }], items: false, minItems: 2 }],
  [
    "type T = result<unit, string>",
    {
      oneOf: [
        { type: "object", properties: { Ok: { type: "null" } }, required: ["Ok"], additionalProperties: false },
        { type: "object", properties: { Err: { type: "string" } }, required: ["Err"], additionalProperties: false },
      ],
    },
  ],
  ["type T = Short @length(2, 9)\ntype Short = option<string> @length(1, 3)", { type: ["string", "null"], allOf: [{ minLength: 1, maxLength: 3 }, { minLength: 2, maxLength: 9 }] }],
  ["type T = option<Kind>\nenum Kind { A, B }", { anyOf: [{ $ref: "#/$defs/Kind" }, { type: "null" }] }],
  ['enum T { A, B @wire("b") }', { type: "string", enum: ["A", "b"] }],
  ['enum T {\n/// The first.\nA\nB @deprecated("use A") }', { oneOf: [{ description: "The first.", const: "A" }, { description: "Deprecated: use A", deprecated: true, const: "B" }] }],
  [
    'record T { maxCount: u8 = 3, name: string @wire("Name"), old: option<bool> @deprecated }',
    {
      type: "object",
      properties: {
        max_count: { type: "integer", minimum: 0, maximum: 255, default: 3 },
        Name: { type: "string" },
        old: { deprecated: true, type: ["boolean", "null"] },
      },
      required: ["Name"],
    },
  ],
  [
    "/// A shape.\nvariant T @example(Square(2)) { Nothing, Square(u8) }",
    {
      description: "A shape.",
      oneOf: [
        { const: "Nothing" },
        { type: "object", properties: { Square: { type: "integer", minimum: 0, maximum: 255 } }, required: ["Square"], additionalProperties: false },
      ],
      examples: [{ Square: 2 }],
    },
  ],
];

for (const [declarations, schema] of shapes) {
  test(declarations.replaceAll("\n", " "), () => {
    const model = compileModel(`package p:x.os@0.1.0\n${declarations}\nprocess P { local f(t: T) }`);
    assert.equal(documentOf(model)?.$defs["T"], schema);
  });
}

test("bounds have every digit, and no file is written without types", () => {
  const bounds = "record R { low: s64, high: u64 = 18446744073709551615 }\n";
  const schema = (types: string): string => `package p:x.os@0.1.0\n${types}process P { local f() -> ${types === "" ? "u8" : "R"} }`;
  const [file] = emitJsonSchema(compileModel(schema(bounds)));
  assert.match(file?.text ?? "", /"minimum": -9223372036854775808,\s+"maximum": 9223372036854775807\n/);
  assert.match(file?.text ?? "", /"default": 18446744073709551615/);
  assert.equal(emitJsonSchema(compileModel(schema(""))), []);
});

test("a validator and the codec take and refuse the same", async () => {
  const random = createRandom(11);
  let accepted = 0;
  let refused = 0;
  const count = (isValid: boolean): void => {
    if (isValid) accepted++;
    else refused++;
  };
  const sink = goldenCases().find(({ name }) => name === "kitchen-sink");
  assert.ok(sink);
  // `Hosted` has host types, of which there are no random values.
  await compareAll(sink.model, sink.model.types.map(({ name }) => name).filter((name) => name !== "Hosted"), { random, count });
  for (let round = 0; round < 6; round++) {
    const model = compileModel(randomTypes(random));
    await compareAll(model, model.types.map(({ name }) => name), { random, count });
  }
  assert.ok(accepted > 2000 && refused > 2000, `${accepted} accepted, ${refused} refused`);
});

test.run();

interface Comparison {
  readonly random: Random;
  readonly count: (isValid: boolean) => void;
}

async function compareAll(model: Model, names: readonly string[], { random, count }: Comparison): Promise<void> {
  const generated = await loadGenerated(model);
  const validators = validatorsOf(model);
  for (const name of names) {
    const codec = generated.codec(`${name.charAt(0).toLowerCase()}${name.slice(1)}Codec`);
    const validate = validators.get(name);
    assert.ok(validate);
    for (let round = 0; round < 40; round++) {
      const json = codec.encode(randomValue(model, { kind: "named", name }, random));
      count(compare(codec, validate, json));
      for (let change = 0; change < 10; change++) count(compare(codec, validate, mutateJson(json, random)));
    }
  }
}

/** True when both accept. */
function compare(codec: Codec<unknown>, validate: ValidateFunction, json: string): boolean {
  const parsed = parseJson(json);
  assert.ok(parsed.kind === "value");
  const problems = new Problems();
  codec.decode(parsed.value, problems);
  const isValid = validate(JSON.parse(json));
  // Of equal elements of a set, the codec makes one.
  const isTwice = validate.errors?.some(({ keyword }) => keyword === "uniqueItems") === true;
  if (isValid !== (problems.count === 0) && !isTwice) {
    const found = isValid ? JSON.stringify(problems.list) : JSON.stringify(validate.errors);
    throw new Error(`${codec.expected}: ${isValid ? "only the schema takes" : "only the codec takes"} ${json}: ${found}`);
  }
  return isValid;
}

interface SchemaDocument {
  readonly $defs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function documentOf(model: Model): SchemaDocument | undefined {
  const [file] = emitJsonSchema(model);
  return file && (JSON.parse(file.text) as SchemaDocument);
}

/** By the name of the type. Throws when a schema is not valid, or has a keyword that does nothing. */
function validatorsOf(model: Model): ReadonlyMap<string, ValidateFunction> {
  const document = documentOf(model);
  if (!document) return new Map();
  const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true });
  ajv.addSchema(document, "types");
  return new Map(
    Object.keys(document.$defs).map((name) => {
      const validate = ajv.getSchema(`types#/$defs/${name}`);
      if (!validate) throw new Error(`no schema of ${name}`);
      return [name, validate];
    }),
  );
}
