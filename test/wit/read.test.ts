/** What each form of WIT becomes in a schema. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readPackage } from "../../compiler/import.js";
import { schemaType } from "../../compiler/emit/print/schema-text.js";
import { importTexts, schemaOf } from "./import-texts.js";

const given = readPackage("p:x.os");

/** Members of the only interface, to the schema without its package line, with the codes of what was found. */
interface Row {
  readonly shows: string;
  readonly wit: string;
  readonly schema: string;
  readonly codes?: readonly string[];
}

const types = suite("types of WIT");

/** A type in the place of a result. */
const ofType: readonly (readonly [wit: string, schema: string, ...codes: string[]])[] = [
  ["u8", "u8"],
  ["s64", "s64"],
  ["float32", "f32"],
  ["float64", "f64"],
  ["char", "char"],
  ["string", "string"],
  ["list<u8>", "bytes"],
  ["list<list<u8>>", "list<bytes>"],
  ["list<u16>", "list<u16>"],
  ["option<bool>", "option<bool>"],
  ["tuple<u8>", "tuple<u8>"],
  ["tuple<u8, string, list<u8>>", "tuple<u8, string, bytes>"],
  ["result", "result<unit, unit>"],
  ["result<u8>", "result<u8, unit>"],
  ["result<_, string>", "result<unit, string>"],
  ["result<u8, string>", "result<u8, string>"],
  ["list<tuple<string, u8>>", "map<string, u8>", "wit/map"],
  ["list<tuple<color, u8>>", "map<Color, u8>", "wit/map"],
  ["list<tuple<key, u8>>", "map<Key, u8>", "wit/map"],
  ["list<tuple<f32, u8>>", "list<tuple<f32, u8>>"],
  ["list<tuple<point, u8>>", "list<tuple<Point, u8>>"],
  ["list<tuple<u8, u8, u8>>", "list<tuple<u8, u8, u8>>"],
  ["map<string, u8>", "map<string, u8>"],
  ["address", "Address"],
  ["blob", "Blob"],
  ["value", "Value"],
  ["%list", "List"],
  // kit escapes where a type is declared, and not where it is named.
  ["list", "List"],
  ["option<list>", "option<List>"],
];

for (const [wit, schema, ...codes] of ofType) {
  types(`\`${wit}\` is \`${schema}\``, () => {
    const { model, diagnostics, shown } = importTexts(
      [
        {
          path: "a.wit",
          text: `interface a {
            record blob { mime: option<string>, bytes: list<u8> }
            record point { x: f32 }
            enum color { red }
            type key = string;
            type value = string;
            record %list { x: u8 }
            record t-signature-local { target: address, returning: ${wit} }
          }`,
        },
      ],
      given,
    );
    assert.ok(model, shown);
    assert.equal(
      diagnostics.map(({ code }) => code),
      codes,
    );
    const [handler] = model.processes[0]?.handlers ?? [];
    assert.is(handler && schemaType(handler.returns), schema);
  });
}

types.run();

const forms = suite("forms of WIT");

const rows: readonly Row[] = [
  {
    shows: "documentation in every form of comment",
    wit: `
      /** Of the
       * record. */
      record note { // same line
        /// Above.
        a: u8, // behind
        // plain
        b: u8
        /* last */
      }

      // A banner for what follows.

      //// Not documentation, but right above.
      @since(version = 1.0.0)
      enum mood { /// Good.
        good, /* calm */ calm }
      // args: none
      record n-signature-local { target: address, returning: tuple<note, mood> }`,
    schema: `/// Of the
/// record.
/// same line
record Note {
  /// Above.
  /// behind
  a: u8
  /// plain
  /// last
  b: u8
}

/// Not documentation, but right above.
/// Good.
enum Mood {
  Good
  /// calm
  Calm
}

process A {
  local  n() -> tuple<Note, Mood>
}
`,
  },
  {
    shows: "documentation of parameters behind that of the handler",
    wit: `
      /// Adds.
      /// \`amount\`: How much,
      /// at least.
      /// \`nobody\`: no parameter
      // args: (from-whom: string, amount: u8)
      record add-signature-local { target: address, arg-types: tuple<string, u8>, returning: bool }`,
    schema: `process A {
  /// Adds.
  local  add(
    fromWhom: string,
    /// How much,
    /// at least.
    /// \`nobody\`: no parameter
    amount: u8,
  ) -> bool
}
`,
  },
  {
    shows: "names of the envelope",
    wit: `
      // args: none
      // json fmt: {"PING": null}
      record ping-signature-remote { target: address, returning: bool }`,
    schema: `process A {
  remote  ping() -> bool @wire("PING")
}
`,
  },
  {
    shows: "HTTP with and without its comment, and endpoints for both",
    wit: `
      // HTTP: get api/a/{item-id}/x
      record a-signature-http { target: string, returning: bool }
      record b-signature-http { target: string, x: u8, returning: bool }
      // HTTP: DELETE /other
      record c-signature-http { target: string, returning: bool }`,
    schema: `process A {
  endpoint http "/api"
  endpoint http "/other"

  http POST             b(x: u8) -> bool
  http DELETE "/other"  c() -> bool
}
`,
    codes: ["wit/not-carried"],
  },
  {
    shows: "a GET whose parameters are no text: without its kind `http`, or left out",
    wit: `
      record box { x: u8 }
      // HTTP: GET /api/a
      // args: (b: box, c: list<u8>)
      record a-signature-http { target: string, arg-types: tuple<box, u8>, returning: bool }
      // args: (b: box, c: u8)
      record a-signature-local { target: address, arg-types: tuple<box, u8>, returning: bool }
      // HTTP: GET /api/b
      // args: (b: box)
      record b-signature-http { target: string, arg-types: tuple<box>, returning: bool }
      // HTTP: GET /api/c
      // args: (limit: option<u8>)
      record c-signature-http { target: string, arg-types: tuple<option<u8>>, returning: bool }`,
    schema: `record Box {
  x: u8
}

process A {
  endpoint http "/api"

  local              a(b: Box, c: u8) -> bool
  http GET "/api/c"  c(limit: option<u8>) -> bool
}
`,
    codes: ["wit/not-carried", "wit/not-carried"],
  },
  {
    shows: "marks: kinds, sources, annotations, and what WIT cannot say",
    wit: `
      // hproc: @deprecated
      record box {
        // hproc: x: int @range(0, 9) = 3
        x: s64 }
      /// Finds.
      /// Deprecated: use \`b\`
      // hproc: http GET, HEAD "/api/a"
      // hproc: @deprecated("use \`b\`")
      // hproc: who: NodeId from header "x-who"
      // hproc: -> tuple<Box, set<string>>
      // HTTP: GET /api/a
      // args: (who: string, limit: u8)
      record a-signature-http { target: string, arg-types: tuple<string, u8>, returning: tuple<box, list<string>> }`,
    schema: `record Box @deprecated {
  x: int @range(0, 9) = 3
}

process A {
  endpoint http "/api"

  /// Finds.
  http GET, HEAD "/api/a"  a(who: NodeId from header "x-who", limit: u8) -> tuple<
    Box,
    set<string>,
  > @deprecated("use \`b\`")
}
`,
    codes: [],
  },
  {
    shows: "what people write by hand: a case for each request",
    wit: `
      use standard.{address};
      /// Asked for.
      variant clock-request {
        /// The time.
        now,
        wake-at(tuple<u64, string>), }
      variant clock-response { time(u64), done }
      record unused-request { x: u8 }`,
    schema: `variant ClockResponse {
  Time(u64)
  Done
}

record UnusedRequest {
  x: u8
}

process A {
  /// The time.
  local  now() -> ClockResponse
  local  wakeAt(value: tuple<u64, string>) -> ClockResponse
}
`,
  },
  {
    shows: "requests that are a part of something are no messages",
    wit: `
      variant request { stop, go(package-id) }
      record message { request: request }
      use standard.{package-id};
      record send-request { message: message }
      record a-signature-local { target: address, m: message, returning: package-id }`,
    schema: `record PackageId {
  packageName: string
  publisherNode: string
}

variant Request {
  Stop
  Go(PackageId)
}

record Message {
  request: Request
}

record SendRequest {
  message: Message
}

process A {
  local  a(m: Message) -> PackageId
}
`,
  },
  {
    shows: "requests without a type of answers",
    wit: `
      variant request { stop }
      variant other-request { a }`,
    schema: `variant OtherRequest {
  A
}

process A {
  local  stop() -> json
}
`,
  },
  {
    shows: "a mark of another method than WIT has",
    wit: `
      // hproc: http PUT "/api/a"
      // HTTP: POST /api/a
      record a-signature-http { target: string, returning: bool }`,
    schema: `process A {
  endpoint http "/api"

  http POST "/api/a"  a() -> bool
}
`,
    codes: ["wit/mark"],
  },
];

for (const { shows, wit, schema, codes = [] } of rows) {
  forms(shows, async () => {
    const imported = importTexts([{ path: "a.wit", text: `interface a {${wit}\n}\n` }], given);
    assert.equal(
      imported.diagnostics.map(({ code }) => code),
      codes,
      imported.shown,
    );
    assert.fixture(await schemaOf(imported), `package p:x.os@0.1.0\n\n${schema}`);
  });
}

forms("text around interfaces: packages, worlds, gates", async () => {
  const text = `package x:y@1.0.0;
use wasi:io/streams@0.2.0;
/// Rings.
@unstable(feature = bells)
interface bell { use hyperware:process/standard@1.0.0.{address, node-id as id};
  record ring-signature-local { target: address, who: id, returning: bool } }
package x:z { interface inner { enum e { a } } }
world w { import bell; export run: func() -> result; include y with { a as b }; }`;
  const imported = importTexts([{ path: "a.wit", text }], given);
  assert.is(imported.shown, "");
  assert.match(await schemaOf(imported), "/// Rings.\nprocess Bell {\n  local  ring(who: NodeId) -> bool\n}\n");
});

forms.run();
