/** Interfaces of processes in Rust, as kit describes them. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emitWit } from "../../compiler/emit/wit.js";
import { compileModel } from "../support/compile.js";
import { importTexts, schemaOf } from "./import-texts.js";
import { importedSchema, kitInterface, kitWorld, olderInterface } from "./kit.js";

const test = suite("WIT of kit");

const kitFiles = [
  { path: "kiosk.wit", text: kitInterface },
  { path: "kiosk-alice-dot-os-v0.wit", text: kitWorld },
];

test("an interface becomes a schema, and the world says its package", async () => {
  const imported = importTexts(kitFiles);
  assert.equal(
    imported.diagnostics.map(({ code, span, file }) => `${code} ${file.path} ${file.text.slice(span.start, span.end)}`),
    ["wit/map kiosk.wit list<tuple<string, u64>>"],
  );
  assert.fixture(await schemaOf(imported), importedSchema);
});

test("the schema gives kit's interface again, with comments that kit does not look at", async () => {
  const schema = await schemaOf(importTexts(kitFiles));
  const [written] = emitWit(compileModel({ "kiosk.hproc": schema }));
  assert.fixture(withoutOurs(written?.text ?? ""), withoutOurs(kitInterface));
});

/** Without marks, documentation, and the escapes that kit's own readers choke on. */
function withoutOurs(text: string): string {
  const lines = text
    .split("\n")
    .filter((line) => !/^(?:\/\/ Generated| *\/\/ hproc:| *\/\/\/| *\/\/ Inferred)/.test(line));
  const plain = lines.map((line) =>
    line.trim().startsWith("// args:") ? line.replaceAll(/%(?=[a-z-]+:)/g, "") : line,
  );
  return sortTypes(plain.join("\n").trim());
}

/** kit puts the types in an order of its own, which nobody reads. */
function sortTypes(text: string): string {
  return text.split(/\n\n+/).sort().join("\n\n");
}

test("the older form, with a field for each parameter, is the same", async () => {
  const imported = importTexts([{ path: "kiosk.wit", text: olderInterface }, ...kitFiles.slice(1)]);
  assert.is(imported.shown, "");
  assert.fixture(
    await schemaOf(imported),
    `package kiosk:alice.os@0.1.0

record Line {
  label: string
  count: u32
}

process Kiosk {
  endpoint http "/api"

  http POST, local  addLine(orderId: u64, line: Line) -> result<u64, string>
  remote            count() -> u64
}
`,
  );
});

test.run();
