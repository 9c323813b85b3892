/** Interfaces read back out of WIT, as `hproc view` shows them. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emitWit } from "../../compiler/emit/wit.js";
import { createSourceFile } from "../../compiler/text/source-file.js";
import { describeInterfaces } from "../../compiler/wit/describe-interfaces.js";
import { showInterface } from "../../compiler/wit/show-interface.js";
import { goldenCases } from "../emit/schemas.js";
import { compileModel } from "../support/compile.js";

const test = suite("interfaces");

/** Or the places and texts of what is wrong. */
function show(text: string): string {
  const { interfaces, diagnostics } = describeInterfaces(createSourceFile("a.wit", text));
  if (interfaces) return interfaces.map(showInterface).join("\n");
  return diagnostics.map(({ code, message, span }) => `${span.start} ${code}: ${message}`).join("\n");
}

test("what hproc writes: handlers with their transports, documentation and types, without its marks", () => {
  const model = compileModel(`package shop:template.os@0.1.0

/// One of them.
/// Or two.
record Item { list: string @length(1, 9), count: u64 = 1 }

/// Sells.
process Shop {
  endpoint http "/api"
  /// Adds.
  http POST "/api/items", local, remote  add(item: Item, note: option<string>) -> result<unit, string>
  local  reset()
}
`);
  const text = emitWit(model)
    .map((file) => file.text)
    .join("\n");
  assert.match(text, "// hproc: ");
  assert.fixture(
    show(text),
    `shop
  Sells.
  add(item: item, note: option<string>) -> result<_, string>  http POST /api/items, local, remote
    Adds.
  reset() -> option<bool>                                     local

  /// One of them.
  /// Or two.
  record item {
      %list: string,
      count: u64
  }`,
  );
});

test("what earlier tools wrote: a field for each parameter, no comments", () => {
  const text = `interface tally {
  use standard.{address};

  record get-count-signature-local {
    target: address,
    id: string,
    %list: list<u8>,
    returning: result<s32, string>
  }
  record get-count-signature-http { target: string, returning: s32 }
}
`;
  assert.is(show(text), "tally\n  get-count(id: string, list: list<u8>) -> result<s32, string>  local, http");
});

test("what people write: requests as variants, functions, several interfaces, worlds", () => {
  const text = `package a:b;

/// Chat.
interface chat {
    // A word on it.
    variant request {
        send(tuple<string, string>), // with { a brace
        /// All.
        history
    }
    type id = u64;
    ask: func(id: id) -> string;
}
interface empty {}

world chat-v0 {
    import chat;
    include process-v1;
}
interface last { flags f { a } }
`;
  assert.fixture(
    show(text),
    `chat
  Chat.

  /// A word on it.
  variant request {
      /// with { a brace
      send(tuple<string, string>),
      /// All.
      history
  }

  type id = u64;

  ask: func(id: id) -> string;
empty
last

  flags f { a }`,
  );
});

test("a text that ends too early, or is something else", () => {
  assert.is(show("interface a {\n  record b {\n    c: u8"), "36 wit/syntax: expected `,` or `}`, found the end of the file");
  assert.match(show("not WIT at all { } }"), /^0 wit\/syntax: /);
  assert.is(show(""), "");
});

for (const { name, model } of goldenCases()) {
  test(`${name}: every handler of every process is found again`, () => {
    const texts = emitWit(model).map(({ text }) => text);
    const interfaces = texts.flatMap((text) => describeInterfaces(createSourceFile("a.wit", text)).interfaces ?? []);
    const found = interfaces.flatMap(({ handlers }) => handlers.flatMap(({ transports }) => transports)).length;
    const emitted = texts.flatMap((text) => [...text.matchAll(/^ {4}record .*-signature-(http|local|remote) \{$/gm)]);
    assert.is(found, emitted.length);
    assert.is(interfaces.length, model.processes.length);
  });
}

test.run();
