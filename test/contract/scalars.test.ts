import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  address, bool, char, enumOf, f32, f64, int, nodeId, processId, s16, s32, s64, s8, string, u16, u32, u64, u8, unit,
  type ScalarCodec,
} from "../../runtime/contract/index.js";
import { decode, decodeText, encode } from "./codec-table.js";

const test = suite("scalar codecs");

const small = [
  [u8, "0", "255"], [u16, "0", "65535"], [u32, "0", "4294967295"], [s8, "-128", "127"], [s16, "-32768", "32767"],
  [s32, "-2147483648", "2147483647"], [int, "-9007199254740991", "9007199254740991"],
] as const;
for (const [codec, minimum, maximum] of small) {
  test(`${codec.expected} goes from ${minimum} to ${maximum}`, () => {
    for (const text of [minimum, "0", maximum]) {
      assert.equal(decode(codec, text), { value: Number(text) });
      assert.equal(decodeText(codec, text), { value: Number(text) });
      assert.is(codec.encode(Number(text)), text);
    }
    for (const text of [`${BigInt(minimum) - 1n}`, `${BigInt(maximum) + 1n}`]) {
      assert.equal(decode(codec, text), { problems: [`value: expected ${codec.expected}, found number ${text}`] });
      const problem = `value: expected ${codec.expected}, found string "${text}"`;
      assert.equal(decodeText(codec, text), { problems: [problem] });
      assert.is(encode(codec, Number(text)), `value: expected ${codec.expected}, found number ${Number(text)}`);
    }
  });
}

for (const [codec, minimum, maximum] of [
  [u64, 0n, 18446744073709551615n],
  [s64, -9223372036854775808n, 9223372036854775807n],
] as const) {
  test(`${codec.expected} keeps every digit from ${minimum} to ${maximum}`, () => {
    for (const value of [minimum, 0n, 9007199254740993n, maximum]) {
      assert.equal(decode(codec, `${value}`), { value });
      assert.equal(decodeText(codec, `${value}`), { value });
      assert.is(codec.encode(value), `${value}`);
    }
    for (const value of [minimum - 1n, maximum + 1n]) {
      const problem = `value: expected ${codec.expected}, found number ${value}`;
      assert.equal(decode(codec, `${value}`), { problems: [problem] });
      assert.is(encode(codec, value), problem);
    }
    assert.is(encode(codec, 1), `value: expected ${codec.expected}, found number 1`);
  });
}

test("integers are no fractions, no text, nothing else", () => {
  for (const codec of [u8, s32, int, u64] as const) {
    for (const [text, found] of [
      ["1.5", "number 1.5"], ["1e40", "number 1e+40"], ['"1"', 'string "1"'], ["null", "null"], ["true", "bool true"],
      ["[1]", "list of 1"], ["{}", "object"], ["9".repeat(100), "number 1e+100"],
    ] as const) {
      assert.equal(decode<unknown>(codec, text), { problems: [`value: expected ${codec.expected}, found ${found}`] });
    }
    for (const text of ["", " 1", "+1", "-0", "01", "0x1", "1.0", "1e1", "1n", "--1", "9".repeat(100_000)]) {
      assert.ok("problems" in decodeText<unknown>(codec, text), text.slice(0, 10));
    }
  }
});

test("minus zero is zero", () => {
  assert.equal(decode(u8, "-0"), { value: 0 });
  assert.ok("value" in decode(s8, "-0") && Object.is(u8.encode(-0), "0"));
  assert.equal(decode(u64, "-0"), { value: 0n });
});

const doubles: readonly (readonly [value: number, text: string])[] = [
  [0, "0.0"], [-0, "-0.0"], [1, "1.0"], [-1.5, "-1.5"], [0.1, "0.1"], [0.1 + 0.2, "0.30000000000000004"],
  [1e15, "1000000000000000.0"], [9007199254740993, "9007199254740992.0"], [1e16, "1e+16"], [1.5e16, "1.5e+16"],
  [1e21, "1e+21"], [1.7976931348623157e308, "1.7976931348623157e+308"], [5e-324, "5e-324"], [0.00001, "0.00001"],
  [0.000001, "1e-6"], [0.0000015, "1.5e-6"], [123456.789, "123456.789"], [NaN, "null"], [Infinity, "null"],
  [-Infinity, "null"],
];
for (const [value, text] of doubles) test(`f64 ${value} is written ${text}`, () => assert.is(f64.encode(value), text));

const singles: readonly (readonly [value: number, text: string])[] = [
  [0.1, "0.1"], [1, "1.0"], [16777216, "16777216.0"], [16777217, "16777216.0"], [3.4028235e38, "3.4028235e+38"],
  [1e-45, "1e-45"], [1e13, "1e+13"],
  [1e12, "1000000000000.0"], [0.000001, "0.000001"], [0.0000001, "1e-7"], [1 / 3, "0.33333334"], [-0, "-0.0"],
  [NaN, "null"], [Infinity, "null"],
];
for (const [value, text] of singles) test(`f32 ${value} is written ${text}`, () => assert.is(f32.encode(value), text));

test("floats take every number of their range", () => {
  assert.equal(decode(f64, "1"), { value: 1 });
  assert.equal(decode(f64, "-1e-400"), { value: -0 });
  assert.equal(decode(f64, "12345678901234567890"), { value: 12345678901234567000 });
  assert.equal(decode(f64, "9".repeat(300)), { value: 1e300 });
  assert.equal(decode(f32, "0.1"), { value: Math.fround(0.1) });
  assert.equal(decode(f64, "1.7976931348623157e308"), { value: Number.MAX_VALUE });
  assert.equal(decode(f64, "null"), { problems: ["value: expected f64, found null"] });
  assert.equal(decode(f32, "1e39"), { problems: ["value: expected f32, found number 1e+39"] });
  assert.is(encode(f32, 1e39), "value: expected f32, found number 1e+39");
  assert.equal(decodeText(f64, "-2.5e3"), { value: -2500 });
  for (const text of ["", "NaN", "Infinity", ".5", "1.", "0x10", "1e999", "9".repeat(1_000_000)]) {
    assert.ok("problems" in decodeText(f64, text), text.slice(0, 10));
  }
});

const special = 'a"\\\u0000\u001f\n\u007f\u2028é😀/';

const texts: readonly (readonly [codec: ScalarCodec<unknown>, value: unknown, json: string, text: string])[] = [
  [bool, true, "true", "true"],
  [bool, false, "false", "false"],
  [string, "", '""', ""],
  [string, special, '"a\\"\\\\\\u0000\\u001f\\n\u007f\u2028é😀/"', special],
  [string, "\\ud800", '"\\\\ud800"', "\\ud800"],
  [char, "a", '"a"', "a"],
  [char, "😀", '"😀"', "😀"],
  [nodeId, "alice.os", '"alice.os"', "alice.os"],
  [processId, { processName: "a", packageName: "b", publisherNode: "c.os" }, '"a:b:c.os"', "a:b:c.os"],
  [
    address,
    { node: "n.os", process: { processName: "a", packageName: "b", publisherNode: "c.os" } },
    '"n.os@a:b:c.os"',
    "n.os@a:b:c.os",
  ],
];
for (const [codec, value, json, text] of texts) {
  test(`${codec.expected} ${json} comes and goes`, () => {
    assert.is(encode(codec, value), json);
    assert.equal(decode<unknown>(codec, json), { value });
    assert.equal(decodeText<unknown>(codec, text), { value });
    assert.is(codec.encodeText(value), text);
  });
}

const refusedJson: readonly (readonly [codec: ScalarCodec<unknown>, json: string, problem: string])[] = [
  [bool, '"true"', 'value: expected bool, found string "true"'],
  [bool, "1", "value: expected bool, found number 1"],
  [string, "1", "value: expected string, found number 1"],
  [string, "null", "value: expected string, found null"],
  [char, '""', 'value: expected char, found string ""'],
  [char, '"ab"', 'value: expected char, found string "ab"'],
  [char, '"e\\u0301"', 'value: expected char, found string "e\u0301"'],
  [address, '"a:b:c"', 'value: expected Address, found string "a:b:c"'],
  [address, '"n@m@a:b:c"', 'value: expected Address, found string "n@m@a:b:c"'],
  [address, '{"node":"n"}', "value: expected Address, found object"],
  [processId, '"a:b"', 'value: expected ProcessId, found string "a:b"'],
  [processId, '"a:b:c:d"', 'value: expected ProcessId, found string "a:b:c:d"'],
];
for (const [codec, json, problem] of refusedJson) {
  test(`${codec.expected} refuses ${json}`, () => assert.equal(decode(codec, json), { problems: [problem] }));
}

test("encoders refuse what author code should not have passed", () => {
  assert.is(encode(string, "a\ud800"), 'value: expected string, found string "a\\ud800"');
  assert.is(encode(string, undefined), "value: expected string, found nothing");
  assert.is(encode(char, "\ud800"), 'value: expected char, found string "\\ud800"');
  assert.is(encode(char, "ab"), 'value: expected char, found string "ab"');
  assert.is(encode(bool, 1), "value: expected bool, found number 1");
  assert.is(encode(u8, 1.5), "value: expected u8, found number 1.5");
  assert.is(encode(u8, NaN), "value: expected u8, found number NaN");
  assert.is(encode(u8, "1"), 'value: expected u8, found string "1"');
  assert.is(encode(unit, null), "value: expected unit, found null");
  assert.is(encode(address, "n@a:b:c"), 'value: expected Address, found string "n@a:b:c"');
  const process = { processName: "a:b", packageName: "b", publisherNode: "c" };
  assert.is(encode(processId, process), "value: expected ProcessId, found object");
  assert.is(encode(address, { node: "n", process }), "value: expected Address, found object");
});

test("unit is null", () => {
  assert.is(unit.encode(undefined), "null");
  assert.equal(decode(unit, "null"), { value: undefined });
  assert.equal(decode(unit, "{}"), { problems: ["value: expected null, found object"] });
});

const color = enumOf("Color", [
  ["Red", "Red"],
  ["BlueGreen", "blue-green"],
  ["Proto", "__proto__"],
]);

test("enums have wire names, and unit variants may come as objects", () => {
  assert.is(color.encode("BlueGreen"), '"blue-green"');
  assert.equal(decode(color, '"blue-green"'), { value: "BlueGreen" });
  assert.equal(decode(color, '{"Red":null}'), { value: "Red" });
  assert.equal(decode(color, '{"__proto__":null}'), { value: "Proto" });
  assert.equal(decodeText(color, "Red"), { value: "Red" });
  const names = "one of Red, blue-green, __proto__";
  for (const [json, problem] of [
    ['"BlueGreen"', `value: expected ${names}, found string "BlueGreen"`],
    ['"constructor"', `value: expected ${names}, found string "constructor"`],
    ['{"Red":1}', "Red: expected null, found number 1"],
    ['{"Red":null,"x":1}', `value: expected ${names}, found object`],
    ["{}", `value: expected ${names}, found object`],
    ['["Red"]', `value: expected ${names}, found list of 1`],
    ["null", `value: expected ${names}, found null`],
  ] as const) {
    assert.equal(decode(color, json), { problems: [problem] });
  }
  assert.equal(decodeText(color, "red"), { problems: [`value: expected ${names}, found string "red"`] });
  assert.is(encode(color, "blue-green"), 'value: expected one of Red, BlueGreen, Proto, found string "blue-green"');
});

test.run();
