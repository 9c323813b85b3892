import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatOutputs } from "../../compiler/emit/format.js";
import { emit } from "../../compiler/emit/index.js";
import type { Model } from "../../compiler/model/model.js";
import { compileModel } from "../support/compile.js";
import { decode } from "../contract/codec-table.js";
import { loadGenerated } from "../support/generated-module.js";
import { typeCheck } from "../support/type-check.js";

const test = suite("author text in outputs");

/** Everything that ends a comment, a string, a template or a line somewhere, or makes code look like other code. */
const hostile = "*/ ${evil()} `+evil()+` \" ' \\ \u2028 \u2029 \u202e \r\n // <!-- \u0000 \ufeff";

/** A regular expression that would end a literal of one, a string, a template or a comment. */
const hostilePattern = "^[/;\"'`*${}\\\\ \u2028\u202e]+/;$";

const model = withHostileText(
  compileModel(`
    package p:x.os@0.1.0
    record R { text: string @deprecated("x") = "x" }
    type T = string @pattern("x")
    enum E { A, B }
    variant V { A(E), B }
    process P {
      name "x"
      state { text: string = "x" }
      endpoint http "/api" {}
      http GET "/api/x" f(text: string = "x") -> R
      every 1 day d @deprecated("x")
      endpoint ws "/s" {}
      ws "/s" s(sends V)
      local g(v: V, t: T) -> string
    }
  `),
);

test("stays text: outputs compile and values come through", async () => {
  const files = (await formatOutputs(emit(model))).filter(({ path }) => /^generated\/[^.]+(\.table)?\.ts$/.test(path));
  assert.is(await typeCheck(files), "");
  const generated = await loadGenerated(model);
  assert.equal(decode(generated.codec("rCodec"), "{}"), { value: { text: hostile } });
  const table = generated.table("pTable");
  assert.is(table.title, hostile);
  assert.equal(table.state.initial(), { text: hostile });
  assert.equal(decode(generated.codec("tCodec"), JSON.stringify("*/ \\ /;")), { value: "*/ \\ /;" });
  assert.is(table.handlers[0]?.parameters[0]?.fallback?.(), hostile);
});

test("has no invisible characters in code", async () => {
  for (const { path, text } of await formatOutputs(emit(model))) {
    assert.not.match(text, /[\u2028\u2029\u202e\ufeff\r\u0000]/, path);
  }
});

test.run();

/** The same model with hostile documentation and strings, which the grammar may or may not let through. */
function withHostileText(model: Model): Model {
  const replaced: unknown = JSON.parse(JSON.stringify(model), (_, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    if ("location" in value && "name" in value) {
      const deprecated = "deprecated" in value ? { deprecated: hostile } : {};
      return { ...value, documentation: hostile, ...deprecated, ...title(value) };
    }
    if ("kind" in value && value.kind === "pattern") return { ...value, pattern: hostilePattern };
    if ("kind" in value && value.kind === "string") return { ...value, value: hostile };
    return value;
  });
  return replaced as Model;
}

function title(value: object): object {
  return "title" in value ? { title: hostile } : {};
}
