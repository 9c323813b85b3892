import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  blob, bool, bytes, enumOf, err, f64, httpResponse, json, listOf, mapOf, maxProblemCount, ok, optionOf, pairsOf,
  resultOf, setOf, string, tupleOf, u8, u64, unit, type Codec,
} from "../../runtime/contract/index.js";
import { decode, encode } from "./codec-table.js";

const test = suite("compound codecs");

const color = enumOf("Color", [["Red", "Red"], ["Blue", "Blue"]]);

const both: readonly (readonly [codec: Codec<unknown>, value: unknown, json: string])[] = [
  [listOf(u8), [], "[]"],
  [listOf(u8), [1, 2], "[1,2]"],
  [listOf(listOf(string)), [["a"], []], '[["a"],[]]'],
  [setOf(u64), new Set([1n, 2n]), "[1,2]"],
  [tupleOf(u8, string), [1, "a"], '[1,"a"]'],
  [optionOf(u8), undefined, "null"],
  [optionOf(u8), 1, "1"],
  [optionOf(optionOf(u8)), undefined, "null"],
  [listOf(optionOf(u8)), [1, undefined], "[1,null]"],
  [resultOf(u8, string), ok(1), '{"Ok":1}'],
  [resultOf(u8, string), err("no"), '{"Err":"no"}'],
  [resultOf(unit, unit), ok(), '{"Ok":null}'],
  [resultOf(unit, unit), err(), '{"Err":null}'],
  [mapOf(string, u8), new Map([["b", 1], ["__proto__", 2], ["then", 3]]), '{"b":1,"__proto__":2,"then":3}'],
  [mapOf(u64, bool), new Map([[1n, true], [18446744073709551615n, false]]), '{"1":true,"18446744073709551615":false}'],
  [mapOf(bool, u8), new Map([[true, 1]]), '{"true":1}'],
  [mapOf(color, u8), new Map([["Blue", 1]]), '{"Blue":1}'],
  [pairsOf(tupleOf(u8, u8), string), new Map([[[1, 2], "a"]]), '[[[1,2],"a"]]'],
  [bytes, new Uint8Array([0, 128, 255]), "[0,128,255]"],
  [bytes, new Uint8Array(), "[]"],
  [blob, { mime: undefined, bytes: new Uint8Array([104]) }, '{"mime":null,"bytes":[104]}'],
  [blob, { mime: "text/plain", bytes: new Uint8Array() }, '{"mime":"text/plain","bytes":[]}'],
  [json, { a: [1, 1.5, true, null, "x"], b: {} }, '{"a":[1,1.5,true,null,"x"],"b":{}}'],
  [json, 12345678901234567890n, "12345678901234567890"],
  [
    httpResponse,
    { status: 404, headers: { "content-type": "text/plain" }, body: new Uint8Array([104, 105]) },
    '{"status":404,"headers":{"content-type":"text/plain"},"body":[104,105]}',
  ],
];
for (const [codec, value, text] of both) {
  test(`${codec.expected} ${text} comes and goes`, () => {
    assert.is(encode(codec, value), text);
    assert.equal(decode<unknown>(codec, text), { value });
  });
}

test("an HTTP answer may leave out what is empty, and have text", () => {
  assert.is(encode(httpResponse, { status: 200 }), '{"status":200,"headers":{},"body":[]}');
  assert.is(encode(httpResponse, { status: 200, body: "é" }), '{"status":200,"headers":{},"body":[195,169]}');
  assert.is(encode(httpResponse, { status: 99 }), "status: expected u16 from 100 to 999, found number 99");
  assert.equal(decode(httpResponse, '{"status":200}'), {
    value: { status: 200, headers: {}, body: new Uint8Array() },
  });
});

const refused: readonly (readonly [codec: Codec<unknown>, json: string, problems: readonly string[]])[] = [
  [listOf(u8), '[1,"a",-1]', ['[1]: expected u8, found string "a"', "[2]: expected u8, found number -1"]],
  [listOf(u8), "{}", ["value: expected list<u8>, found object"]],
  [setOf(u8), "[256]", ["[0]: expected u8, found number 256"]],
  [tupleOf(u8, string), "[1]", ["value: expected tuple<u8, string>, found list of 1"]],
  [tupleOf(u8, string), "[true,1]", ["[0]: expected u8, found bool true", "[1]: expected string, found number 1"]],
  [optionOf(u8), '"a"', ['value: expected u8, found string "a"']],
  [resultOf(u8, string), '{"Ok":"a"}', ['Ok: expected u8, found string "a"']],
  [resultOf(u8, string), '{"Ok":1,"Err":"a"}', ['value: expected {"Ok": …} or {"Err": …}, found object']],
  [resultOf(u8, string), '"Ok"', ["Ok: expected u8, found nothing"]],
  [mapOf(u8, listOf(u8)), '{"1":[300]}', ["1[0]: expected u8, found number 300"]],
  [mapOf(u8, listOf(u8)), '{"x":[]}', ['x: expected u8, found string "x"']],
  [mapOf(u8, u8), "[[1,1]]", ["value: expected map<u8, u8>, found list of 1"]],
  [pairsOf(tupleOf(u8), u8), '[[[1],1],[["a"],1]]', ['[1][0][0]: expected u8, found string "a"']],
  [bytes, '"aGk="', ['value: expected bytes, found string "aGk="']],
  [bytes, "[1,256,1.5]", ["[1]: expected u8, found number 256", "[2]: expected u8, found number 1.5"]],
  [blob, '{"bytes":[-1]}', ["bytes[0]: expected u8, found number -1"]],
  [httpResponse, "[]", ["value: expected HttpResponse, found list of 0"]],
];
for (const [codec, text, problems] of refused) {
  test(`${codec.expected} refuses ${text}`, () => assert.equal(decode(codec, text), { problems }));
}

const unfit: readonly (readonly [codec: Codec<unknown>, value: unknown, message: string])[] = [
  [listOf(u8), [1, 2, 256], "[2]: expected u8, found number 256"],
  [listOf(u8), new Set([1]), "value: expected list<u8>, found object"],
  [listOf(listOf(u8)), [[], [1, -1]], "[1][1]: expected u8, found number -1"],
  [setOf(u8), [1], "value: expected set<u8>, found list of 1"],
  [tupleOf(u8, string), [1], "value: expected tuple<u8, string>, found list of 1"],
  [tupleOf(u8, string), [1, 2], "[1]: expected string, found number 2"],
  [resultOf(u8, string), { tag: "ok", val: "a" }, 'ok: expected u8, found string "a"'],
  [resultOf(u8, string), { Ok: 1 }, "value: expected ok(…) or err(…), found object"],
  [resultOf(u8, string), undefined, "value: expected ok(…) or err(…), found nothing"],
  [mapOf(string, u8), { a: 1 }, "value: expected map<string, u8>, found object"],
  [mapOf(string, u8), new Map([["a", 256]]), "a: expected u8, found number 256"],
  [mapOf(u8, u8), new Map([[256, 1]]), "value: expected u8, found number 256"],
  [bytes, [1], "value: expected bytes, found list of 1"],
  [blob, { bytes: "x" }, 'bytes: expected bytes, found string "x"'],
  [json, { a: [undefined] }, "a[0]: expected json, found nothing"],
  [json, new Map(), "value: expected json, found object"],
  [json, "\ud800", 'value: expected string, found string "\\ud800"'],
];
for (const [codec, value, message] of unfit) {
  test(`${codec.expected} cannot write ${message}`, () => assert.is(encode(codec, value), message));
}

test("json writes numbers as serde does, and ends with values that contain themselves", () => {
  assert.is(json.encode([1, -0, 1e21, 0.5, NaN, 9007199254740992]), "[1,-0.0,1e+21,0.5,null,9007199254740992.0]");
  const endless: unknown[] = [];
  endless.push(endless);
  assert.match(encode(json, endless), "expected json of at most 127 levels, found more");
});

test("a hostile list costs bounded memory: no more violations than are shown", () => {
  const found = decode(listOf(u8), `[${"-1,".repeat(100_000)}0]`);
  assert.ok("problems" in found);
  assert.is(found.problems.length, maxProblemCount);
  const long = decode(mapOf(u8, u8), `{"${"x".repeat(1e6)}":1}`);
  assert.ok("problems" in long && long.problems.join().length < 200);
});

test("constraints behind the limit of violations do not look at refused values", () => {
  const list = listOf(listOf(optionOf(tupleOf(string, f64))));
  assert.ok("problems" in decode(list, `[${"1,".repeat(100)}[[1]]]`));
});

test.run();
