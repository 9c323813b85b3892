/** The values of `src/cases.rs` as an author's code has them, by type and case. */

import { err, ok } from "../../runtime/contract/index.js";
import { everything } from "./everything.js";

type Values = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const none = undefined;
const u64Maximum = 2n ** 64n - 1n;
const s64Minimum = -(2n ** 63n);
const ada = { fullName: "Ada", age: none, home: { x: 1, y: 2 } };

const scalars: Values = {
  Flag: { true: true, false: false },
  Tiny: { minimum: 0, maximum: 255 },
  Small: { minimum: 0, maximum: 65535 },
  Medium: { minimum: 0, maximum: 4294967295 },
  Large: { minimum: 0n, "beyond doubles": 9007199254740993n, maximum: u64Maximum },
  SignedTiny: { minimum: -128, zero: 0, maximum: 127 },
  SignedSmall: { minimum: -32768, zero: 0, maximum: 32767 },
  SignedMedium: { minimum: -2147483648, zero: 0, maximum: 2147483647 },
  SignedLarge: { minimum: s64Minimum, "beyond doubles": -9007199254740993n, maximum: 2n ** 63n - 1n },
  Whole: { minimum: Number.MIN_SAFE_INTEGER, zero: 0, maximum: Number.MAX_SAFE_INTEGER },
  Single: {
    zero: 0, "minus zero": -0, one: 1, "a tenth": 0.1, "a third": 1 / 3, "whole beyond 2^24": 16777216, "1e-7": 1e-7,
    "1e-6": 1e-6, "1e-5": 1e-5, "1e-4": 1e-4, "1e12": 1e12, "1e13": 1e13, "1e16": 1e16, "1e21": 1e21,
    largest: 3.4028235e38, least: -3.4028235e38, "least normal": 2 ** -126, "largest subnormal": 1.1754942e-38,
    "least subnormal": 2 ** -149, "halfway digits": 8388608.5, nan: NaN, infinite: Infinity,
  },
  Double: {
    zero: 0, "minus zero": -0, one: 1, "minus one and a half": -1.5, "a tenth": 0.1, "a sum": 0.1 + 0.2, "1e-7": 1e-7,
    "1.5e-7": 1.5e-7, "1e-6": 1e-6, "1e-5": 1e-5, "1.25e-5": 1.25e-5, "1e-4": 1e-4, whole: 123456, "1e15": 1e15,
    "largest safe": Number.MAX_SAFE_INTEGER, "2^53": 2 ** 53, "1e16": 1e16, "1.5e16": 1.5e16,
    "1.2345678901234567e16": 12345678901234568, "1e17": 1e17, "1e20": 1e20, "1e21": 1e21, "1.5e21": 1.5e21,
    "1e22": 1e22, "1e100": 1e100, largest: Number.MAX_VALUE, least: -Number.MAX_VALUE, "least normal": 2 ** -1022,
    "largest subnormal": 2.225073858507201e-308, "least subnormal": Number.MIN_VALUE, epsilon: Number.EPSILON,
    pi: Math.PI, nan: NaN, infinite: Infinity, "minus infinite": -Infinity,
  },
  Text: {
    empty: "",
    "control characters": Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)).join(""),
    escapes: '"quoted" \\ / \u007f',
    "line separators": "\u2028\u2029\u0085",
    astral: "😀\u{10ffff}",
    combining: "e\u0301 é",
    "right to left": "שלום\u202e",
    "byte order mark": "\ufeffa",
    "not characters": "\ufffd\ufffe\uffff",
    "looks escaped": "\\ud800\\u0000",
    html: "<script>&'`${}",
    proto: "__proto__",
  },
  Letter: { a: "a", quote: '"', nul: "\0", é: "é", astral: "😀", last: "\u{10ffff}" },
  Data: { empty: new Uint8Array(), bounds: Uint8Array.of(0, 1, 127, 128, 255) },
  Anything: {
    null: null,
    true: true,
    zero: 0,
    "minus zero": -0,
    "largest u64": u64Maximum,
    "least i64": s64Minimum,
    fraction: 0.5,
    "1e21": 1e21,
    text: "a\u2028\n",
    list: [null, [], {}, [1, "a"]],
    object: { "": 0, ["__proto__"]: { a: 1 }, b: [true], constructor: null },
  },
};

const hosted: Values = {
  Owner: {
    address: { node: "alice.os", process: { processName: "counter", packageName: "counter", publisherNode: "template.os" } },
    "any characters": { node: "ä b", process: { processName: "x/y", packageName: '"q"', publisherNode: "😀" } },
  },
  Program: { "process id": { processName: "counter", packageName: "counter", publisherNode: "template.os" } },
  Node: { node: "alice.os" },
  Picture: {
    "with type": { mime: "image/png", bytes: Uint8Array.of(137, 80, 0) },
    "without type": { mime: none, bytes: new Uint8Array() },
  },
};

const compounds: Values = {
  Texts: { empty: [], two: ["a", ""] },
  Matrix: { empty: [], rows: [[], [1, -0.5, NaN], [1e21]] },
  Points: { one: [{ x: 1, y: -1 }] },
  TextSet: { empty: new Set(), two: new Set(["a", "b"]) },
  LargeSet: { bounds: new Set([0n, u64Maximum]) },
  ColorSet: { three: new Set(["Red", "BlueGreen", "Dark"]) },
  MaybeMedium: { none, zero: 0, maximum: 4294967295 },
  MaybeText: { none, empty: "", null: "null" },
  MaybeList: { none, empty: [], nones: [none, 1, none] },
  MaybePoint: { none, some: { x: 0, y: 0 } },
  MaybeResult: { none, ok: ok(0), err: err("") },
  MaybeShape: { none, bare: { tag: "Empty" }, "with none": { tag: "Perhaps", val: none } },
  Maybes: { empty: [], mixed: [none, 0, none] },
  Pair: { pair: [255, "a"] },
  NestedPair: { nested: [[0, ""], [true, [1, 2]]] },
  Alone: { alone: [7] },
  Entry: { entry: ["a", 2, ["", "b"]] },
  MaybePair: { none: [none, none], some: [1, "a"] },
  Done: { ok: ok(), err: err({ tag: "Missing", val: u64Maximum }), "bare err": err({ tag: "Busy" }) },
  Got: { ok: ok({ x: 1, y: 2 }), err: err("no") },
  Failed: { ok: ok(0), err: err() },
  Neither: { ok: ok(), err: err() },
  Nested: { none: ok(none), some: ok(1), err: err({ x: 0, y: 0 }) },
  Twice: { ok: ok(ok(1)), "inner err": ok(err("no")), err: err({ tag: "Busy" }) },
};

const maps: Values = {
  ByText: { empty: new Map(), keys: new Map([["", 0], ['"\n', 1], ["__proto__", 2], ["é😀", 3]]) },
  ByTiny: { bounds: new Map([[0, "a"], [255, "b"]]) },
  ByLarge: { bounds: new Map([[0n, "a"], [9007199254740993n, "b"], [u64Maximum, "c"]]) },
  BySigned: { bounds: new Map([[s64Minimum, true], [-1n, false], [2n ** 63n - 1n, true]]) },
  ByWhole: { bounds: new Map([[Number.MIN_SAFE_INTEGER, 0], [Number.MAX_SAFE_INTEGER, 1]]) },
  ByColor: { all: new Map([["Red", 0], ["BlueGreen", 1], ["Dark", 2]]) },
  ByFlag: { both: new Map([[false, 0], [true, 1]]) },
  ByLetter: { letters: new Map([['"', 0], ["a", 1], ["😀", 2]]) },
  ByNode: { nodes: new Map([["alice.os", 0], ["bob.os", 1]]) },
  OfMaybes: { mixed: new Map([["a", none], ["b", 0]]) },
  OfPoints: { points: new Map([["a", { x: 1, y: 2 }]]) },
  OfMaps: { maps: new Map([[0, new Map()], [1, new Map([["a", true]])]]) },
};

const absent = { number: none, list: none, point: none, outcome: none, byText: none, shape: none, pair: none, anything: none };

const declared: Values = {
  Color: { bare: "Red", "two words": "BlueGreen", renamed: "Dark" },
  Point: { bounds: { x: -2147483648, y: 2147483647 } },
  Person: { mixed: ada },
  Defaults: { others: { flag: false, count: 0, text: "", names: ["a"], maybe: 0 } },
  Renamed: { renamed: { userId: 1n, kind: "a" } },
  Options: {
    none: absent,
    some: {
      number: 0,
      list: [none],
      point: { x: -2147483648, y: 2147483647 },
      outcome: ok(),
      byText: new Map([["a", none], ["b", 1]]),
      shape: { tag: "Perhaps", val: 1 },
      pair: [none, none],
      anything: [null],
    },
    empty: { ...absent, list: [], outcome: err(""), byText: new Map(), pair: [0, ""] },
  },
  Trouble: {
    text: { tag: "Refused", val: "no" },
    number: { tag: "Missing", val: 0n },
    list: { tag: "Many", val: [] },
    bare: { tag: "Busy" },
  },
  Shape: {
    bare: { tag: "Empty" },
    number: { tag: "Circle", val: 1 },
    tuples: { tag: "Polygon", val: [[0, -0], [1.5, 1e16]] },
    record: { tag: "Named", val: ada },
    none: { tag: "Perhaps", val: none },
    some: { tag: "Perhaps", val: 0 },
    result: { tag: "Outcome", val: err("no") },
    enum: { tag: "Colored", val: "Dark" },
    bytes: { tag: "Packed", val: Uint8Array.of(0, 255) },
    "bare variant": { tag: "Wrapped", val: { tag: "Busy" } },
    variant: { tag: "Wrapped", val: { tag: "Many", val: ["a"] } },
    renamed: { tag: "Odd", val: 1 },
  },
  Everything: { everything },
};

const values: Values = { ...scalars, ...hosted, ...compounds, ...maps, ...declared };

/** Throws where `src/cases.rs` has a case that is not here. */
export function valueOf(type: string, name: string): unknown {
  const bits = /^bits (\w+)$/.exec(name)?.[1];
  if (bits !== undefined) return floatOf(bits);
  const found = values[type];
  if (!found || !(name in found)) throw new RangeError(`values.ts has no value of ${type} for \`${name}\``);
  return found[name];
}

/** Names of all cases that are here, as `Type case`. */
export const knownCases = Object.entries(values).flatMap(([type, cases]) => Object.keys(cases).map((name) => `${type} ${name}`));

/** A float by its bits: 8 hexadecimal digits of single precision, 16 of double. */
function floatOf(bits: string): number {
  const bytes = Buffer.from(bits, "hex");
  return bytes.length === 4 ? bytes.readFloatBE() : bytes.readDoubleBE();
}
