import { suite } from "uvu";
import * as assert from "uvu/assert";
import { maxJsonDepth, parseJson, parseJsonWithRoundedNumbers, type JsonValue } from "../../runtime/contract/index.js";

const test = suite("parseJson");

const exact: readonly (readonly [text: string, value: JsonValue])[] = [
  ["9007199254740991", 9007199254740991],
  ["9007199254740992", 9007199254740992n],
  ["-9007199254740993", -9007199254740993n],
  ["18446744073709551615", 18446744073709551615n],
  ["[18446744073709551615]", [18446744073709551615n]],
  ['{"a": -9223372036854775808}', { a: -9223372036854775808n }],
  ["9007199254740993.0", 9007199254740992],
  ["12345678901234567e-5", 123456789012.34567],
  ["0.12345678901234567", 0.12345678901234567],
  ["1234567890123456789012345678901234567890", 1234567890123456789012345678901234567890n],
  ["12345678901234567890123456789012345678901", Number("12345678901234567890123456789012345678901")],
  ["1e308", 1e308],
  ["-1e-400", -0],
  ['"1234567890123456"', "1234567890123456"],
  ['[1234567890123456789,"a\\u0041\\n\\""]', [1234567890123456789n, 'aA\n"']],
  ["[1234567890123456789,true,false,null,{}, [ ] ]", [1234567890123456789n, true, false, null, {}, []]],
  ['"\\ud83d\\ude00"', "😀"],
];
for (const [text, value] of exact) {
  test(`${text.slice(0, 60)} keeps its value`, () => {
    assert.equal(parseJson(text), { kind: "value", value });
  });
}

const refused: readonly (readonly [text: string, message: string, offset: number])[] = [
  ["", "expected a value, found the end of the text", 0],
  ["[1,]", "expected a value, found `]`", 3],
  ["[1 2]", "expected `,` or `]`, found `2`", 3],
  ['{"a" 1}', "expected `:`, found `1`", 5],
  ["{a:1}", "expected a quoted key, found `a`", 1],
  ['{"a":1,}', "expected a quoted key, found `}`", 7],
  ['{"a":1', "expected `,` or `}`, found the end of the text", 6],
  ["01", "expected the end of the text, found `1`", 1],
  ["1 1", "expected the end of the text, found `1`", 2],
  ["nul", "expected a value, found `n`", 0],
  ["\ufeff1", "expected a value, found `\ufeff`", 0],
  ["'a'", "expected a value, found `'`", 0],
  ["NaN", "expected a value, found `N`", 0],
  ["[1e400]", "a number of more than 308 digits", 1],
  ['{"a":-1E+309}', "a number of more than 308 digits", 5],
  [`[1,${"9".repeat(400)}]`, "a number of more than 308 digits", 3],
  ["-", "expected a value, found `-`", 0],
  ['"a', "a string without its closing quote", 0],
  ['["\\x"]', "a string with a bad escape or a control character", 1],
  ['"a\nb"', "a string with a bad escape or a control character", 0],
  ['"\\ud800"', "a string with half a surrogate pair", 0],
  ['{"\\ude00\\ud83d":1}', "a string with half a surrogate pair", 1],
  ["[12345678901234567890 1]", "expected `,` or `]`, found `1`", 22],
];
for (const [text, message, offset] of refused) {
  test(`${JSON.stringify(text)} is refused with a place`, () => {
    assert.equal(parseJson(text), { kind: "problem", message, offset });
  });
}

test("a key __proto__ is an ordinary property, by both parsers", () => {
  for (const text of ['{"__proto__":{"polluted":1}}', '{"__proto__":{"polluted":1},"n":12345678901234567890}']) {
    const parsed = parseJson(text);
    assert.ok(parsed.kind === "value" && typeof parsed.value === "object" && parsed.value);
    assert.is(Object.getPrototypeOf(parsed.value), Object.prototype);
    assert.ok(Object.hasOwn(parsed.value, "__proto__"));
    assert.not.ok("polluted" in parsed.value);
  }
});

test("nesting is limited, and brackets inside strings do not count", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  assert.is(parseJson(nested(maxJsonDepth)).kind, "value");
  const message = "more than 127 lists and objects inside each other";
  assert.equal(parseJson(nested(maxJsonDepth + 1)), { kind: "problem", message, offset: maxJsonDepth });
  assert.equal(parseJson('{"a":'.repeat(200)), { kind: "problem", message, offset: 5 * maxJsonDepth });
  const quoted = JSON.stringify(`${"[".repeat(1000)}"\\${"{".repeat(1000)}`);
  assert.is(parseJson(quoted).kind, "value");
  assert.is(parseJson(`[${quoted},${nested(maxJsonDepth - 1)}]`).kind, "value");
  assert.is(parseJson(`[${quoted},${nested(maxJsonDepth)}]`).kind, "problem");
  assert.is(parseJson(`[${"[],{},".repeat(1000)}[]]`).kind, "value");
});

/** So many brackets that they are looked at one by one. */
const manyLists = "[],".repeat(200);

/** Each is linear, so it takes milliseconds; anything quadratic takes minutes. */
const hostile: Readonly<Record<string, () => string>> = {
  "a million opening brackets": () => "[".repeat(1e6),
  "a million nested objects": () => '{"a":'.repeat(1e6),
  "a number of a million digits": () => "9".repeat(1e6),
  "a thousand numbers of ten thousand digits": () => `[${Array(1e3).fill("-".padEnd(1e4, "7")).join()}]`,
  "a fraction of a million digits": () => `[1234567890123456789,1.${"9".repeat(1e6)}]`,
  "an exponent of a million digits": () => `1e${"9".repeat(1e6)}`,
  "a million backslashes": () => `${"[".repeat(200)}"${"\\".repeat(1e6)}`,
  "a million escaped quotes": () => `[${manyLists}12345678901234567890,"${'\\"'.repeat(1e6)}"]`,
  "an unfinished string behind a million quotes": () => `[${manyLists}12345678901234567890,${'"",'.repeat(1e6)}"`,
  "a million spaces": () => `[${manyLists}${" ".repeat(1e6)}`,
};
for (const [name, text] of Object.entries(hostile)) {
  test(`${name}: answered at once`, () => {
    const startedMs = performance.now();
    parseJson(text());
    assert.ok(performance.now() - startedMs < 5_000);
  });
}

test("both parsers agree on ordinary documents", () => {
  const document = { a: [1, -0.5, 1e21, "x\u2028\u0007", { b: null, c: [true, false, {}] }], "": "é😀", "0": 1 };
  const text = JSON.stringify(document, undefined, 1);
  assert.equal(parseJson(text), { kind: "value", value: document });
  // The big integer sends the whole text through the exact parser.
  const value = [12345678901234567890n, document];
  assert.equal(parseJson(`[12345678901234567890,${text}]`), { kind: "value", value });
});

test("the shortest number beyond all range is refused, shorter texts are read at once", () => {
  assert.is(parseJson("1e999").kind, "problem");
  assert.equal(parseJson("9e99"), { kind: "value", value: 9e99 });
  assert.equal(parseJson("[1,]"), { kind: "problem", message: "expected a value, found `]`", offset: 3 });
});

test("where numbers may be rounded, nesting and lone surrogates are refused all the same", () => {
  assert.equal(parseJsonWithRoundedNumbers("[9007199254740993]"), { kind: "value", value: [9007199254740992] });
  assert.equal(parseJsonWithRoundedNumbers('["\\ud83d\\ude00"]'), { kind: "value", value: ["😀"] });
  for (const text of ['"\\ud83d"', `${"[".repeat(128)}${"]".repeat(128)}`, "[1,]"]) {
    assert.equal(parseJsonWithRoundedNumbers(text), parseJson(text));
    assert.is(parseJsonWithRoundedNumbers(text).kind, "problem");
  }
});

test.run();
