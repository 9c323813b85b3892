/** Defects of the Rust macros that a schema makes findings, before anything runs. Those of a process are in `test/cases`. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compile, compileModel } from "../support/compile.js";

const test = suite("defects that a schema shows");

/** The codes of what is found in one process. */
function codes(members: string): readonly string[] {
  const source = `package test:template.os@0.1.0\nprocess P {\n${members}\n}`;
  return compile(source).diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

test("B-09: an endpoint given twice", () => {
  assert.equal(codes('endpoint http "/api"\nendpoint http "/api"\nhttp GET "/api/a" a()'), ["route/duplicate-endpoint"]);
});

test("B-22: a misspelt method", () => {
  assert.equal(codes('endpoint http "/api"\nhttp GETT "/api/a" a()'), ["route/unknown-method"]);
});

test("B-23: paths that nobody could ask for", () => {
  for (const path of ["api/a", "/api/a/", "/api/é", "/api//a", "/api/a b"]) {
    assert.equal(codes(`endpoint http "/api"\nhttp GET "${path}" a()`), ["route/path"], path);
  }
});

test("B-30: an icon without a widget, and a widget without an icon", () => {
  for (const member of ['icon "./icon.svg"', 'widget "./widget.html"']) {
    assert.equal(codes(`${member}\nlocal a()`), []);
  }
});

test("B-34: several WebSockets, several timers", () => {
  assert.equal(codes('endpoint ws "/ws"\nws "/ws/a" a()\nws "/ws/b" b()\nevery 1 second c\nevery 2 seconds d'), []);
});

test("B-41: any type may be returned, and none of them has to be written for", () => {
  const { processes } = compileModel(
    "package test:template.os@0.1.0\nprocess P {\n" +
      "local a() -> map<u64, list<option<bytes>>>\nlocal b() -> result<unit, tuple<f64, set<string>>>\nlocal c()\nlocal d() -> json\n}",
  );
  assert.is(processes[0]?.handlers.length, 4);
});

test.run();
