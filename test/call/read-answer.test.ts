/** What the body of an answer is taken for. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findHandler, knownProcesses } from "../../compiler/call/find-handler.js";
import { prepareCall } from "../../compiler/call/handler-call.js";
import { readCallResult, type CallResult } from "../../compiler/call/read-answer.js";
import { compileModel } from "../support/compile.js";

const model = compileModel(`package k:b.os@0.1.0

process P {
  local number() -> u64
  local outcome() -> result<u64, string>
  local anything() -> json
  local case() -> Case
}

variant Case { Err(u8) }
`);

function read(handler: string | undefined, text: string): CallResult {
  const [process] = knownProcesses(model);
  if (!process) throw new Error("no process");
  const prepared = handler === undefined ? undefined : prepareCall(model, findHandler(process, handler), undefined);
  const table = prepared?.kind === "ready" ? prepared.table : undefined;
  return readCallResult(new TextEncoder().encode(text), table);
}

const test = suite("answers");

const failure =
  '{"error":{"code":"request/does-not-fit","message":"no","problems":[{"path":"a","expected":"u8","found":"null"}]}}';
const rejected: CallResult = {
  outcome: "rejected",
  code: "request/does-not-fit",
  message: "no",
  problems: ["a: expected u8, found null"],
};

const cases: readonly (readonly [handler: string | undefined, text: string, CallResult])[] = [
  ["number", "18446744073709551615", { outcome: "ok", value: 18446744073709551615n }],
  ["number", '"1"', { outcome: "decode", text: '"1"', problems: ['expected u64, found string "1"'] }],
  ["number", "", { outcome: "decode", text: "", problems: ["expected u64, found no JSON"] }],
  ["number", failure, rejected],
  ["outcome", '{"Ok":1}', { outcome: "ok", value: { Ok: 1 } }],
  ["outcome", '{"Err":"x"}', { outcome: "err", value: { Err: "x" } }],
  [
    "outcome",
    '{"Err":1}',
    { outcome: "decode", text: '{"Err":1}', problems: ["Err: expected string, found number 1"] },
  ],
  // A case that happens to be called so is none of a result.
  ["case", '{"Err":1}', { outcome: "ok", value: { Err: 1 } }],
  // Neither is what looks like a refusal, but says more, or has another code.
  [
    "anything",
    '{"error":{"code":"E1","message":"x"}}',
    { outcome: "ok", value: { error: { code: "E1", message: "x" } } },
  ],
  ["anything", '{"error":null}', { outcome: "ok", value: { error: null } }],
  ["anything", failure, rejected],
  // As Rust processes refuse.
  [
    "anything",
    '{"kind":"Timeout","target":"a@b:c:d","message":{"Request":{}},"lazy_load_blob":null}',
    {
      outcome: "rejected",
      code: "call/refused",
      message: "the process reports that it may not be called so",
      problems: [],
    },
  ],
  [undefined, "null", { outcome: "ok", value: null }],
  [undefined, '{"Err":null}', { outcome: "err", value: { Err: null } }],
  [undefined, '{"Err":null,"more":1}', { outcome: "ok", value: { Err: null, more: 1 } }],
  [undefined, "hello", { outcome: "decode", text: "hello", problems: ["expected JSON, found no JSON"] }],
  [undefined, failure, rejected],
];

for (const [handler, text, expected] of cases) {
  test(`${handler ?? "without a schema"}: ${text.slice(0, 40)}`, () => assert.equal(read(handler, text), expected));
}

test.run();
