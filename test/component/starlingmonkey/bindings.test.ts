/** Whether repaired bindings give back what an import call allocates, however the call ends. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repairBindings } from "../../../compiler/component/starlingmonkey/bindings.js";

const test = suite("repair of the bindings");

/** The parts that the repair looks for, shaped as componentize-js prints them, around calls that are easy to follow. */
const bindings = `let { TextEncoder, TextDecoder } = contentGlobal;
let [$memory, $realloc, $dealloc, $import_standard$send] = $bindings;
delete globalThis.$bindings;

const TEXT_ENCODER_UTF8 = new TextEncoder();

function _utf8AllocateAndEncode(s, realloc, memory) {
  if (s.length === 0) { return { ptr: 1, len: 0 }; }
  for (let i = 0; i < s.length; i++) {
    measure(s);
  }
  return { ptr: realloc(0, 0, 1, s.length), len: s.length };
}

function import_standard$send(arg0, arg1) {
  var {text: v0_0} = arg0;
  var encodeRes = _utf8AllocateAndEncode(v0_0, $realloc, $memory);
  var ptr0= encodeRes.ptr;
  if (arg1 === 'lower') {
    throw new TypeError('bad argument');
  }
  let ret = $import_standard$send(ptr0, encodeRes.len);
  $dealloc(ret);
  if (arg1 === 'err') {
    throw new Error('err');
  }
  return ret;
}

function import_standard$ask() {
  return 7;
}

async function export_init(arg0, arg1) {
  return;
}
`;

/** Runs repaired bindings over an allocator that knows what is still allocated. */
function load(text: string): Loaded {
  const memory = { buffer: new ArrayBuffer(1024) };
  const allocated = new Set<number>();
  const sent: string[] = [];
  let next = 8;
  const realloc = (_pointer: number, _oldSize: number, _alignment: number, size: number): number => {
    const pointer = next;
    next += Math.max(size, 1);
    allocated.add(pointer);
    return pointer;
  };
  const free = (pointer: number): void => assert.ok(allocated.delete(pointer), `${pointer} is freed twice`);
  const send = (pointer: number, length: number): number => {
    sent.push(new TextDecoder().decode(new Uint8Array(memory.buffer, pointer, length)));
    return realloc(0, 0, 1, 4);
  };
  const evaluate = new Function(
    "$bindings",
    "contentGlobal",
    `${text}\nreturn { send: import_standard$send, ask: import_standard$ask };`,
  );
  return { ...evaluate([memory, realloc, free, send], globalThis), allocated, sent };
}

interface Loaded {
  send(argument: { readonly text: string }, way?: string): number;
  ask(): number;
  readonly allocated: ReadonlySet<number>;
  readonly sent: readonly string[];
}

test("without the repair a buffer stays for each call", () => {
  const { send, allocated } = load(bindings.replace("measure(s);", ""));
  for (let count = 0; count < 3; count++) send({ text: "hello" });
  assert.is(allocated.size, 3);
});

test("a call gives its buffers back", () => {
  const { send, ask, allocated, sent } = load(repairBindings(bindings));
  assert.type(send({ text: "héllo 漢" }), "number");
  assert.is(ask(), 7);
  assert.equal(sent, ["héllo 漢"]);
  assert.is(allocated.size, 0);
});

test("so does a call that fails, before or after the host", () => {
  const { send, allocated, sent } = load(repairBindings(bindings));
  assert.throws(() => send({ text: "one" }, "lower"), "bad argument");
  assert.throws(() => send({ text: "two" }, "err"), /^err$/);
  assert.equal(sent, ["two"]);
  assert.is(allocated.size, 0);
});

test("a call within the lowering of another leaves the outer one's buffers alone", () => {
  const { send, allocated, sent } = load(
    repairBindings(bindings.replace("var {text: v0_0} = arg0;", "var first = $realloc(0, 0, 1, 8); var {text: v0_0} = arg0; if (first === 0) return;")),
  );
  const nested = {
    get text() {
      send({ text: "inner" });
      assert.is(allocated.size, 1, "the outer call's first buffer");
      return "outer";
    },
  };
  send(nested);
  assert.equal(sent, ["inner", "outer"]);
  assert.is(allocated.size, 0);
});

test("strings keep the checks of the original", () => {
  const { send, allocated } = load(repairBindings(bindings));
  assert.throws(() => Reflect.apply(send, undefined, [{ text: 5 }]), "expected a string, received [number]");
  send({ text: "" });
  assert.is(allocated.size, 0);
});

for (const [subject, part] of [
  ["the allocator that the engine hands over", "delete globalThis.$bindings;\n"],
  ["the import functions", "function import_"],
  ["the string encoder", "function _utf8AllocateAndEncode(s, realloc, memory)"],
] as const) {
  test(`bindings without ${subject} are refused`, () => {
    const other = bindings.replaceAll(part, "");
    assert.throws(
      () => repairBindings(other),
      (error: Error) => error.message.includes(`do not contain ${subject}`) && error.message.includes("componentize-js 0.23.0"),
    );
  });
}

test("bindings with one import function that the repair passes over are refused", () => {
  const other = bindings.replace("function import_standard$ask() {", "async function import_standard$ask() {");
  assert.throws(
    () => repairBindings(other),
    (error: Error) =>
      error.message.includes("contain an import function of another form, `async function import_standard$ask() {`") &&
      error.message.includes("componentize-js 0.23.0"),
  );
});

test.run();
