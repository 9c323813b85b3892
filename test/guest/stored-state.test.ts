/** State that another schema has stored: what is read, what is refused, and what the author's function makes of it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ProcessTable } from "../../runtime/contract/index.js";
import type { Log, Migrate } from "../../runtime/guest/index.js";
import { readStoredState, UnreadableStateError, writeStoredState } from "../../runtime/guest/stored-state.js";
import { createRandom } from "../../runtime/node/random.js";
import { compileModel } from "../support/compile.js";
import { loadGenerated } from "../support/generated-module.js";
import { randomFields } from "../support/random-value.js";

const types = `
record Task { id: u64, title: string, done: bool = false, due: option<string> }
record Bare { id: u64 }
record Renamed { id: u64, name: string = "" }
enum Two { A, B }
enum Three { B, C, A }
variant Told { Nothing, Said(string), Done(Task) }
variant More { Said(string), Shown(u8), Nothing, Done(Task) }
variant Less { Nothing, Said(string) }
`;

const schema = (fields: string) =>
  compileModel({ "test.hproc": `package test:template.os@0.1.0\n${types}\nprocess Test {\n  state { ${fields} }\n  local ping() -> u8\n}\n` });

async function tableOf(fields: string): Promise<ProcessTable<unknown>> {
  return (await loadGenerated(schema(fields))).table("testTable");
}

const log: Log = { error() {}, warn() {}, info() {}, debug() {} };

/** The state as the newer schema writes it, or why it cannot read it. */
async function reread(before: string, value: object, after: string, migrate?: Migrate): Promise<string> {
  const [older, newer] = [await tableOf(before), await tableOf(after)];
  const text = writeStoredState(older, value);
  const hashes = `it was stored with schema ${older.state.schemaHash}, this process has ${newer.state.schemaHash}; `;
  try {
    const read = readStoredState(newer, text, log, migrate);
    return `${newer.state.encode(read.value)}${read.isMigrated ? " migrated" : ""}`;
  } catch (error) {
    assert.ok(error instanceof UnreadableStateError, String(error));
    const [, reason = error.message] = /^the stored state of test:test:template\.os cannot be read: ([^]*)\. It was left/.exec(error.message) ?? [];
    return older.state.schemaHash === newer.state.schemaHash ? reason : reason.replace(hashes, "refused: ");
  }
}

const safe = suite("a state that another schema reads");

const task = { id: 1n, title: "tea", done: true, due: undefined };

for (const [name, before, value, after, expected] of [
  ["new fields with a default, of an option, and of a natural one", "a: u8", { a: 1 }, 'a: u8, b: string = "x", c: option<u8>, d: list<u8>', '{"a":1,"b":"x","c":null,"d":[]}'],
  ["B-07: another order of fields of one type", "a: u8, b: u8", { a: 1, b: 2 }, "b: u8, a: u8", '{"b":2,"a":1}'],
  ["wider integers", "a: u8, b: s8, c: u32, d: list<u16>", { a: 255, b: -128, c: 2 ** 32 - 1, d: [1] }, "a: u64, b: s64, c: int, d: list<u32>", '{"a":255,"b":-128,"c":4294967295,"d":[1]}'],
  ["narrower integers whose values fit", "a: u64", { a: 200n }, "a: u8", '{"a":200}'],
  ["an integer as a float that holds it", "a: u32", { a: 7 }, "a: f64", '{"a":7.0}'],
  ["what may be absent now", "a: string", { a: "x" }, "a: option<string>", '{"a":"x"}'],
  ["what must be there now, and is", "a: option<string>", { a: "x" }, "a: string", '{"a":"x"}'],
  ["more cases, in another order", "a: Two = A, b: Told = Nothing", { a: "A", b: { tag: "Done", val: task } }, "a: Three = A, b: More = Nothing", '{"a":"A","b":{"Done":{"id":1,"title":"tea","done":true,"due":null}}}'],
  ["cases that are gone and not stored", "a: Told = Nothing", { a: { tag: "Said", val: "x" } }, "a: Less = Nothing", '{"a":{"Said":"x"}}'],
  ["a list as a set", "a: list<u8>", { a: [1, 2] }, "a: set<u8>", '{"a":[1,2]}'],
  ["keys as numbers", "a: map<string, u8>", { a: new Map([["7", 1]]) }, "a: map<u8, u8>", '{"a":{"7":1}}'],
  ["a wider constraint", "a: string @length(1, 3) = \"x\"", { a: "abc" }, "a: string @length(1, 9) = \"x\"", '{"a":"abc"}'],
  ["a field that is gone and was absent", "a: u8, b: option<u8>", { a: 1, b: undefined }, "a: u8", '{"a":1}'],
  ["a field that is gone inside, and was absent everywhere", "a: list<Task>", { a: [] }, "a: list<Bare>", '{"a":[]}'],
] as const) {
  safe(name, async () => assert.is(await reread(before, value, after), expected));
}

safe.run();

const unsafe = suite("a state that would lose something");

for (const [name, before, value, after, expected] of [
  ["a field that is gone", "a: u8, b: u8", { a: 1, b: 0 }, "a: u8", "state.b: has no place in this schema"],
  ["a field that has another name", "tasks: list<Bare>", { tasks: [{ id: 1n }] }, "items: list<Bare>", "state.tasks: has no place in this schema"],
  ["a field of a record in a list", "a: list<Task>", { a: [task, { ...task, due: "now" }] }, "a: list<Bare>", "state.a[0].title: has no place in this schema; state.a[0].done: has no place in this schema; state.a[1].title: has no place in this schema; state.a[1].done: has no place in this schema; state.a[1].due: has no place in this schema"],
  ["a field of a record in a map", "a: map<u8, Task>", { a: new Map([[5, task]]) }, "a: map<u8, Renamed>", "state.a.5.title: has no place in this schema; state.a.5.done: has no place in this schema"],
  ["a case that is gone", "a: Told = Nothing", { a: { tag: "Done", val: task } }, "a: Less = Nothing", 'state.a: expected one of Nothing, Said, found string "Done"'],
  ["a number that does not fit", "a: u16, b: s8", { a: 256, b: -1 }, "a: u8, b: u8", "state.a: expected u8, found number 256; state.b: expected u8, found number -1"],
  ["a number that a float does not hold", "a: u64", { a: 2n ** 53n + 1n }, "a: f64", "state.a: would not keep its value"],
  ["a float in single precision", "a: f64", { a: 0.1234567891 }, "a: f32", "state.a: would not keep its value"],
  ["elements that a set holds once", "a: list<u8>", { a: [1, 2, 1] }, "a: set<u8>", "state.a: of 3 elements 2 would be left"],
  ["what must be there now, and is not", "a: option<string>", { a: undefined }, "a: string", "state.a: expected string, found null"],
  ["a new field inside without a default", "a: list<Bare>", { a: [{ id: 1n }] }, "a: list<Task>", "state.a[0].title: expected string, found nothing"],
  ["a narrower constraint", "a: string", { a: "abcd" }, "a: string @length(1, 3) = \"x\"", 'state.a: expected string of 1 to 3 characters, found string "abcd"'],
  ["another type", "a: string", { a: "1" }, "a: u8", 'state.a: expected u8, found string "1"'],
] as const) {
  unsafe(name, async () => assert.is(await reread(before, value, after), `refused: ${expected}`));
}

unsafe("what is secret is not shown", async () => {
  assert.is(await reread("a: string", { a: "hunter2" }, "a: u8 @secret"), "refused: state.a: expected u8, found (secret)");
});

unsafe.run();

const migrating = suite("migrate");

const titles = { titles: ["tea", "milk"], next: 2n ** 60n };
const older = "titles: list<string>, next: u64";
const newer = "tasks: list<Renamed>, next: u64";

migrating("makes a state out of one that cannot be read, with every digit", async () => {
  const migrate: Migrate = ({ fields: { titles, next }, schema }) => {
    assert.match(schema, /^[0-9a-f]{16}$/);
    return { tasks: (titles as string[]).map((name, id) => ({ id, name })), next: next ?? 0 };
  };
  assert.is(
    await reread(older, titles, newer, migrate),
    `{"tasks":[{"id":0,"name":"tea"},{"id":1,"name":"milk"}],"next":${2n ** 60n}} migrated`,
  );
});

migrating("is not asked when nothing would be lost", async () => {
  const migrate = () => assert.unreachable() as never;
  assert.is(await reread("a: u8", { a: 1 }, "a: u16, b: u8", migrate), '{"a":1,"b":0}');
});

for (const [name, migrate, expected] of [
  ["throws", () => { throw new RangeError("no such version"); }, /^refused: `migrate` failed: RangeError: no such version/],
  ["forgets a field of the old state", ({ fields }) => ({ ...fields, tasks: [] }), /^refused: what `migrate` returned is no state: state\.titles: has no place in this schema$/],
  ["returns what does not fit", () => ({ tasks: [{ id: -1 }] }), /^refused: what `migrate` returned is no state: state\.tasks\[0\]\.id: expected u64, found number -1$/],
  ["returns nothing", () => undefined as never, /^refused: what `migrate` returned is no state: state: expected .*, found nothing$/],
  ["is async", (async () => ({ tasks: [], next: 0 })) as unknown as Migrate, /^refused: `migrate` must not be async/],
] as readonly (readonly [string, Migrate, RegExp])[]) {
  migrating(`that ${name} is refused`, async () => assert.match(await reread(older, titles, newer, migrate), expected));
}

migrating.run();

const property = suite("what is stored is read again");

const everything = compileModel({
  "test.hproc": `package test:template.os@0.1.0
record Leaf { a: u8, b: option<string>, c: json, tree: list<list<u8>> }
enum Colour { Red, Green }
variant Any { None, Leaf(Leaf), Pair(tuple<u64, f64>), Text(string) }
process Test {
  state {
    flag: bool, tiny: s8, large: u64, whole: int, single: f32, double: f64, letter: char = "x", text: string, data: bytes,
    anything: json, leaves: list<Leaf>, byName: map<string, Leaf>, byNumber: map<s64, Colour>, byColour: map<Colour, bytes>,
    unique: set<string>, colours: set<Colour>, maybe: option<list<option<u8>>>,
    outcome: option<result<Any, string>>, any: Any = None, many: list<Any>
  }
  local ping() -> u8
}
`,
});
const table = (await loadGenerated(everything)).table("testTable");
const state = everything.processes[0]?.state ?? [];

property("3000 random states of every type, through text and back", () => {
  const random = createRandom(7);
  for (let run = 0; run < 3000; run++) {
    const value = randomFields(everything, state, random);
    // Whole numbers as keys of a map come back in the order of the numbers.
    assert.equal(readStoredState(table, writeStoredState(table, value)).value, value);
  }
});

property("strange values: kept exactly or refused, never changed", () => {
  const blank = Object.fromEntries(Object.entries(table.state.initial() as object));
  const loop: unknown[] = [];
  loop.push(loop);
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
  const leaf = { a: 1, b: undefined, c: null, tree: [] };
  for (const [change, expected] of [
    [{ double: -0 }, '"double":-0.0'],
    [{ double: 5e-324 }, '"double":5e-324'],
    [{ double: Number.NaN }, "double: expected f64, found number NaN"],
    [{ single: Number.POSITIVE_INFINITY }, "single: expected f32, found number Infinity"],
    [{ anything: { a: Number.NaN } }, "anything.a: expected json, found number NaN"],
    [{ anything: loop }, /json of at most 127 levels/],
    [{ anything: nested(125) }, '"anything":[[['],
    [{ anything: nested(126) }, "state: expected at most 126 lists and objects inside each other, found more"],
    [{ text: "\ud800" }, /^text: expected string, found string/],
    [{ large: -1n }, "large: expected u64, found number -1"],
    [{ whole: 2 ** 53 }, "whole: expected int, found number 9007199254740992"],
    [{ anything: new Map() }, "anything: expected json, found object"],
    [{ anything: 9007199254740993n }, '"anything":9007199254740993'],
    [{ byName: new Map([["__proto__", leaf]]) }, '"by_name":{"__proto__":'],
    [{ byName: { a: leaf } }, /^byName: expected map<string, Leaf>, found object$/],
    [{ leaves: undefined }, /^leaves: expected list<Leaf>, found nothing$/],
  ] as readonly (readonly [object, string | RegExp])[]) {
    let written: string;
    try {
      written = writeStoredState(table, { ...blank, ...change });
    } catch (error) {
      written = (error as Error).message;
    }
    if (written.startsWith("{")) {
      assert.ok(typeof expected === "string" && written.includes(expected), written);
      assert.is(writeStoredState(table, readStoredState(table, written).value), written);
    } else assert.match(written, expected);
  }
  // On the wire they are `null`, as serde_json writes them.
  assert.match(table.state.encode({ ...blank, double: Number.NaN }), '"double":null');
});

property.run();
