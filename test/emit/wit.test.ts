import { componentEmbed, componentNew } from "@bytecodealliance/jco";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { processWit } from "../../compiler/component/process-wit.js";
import { emitWit } from "../../compiler/emit/wit.js";
import { compileModel } from "../support/compile.js";
import { exampleCases, goldenCases } from "./schemas.js";

const test = suite("emitted WIT");

for (const { name, model } of [...goldenCases(), ...exampleCases()]) {
  test(`${name}: every world makes a component`, async () => {
    const files = emitWit(model);
    // The files have no package line: they become part of the package that they are read with.
    const witSource = [processWit, ...files.map((file) => file.text)].join("\n");
    const worlds = files.flatMap(({ text }) => /^world %?([\w-]+) \{/m.exec(text)?.[1] ?? []);
    assert.is(worlds.length, 2 * new Set(model.processes.map((process) => process.world)).size);
    for (const world of worlds) {
      const core = await componentEmbed({ witSource, world, dummy: true });
      assert.ok((await componentNew(core)).length > 0);
    }
  });

  test(`${name}: kit's line scanners read every interface`, () => {
    for (const { path, text } of emitWit(model)) {
      const isWorld = /^world /m.test(text);
      if (isWorld) continue;
      assert.not.match(text, "world ", path);
      for (const block of text.match(/^    record [^]*?^    \}/gm) ?? []) assert.match(block, recordBlock);
    }
  });
}

/** One field a line, one separator in it, a comma after all but the last. */
const recordBlock =
  /^ {4}record %?[a-z0-9-]+ \{\n(?: {8}%?[a-z0-9-]+: [^:\n]+,\n)* {8}%?[a-z0-9-]+: [^:,\n]*(?:<[^:\n]*>)?\n {4}\}$/;

test("comments cannot pass for something else", () => {
  const model = compileModel(`
    package p:x.os@0.1.0
    /// Hello world and
    /// args: (x: u8)
    record A { x: u8 }
    process P {
      endpoint http "/api" {}
      /// HTTP: GET /nowhere
      /// \u202e */ end
      http POST "/api/a" a(a: A) -> A
    }
  `);
  const text = emitWit(model).find(({ path }) => path === "api/p.wit")?.text ?? "";
  assert.not.match(text, "world ");
  assert.match(text, "    /// - args: (x: u8)\n    record a {");
  assert.match(
    text,
    "    /// - HTTP: GET /nowhere\n    /// \ufffd *\\/ end\n    // Function signature for: a (http)\n",
  );
});

test.run();
