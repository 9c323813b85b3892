import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Model } from "../../compiler/model/model.js";
import { compileModel } from "../support/compile.js";
import { decode, encode } from "../contract/codec-table.js";
import { loadGenerated } from "../support/generated-module.js";
import { createRandom } from "../../runtime/node/random.js";
import { randomFields, randomValue } from "../support/random-value.js";
import { goldenCases } from "./schemas.js";

const test = suite("emitted codecs");

const sinkModel = golden("kitchen-sink");
const sink = await loadGenerated(sinkModel);
const names = await loadGenerated(golden("names"));

const compounds = {
  names: ["a"],
  matrix: [[1, 0.5]],
  maybe: undefined,
  maybes: ["a", undefined],
  pair: [1, "one"],
  pairs: [[1, undefined]],
  byNumber: new Map(),
  byName: new Map([["__proto__", [1]]]),
  byColor: new Map([["BlueGreen", true]]),
  byTitle: new Map([["t", -1n]]),
  unique: new Set(["u"]),
  outcome: { tag: "err", val: { tag: "Missing", val: 18446744073709551615n } },
  shape: { tag: "Circle", val: 1 },
  nickname: undefined,
  ratio: 1,
};
const compoundsJson =
  '{"names":["a"],"matrix":[[1.0,0.5]],"maybe":null,"maybes":["a",null],"pair":[1,"one"],"pairs":[[1,null]],' +
  '"by_number":{},"by_name":{"__proto__":[1]},"by_color":{"BlueGreen":true},"by_title":{"t":-1},"unique":["u"],' +
  '"outcome":{"Err":{"Missing":18446744073709551615}},"shape":{"Circle":1.0},"nickname":null,"ratio":1.0}';

test("a record comes and goes, byte for byte as serde writes it", () => {
  assert.is(encode(sink.codec("compoundsCodec"), compounds), compoundsJson);
  assert.equal(decode(sink.codec("compoundsCodec"), compoundsJson), { value: compounds });
});

test("every violation is reported with its path", () => {
  const json = compoundsJson
    .replace('"maybe":null', '"maybe":-1')
    .replace('[1,"one"]', "[1]")
    .replace('{"Missing":18446744073709551615}', '{"Missing":18446744073709551616}')
    .replace('"BlueGreen":true', '"Blue":1')
    .replace('"t":-1', '"":0')
    .replace('"ratio":1.0', '"ratio":1.5')
    .replace('"unique":["u"],', "");
  assert.equal(decode(sink.codec("compoundsCodec"), json), {
    problems: [
      "maybe: expected u32, found number -1",
      "pair: expected tuple<u8, string>, found list of 1",
      'by_color.Blue: expected one of Red, Green, BlueGreen, found string "Blue"',
      "by_color.Blue: expected bool, found number 1",
      'by_title: expected string of 1 to 80 characters, found string ""',
      "unique: expected set<string>, found nothing",
      "outcome.Err.Missing: expected u64, found number 18446744073709551616",
      "ratio: expected f64 from 0 to 1, found number 1.5",
    ],
  });
});

test("a record is an object: no list, no text, nothing inherited", () => {
  const codec = names.codec("mapCodec");
  assert.equal(decode(codec, "[]"), { problems: ["value: expected Map, found list of 0"] });
  const found = decode(codec, '{"__proto__":{"constructor":"x"}}');
  assert.ok("problems" in found);
  assert.is(found.problems[0], "constructor: expected string, found nothing");
  assert.is(found.problems[1], "to_string: expected string, found nothing");
});

test("unknown fields are ignored, and order does not matter", () => {
  assert.equal(decode(names.codec("contextCodec"), '{"x":[1],"state":{"ToString":null},"y":1}'), {
    value: { state: "ToString" },
  });
});

test("defaults stand in for missing fields, a new value each time", () => {
  const first = decode(sink.codec("defaultsCodec"), "{}");
  assert.equal(first, {
    value: {
      flag: true,
      count: 7,
      big: 18446744073709551615n,
      low: -9223372036854775808n,
      share: 0.25,
      text: 'a "quoted" ${text} with `ticks`, \\ and a line\nbreak',
      color: "Green",
      shape: { tag: "Nothing" },
      names: [],
      data: new Uint8Array(),
      counts: new Map(),
      unique: new Set(),
      maybe: undefined,
    },
  });
  const second = decode(sink.codec("defaultsCodec"), "{}");
  assert.ok("value" in first && "value" in second && first.value !== second.value);
  assert.equal(decode(sink.codec("defaultsCodec"), '{"flag":null}'), {
    problems: ["flag: expected bool, found null"],
  });
});

for (const [json, expected] of [
  ['"Busy"', { value: { tag: "Busy" } }],
  ['{"Busy":null}', { value: { tag: "Busy" } }],
  ['{"Busy":1}', { problems: ["Busy: expected null, found number 1"] }],
  ['"Refused"', { problems: ["Refused: expected string, found nothing"] }],
  ['{"Many":["a",1]}', { problems: ["Many[1]: expected string, found number 1"] }],
  ['{"Gone":1}', { problems: ['value: expected one of Refused, Missing, Many, Busy, found string "Gone"'] }],
  ['"constructor"', { problems: ['value: expected one of Refused, Missing, Many, Busy, found string "constructor"'] }],
  ['{"Busy":null,"Refused":"a"}', { problems: ["value: expected one of Refused, Missing, Many, Busy, found object"] }],
  ["{}", { problems: ["value: expected one of Refused, Missing, Many, Busy, found object"] }],
  ["null", { problems: ["value: expected one of Refused, Missing, Many, Busy, found null"] }],
] as const) {
  test(`the variant reads ${json}`, () => assert.equal(decode(sink.codec("troubleCodec"), json), expected));
}

test("encoders name the author's property that does not fit", () => {
  const codec = sink.codec("compoundsCodec");
  assert.is(encode(codec, undefined), "value: expected Compounds, found nothing");
  assert.is(
    encode(codec, { ...compounds, byName: new Map([["a", [1, -1]]]) }),
    "byName.a[1]: expected u8, found number -1",
  );
  assert.is(
    encode(codec, { ...compounds, outcome: { tag: "err", val: { tag: "Refused", val: 1 } } }),
    "outcome.err.val: expected string, found number 1",
  );
  assert.is(encode(codec, { ...compounds, shape: { tag: "Square" } }), "shape: expected Shape, found object");
});

test("whatever fits a type comes back from its JSON", () => {
  const random = createRandom(7);
  const compared = { kind: "named", name: "Compounds" } as const;
  for (let round = 0; round < 300; round++) {
    for (const name of ["Scalars", "Compounds", "Defaults", "Constrained", "Trouble", "Shape", "Titles"]) {
      const value = randomValue(sinkModel, { ...compared, name }, random);
      const codec = sink.codec(`${name.charAt(0).toLowerCase()}${name.slice(1)}Codec`);
      assert.equal(decode(codec, codec.encode(value)), { value });
    }
  }
});

test("state starts with its defaults, is read back, and takes defaults for what is missing", () => {
  const { state } = sink.table("sinkTable");
  const initial = state.initial();
  assert.equal(decode({ expected: "state", ...state }, "{}"), { value: initial });
  assert.equal(decode({ expected: "state", ...state }, state.encode(initial)), { value: initial });
  const random = createRandom(8);
  const process = sinkModel.processes[0];
  assert.ok(process);
  for (let round = 0; round < 50; round++) {
    const value = randomFields(sinkModel, process.state, random);
    assert.equal(decode({ expected: "state", ...state }, state.encode(value)), { value });
  }
});

test("the schema hash follows what stored bytes mean, nothing else", async () => {
  const schema = (record: string, field: string): string => `
    package p:x.os@0.1.0
    ${record}
    process P { state { ${field} } local f(a: R) -> R }
  `;
  const hashOf = async (record: string, field = "a: list<R>"): Promise<string> =>
    (await loadGenerated(compileModel(schema(record, field)))).table("pTable").state.schemaHash;
  const base = await hashOf("record R { x: u8, y: u8 }");
  assert.match(base, /^[0-9a-f]{16}$/);
  assert.is(await hashOf("/// Documented.\n\n\nrecord R { x: u8 = 1, y: u8 }"), base);
  for (const other of [
    await hashOf("record R { y: u8, z: u8 }"),
    await hashOf("record R { x: u16, y: u8 }"),
    await hashOf("record R { x: u8 @range(0, 9), y: u8 }"),
    await hashOf("record R { x: u8, y: option<u8> }"),
    await hashOf("record R { x: u8, y: u8 }", "b: list<R>"),
  ]) {
    assert.is.not(other, base);
  }
});

test("a case with @status gives the status of its error", () => {
  const putCompounds = sink.table("sinkTable").handlers.find(({ name }) => name === "putCompounds");
  assert.ok(putCompounds?.returns.kind === "json");
  const { status } = putCompounds.returns;
  assert.ok(status);
  assert.is(status({ tag: "err", val: { tag: "Missing", val: 1n } }), 404);
  assert.is(status({ tag: "err", val: { tag: "Busy" } }), 200);
  assert.is(status({ tag: "ok", val: undefined }), 200);
});

test.run();

function golden(name: string): Model {
  const found = goldenCases().find((each) => each.name === name);
  if (!found) throw new Error(`no golden case is named ${name}`);
  return found.model;
}
