/** Whatever an author writes into a schema is text or a name in generated code, and never code. */

import { componentEmbed } from "@bytecodealliance/jco";
import { transformSync } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { processWit } from "../../compiler/component/process-wit.js";
import { emit } from "../../compiler/emit/index.js";
import type { Model } from "../../compiler/model/model.js";
import { compile, compileModel } from "../support/compile.js";
import { loadGenerated } from "../support/generated-module.js";
import type { TextFile } from "../support/golden.js";
import { typeCheck } from "../support/type-check.js";
import {
  documentedSchema,
  hostileNames,
  hostileTexts,
  nameKinds,
  quote,
  textPlaces,
  type NameKind,
} from "./hostile-corpus.js";

const packageLine = "package p:x.os@0.1.0\n";

/** What one run of TypeScript looks at in the end. */
const files: TextFile[] = [];

const texts = suite("hostile texts");

for (const [index, text] of hostileTexts.entries()) {
  const quoted = quote(text);
  const shown = JSON.stringify(text);

  texts(`${shown} is text wherever a string can stand`, async () => {
    const places = textPlaces.filter((place) => !place.isPicky || isAccepted(schemaOf([place], quoted)));
    const model = compileModel(schemaOf(places, quoted));
    collect(`text-${index}`, model);
    await expectWit(model);
    const generated = await loadGenerated(model);
    const readable = places.filter(({ read }) => read !== undefined);
    assert.equal(
      readable.map(({ name, read }) => [name, read?.(generated)]),
      readable.map(({ name }) => [name, text]),
    );
  });

  texts(`${shown} in documentation changes no code`, async () => {
    // A line end would end the comment of the schema too.
    const line = text.replace(/[\r\n]+/g, " ");
    const model = compileModel(documentedSchema(`/// ${line}\n///${line}\n/// ${line} ${line}`));
    collect(`documentation-${index}`, model);
    await expectWit(model);
    assert.equal(codeOf(model), codeOf(compileModel(documentedSchema(""))));
  });
}

texts("the places that refuse texts take some", () => {
  for (const place of textPlaces.filter(({ isPicky }) => isPicky)) {
    const plain = {
      "ui folder": "./$ui's",
      path: "/$&'()+,;=:@!~$",
      endpoint: "/$&'()+,;=:@!~$",
      world: "a1-b2",
    }[place.name];
    assert.ok(isAccepted(schemaOf([place], quote(plain ?? "text"))), place.name);
  }
});

texts.run();

const names = suite("hostile names");

for (const kind of nameKinds) {
  names(`as the name of a ${kind.name} it stays that name`, async () => {
    const styled = hostileNames.map((name) => (kind.style === "camelCase" ? name : capitalize(name)));
    const accepted = acceptedNames(kind, styled);
    // Those that WIT cannot carry, such as `__proto__`, and those that the language has itself.
    assert.ok(accepted.length > styled.length * 0.8, `${accepted.length} of ${styled.length}`);
    const model = compileModel(packageLine + kind.schema(accepted));
    collect(`name-${kind.name.replaceAll(" ", "-")}`, model);
    await expectWit(model);
    assert.equal(kind.read(await loadGenerated(model), accepted), accepted);
  });
}

names.run();

const types = suite("hostile schemas");

types("all of their outputs compile", async () => {
  assert.ok(files.length > 500);
  assert.is(await typeCheck(files), "");
});

types.run();

function schemaOf(places: typeof textPlaces, quoted: string): string {
  const declared = places.flatMap(({ types: print }) => print?.(quoted) ?? []);
  const members = places.flatMap(({ member }) => member?.(quoted) ?? []);
  return `${packageLine}${declared.join("\n")}\nprocess P {\nendpoint http "/"\nlocal f()\n${members.join("\n")}\n}`;
}

function isAccepted(schema: string): boolean {
  return compile(schema).checked.model !== undefined;
}

/** Each by itself, since one that is refused would refuse all; and then those that do not meet each other. */
function acceptedNames(kind: NameKind, all: readonly string[]): readonly string[] {
  const alone = all.filter((name) => isAccepted(packageLine + kind.schema([name])));
  const { diagnostics } = compile(packageLine + kind.schema(alone));
  const meeting = new Set(
    diagnostics
      .filter(({ severity }) => severity === "error")
      .map(({ file, span }) => file.text.slice(span.start, span.end)),
  );
  return alone.filter((name) => !meeting.has(name));
}

/** Entries import the author's files, which there are none of. */
function collect(folder: string, model: Model): void {
  for (const { path, text } of emit(model)) {
    if (path.endsWith(".ts") && !path.endsWith(".main.ts")) files.push({ path: `${folder}/${path}`, text });
  }
}

/** One of its worlds has every interface. */
async function expectWit(model: Model): Promise<void> {
  const wit = emit(model).filter(({ path }) => path.endsWith(".wit"));
  const witSource = [processWit, ...wit.map(({ text }) => text)].join("\n");
  const world = model.processes[0]?.world ?? "";
  assert.ok((await componentEmbed({ witSource, world, dummy: true })).length > 0);
}

/** TypeScript and WIT without comments. JSON Schemas hold the documentation as data, and have no code. */
function codeOf(model: Model): readonly TextFile[] {
  return emit(model).map(({ path, text }) => {
    if (path.endsWith(".wit")) return { path, text: text.replace(/^ *\/\/.*\n/gm, "").replace(/\n{2,}/g, "\n") };
    if (path.startsWith("api/")) return { path, text: typeof JSON.parse(text) };
    if (!path.endsWith(".ts")) return { path, text };
    return {
      path,
      text: transformSync(text, { loader: "ts", minifyWhitespace: true, legalComments: "none" }).code,
    };
  });
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
