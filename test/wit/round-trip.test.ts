/** What hproc writes as WIT is imported as the schema that it was, as far as it has an interface. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emitWit } from "../../compiler/emit/wit.js";
import type { Model } from "../../compiler/model/model.js";
import { toKebab } from "../../compiler/naming/wit-names.js";
import { everyConstruct } from "../emit/every-construct.js";
import { exampleCases, goldenCases } from "../emit/schemas.js";
import { hostileTexts, quote } from "../emit/hostile-corpus.js";
import { compileModel } from "../support/compile.js";
import { importTexts, interfaceOf, schemaOf } from "./import-texts.js";

const test = suite("WIT out and in");

const cases: readonly { readonly name: string; readonly model: Model }[] = [
  ...goldenCases(),
  ...exampleCases(),
  { name: "every construct", model: compileModel(everyConstruct) },
].map(({ name, model }) => ({ name, model: withoutSilent(model) }));

/** A process that answers nothing but HTTP by itself has an interface that says nothing. */
function withoutSilent(model: Model): Model {
  const isSilent = (name: string): boolean =>
    emitWit(model).some(({ path, text }) => path === `api/${toKebab(name)}.wit` && !text.includes("-signature-"));
  return { ...model, processes: model.processes.filter(({ name }) => !isSilent(name)) };
}

for (const { name, model } of cases) {
  test(`${name}: the imported schema gives the same WIT, to the byte`, async () => {
    const files = emitWit(model);
    const imported = importTexts(files);
    assert.is(imported.shown, "");
    const schema = await schemaOf(imported);
    assert.equal(emitWit(compileModel({ [model.source]: schema })), files);
  });

  test(`${name}: types and handlers are those of the schema`, () => {
    const { model: imported } = importTexts(emitWit(model));
    assert.ok(imported);
    const mentioned = new Set(imported.types.map((type) => type.name));
    const expected = { ...model, types: model.types.filter((type) => mentioned.has(type.name)) };
    assert.equal(interfaceOf(imported), interfaceOf(expected));
  });
}

const texts = [
  ...hostileTexts,
  "a world is",
  "a world\u00a0is",
  "`id`: no parameter",
  "Deprecated.",
  "On the wire `x`.",
];

test("texts that mean something in WIT, in kit's comments or in marks come back as they were", async () => {
  for (const text of texts) {
    const documentation = text
      .split(/\r\n|[\r\n]/)
      .map((line) => `/// ${line}\n`)
      .join("");
    const quoted = quote(text);
    const model = compileModel(`package p:x.os@0.1.0
      ${documentation}record A {
        ${documentation}x: string @wire(${JSON.stringify("y")}) @deprecated(${quoted}) = ${quoted}
      }
      ${documentation}process P {
        endpoint http "/api"
        ${documentation}http POST "/api/a", local a(\n${documentation}id: u8, a: A = { x: ${quoted} }) -> A @deprecated(${quoted})
      }`);
    const files = emitWit(model);
    const imported = importTexts(files);
    assert.is(imported.shown, "", JSON.stringify(text));
    const again = compileModel({ [model.source]: await schemaOf(imported) });
    assert.equal(emitWit(again), files, JSON.stringify(text));
  }
});

test.run();
