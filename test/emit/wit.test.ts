import { componentEmbed, componentNew } from "@bytecodealliance/jco";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { processWit } from "../../compiler/component/process-wit.js";
import { printWitType } from "../../compiler/emit/print/wit-types.js";
import { emitWit } from "../../compiler/emit/wit.js";
import type { Handler, TypeDeclaration } from "../../compiler/model/model.js";
import { formatRoute } from "../../compiler/model/route.js";
import { toKebab } from "../../compiler/naming/wit-names.js";
import { compileModel } from "../support/compile.js";
import { scanInterface } from "../support/kit-scanner.js";
import { everyConstruct } from "./every-construct.js";
import { exampleCases, goldenCases } from "./schemas.js";

const test = suite("emitted WIT");

const everything = { name: "every construct", model: compileModel(everyConstruct) };

for (const { name, model } of [...goldenCases(), ...exampleCases(), everything]) {
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

  test(`${name}: kit's line scanners see every type and every handler, and nothing else`, () => {
    for (const process of model.processes) {
      const path = `api/${toKebab(process.name)}.wit`;
      const text = emitWit(model).find((file) => file.path === path)?.text ?? "";
      assert.not.match(text, "world ", path);
      const { signatures, types, aliases } = scanInterface(text);
      assert.equal(
        signatures.map(({ name: handler, transport, ...rest }) => [`${handler} ${transport}`, rest]).sort(),
        process.handlers.flatMap(signaturesOf).sort(),
      );
      const declared = new Map(model.types.map((type) => [toKebab(type.name), type]));
      for (const [type, members] of Object.entries({ ...types, ...aliases })) {
        if (type === "blob") continue;
        assert.equal(members, membersOf(declared.get(type)), type);
      }
    }
  });
}

/** As `// args:` and the fields of the record say it. */
function signaturesOf(handler: Handler): readonly (readonly [string, object])[] {
  const { http, local, remote, returns } = handler;
  const isForHttp = http !== undefined && !(returns.kind === "host" && returns.name === "HttpResponse");
  const path = http?.path === undefined ? http?.endpoints[0] : formatRoute(http.path);
  const signature = {
    parameters: handler.parameters.map((parameter) => [toKebab(parameter.name), printWitType(parameter.type)]),
    returns: printWitType(returns),
  };
  return (["http", "local", "remote"] as const)
    .filter((transport) => ({ http: isForHttp, local, remote })[transport])
    .map((transport) => [
      `${toKebab(handler.name)} ${transport}`,
      { http: transport === "http" ? `${http?.methods[0] ?? "POST"} ${path}` : undefined, ...signature },
    ]);
}

function membersOf(declaration: TypeDeclaration | undefined): readonly string[] | string | undefined {
  switch (declaration?.kind) {
    case "record":
      return declaration.fields.map(({ name, type }) => `${toKebab(name)}: ${printWitType(type)}`);
    case "enum":
      return declaration.cases.map(({ name }) => toKebab(name));
    case "variant":
      return declaration.cases.map(({ name, payload }) => `${toKebab(name)}${payload ? `(${printWitType(payload)})` : ""}`);
    case "alias":
      return printWitType(declaration.type);
    default:
      return undefined;
  }
}

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
