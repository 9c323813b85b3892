/** The emitted OpenAPI documents: valid by the official schema, complete, and true about parameters and errors. */

import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { emitOpenApi } from "../../compiler/emit/openapi.js";
import type { Model } from "../../compiler/model/model.js";
import { compileModel } from "../support/compile.js";
import { everyConstruct } from "./every-construct.js";
import { exampleCases, goldenCases } from "./schemas.js";

const test = suite("emitted OpenAPI");

const cases = [
  ...goldenCases(),
  ...exampleCases(),
  { name: "every construct", model: compileModel(everyConstruct) },
];

for (const { name, model } of cases) {
  for (const { path, document } of documentsOf(model)) {
    test(`${name}: ${path} is what the official schema says, with every reference`, async () => {
      const { valid, errors } = await new Validator().validate(structuredClone(document));
      assert.ok(valid, JSON.stringify(errors));
      for (const reference of referencesIn(document)) assert.ok(find(document, reference) !== undefined, reference);
    });

    test(`${name}: ${path} has schemas that a validator takes`, () => {
      const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false });
      ajv.addVocabulary(["components"]);
      const schemas = find(document, "#/components/schemas") as Readonly<Record<string, unknown>>;
      ajv.addSchema({ components: { schemas } }, "api");
      for (const each of Object.keys(schemas)) assert.ok(ajv.getSchema(`api#/components/schemas/${each}`), each);
    });

    test(`${name}: ${path} names each operation once, and each place in a path`, () => {
      const operations = operationsOf(document);
      const ids = operations.map(({ operationId }) => operationId);
      assert.equal([...new Set(ids)], ids);
      for (const { path: template, parameters = [] } of operations) {
        const places = [...template.matchAll(/\{(\w+)\}/g)].map(([, place]) => place);
        const inPath = parameters.filter((parameter) => parameter.in === "path").map((parameter) => parameter.name);
        assert.equal(inPath.sort(), places.sort(), template);
      }
    });
  }
}

test("methods, paths of one shape, handlers without a path, and who comes first", () => {
  const document = documentOf(`
    http GET "/api/items/{id}"  one(id: u64) -> string
    http PUT "/api/items/{key}"  put(key: string, value: u8) -> unit
    http "/api/items/{any}"  rest(any: string) -> unit
    http POST  named(value: u8) -> unit
    http POST "/api/named"  taken() -> unit
    http HEAD, GET "/api/probe"  probe() -> u8
    http  everything() -> HttpResponse
  `);
  const found = operationsOf(document).map(({ method, path, operationId }) => `${method} ${path} ${operationId}`);
  assert.equal(found, [
    "get /api/items/{id} one",
    "put /api/items/{id} put",
    "post /api/items/{id} rest",
    "delete /api/items/{id} rest_delete",
    "options /api/items/{id} rest_options",
    "head /api/items/{id} rest_head",
    "patch /api/items/{id} rest_patch",
    "post /api/named/named named",
    "post /api/named taken",
    "head /api/probe probe_head",
    "get /api/probe probe",
  ]);
  assert.equal(find(document, "#/paths/~1api~1items~1{id}/put/parameters"), [
    { name: "id", in: "path", required: true, schema: { type: "string" } },
  ]);
  assert.equal(find(document, "#/paths/~1api~1probe/head/responses/200"), {
    description: "The result. The handler may set another status.",
  });
});

test("parameters as the router reads them", () => {
  const document = documentOf(`
    http GET "/api/search"  search(
      /// What to look for.
      words: list<string> @items(1, 9) from query,
      maxCount: u8 = 20,
      tags: set<string>,
      language: option<string> @deprecated("say nothing") from header "Accept-Language",
    ) -> unit
  `);
  assert.equal(find(document, "#/paths/~1api~1search/get/parameters"), [
    {
      name: "words",
      in: "query",
      description: "What to look for.",
      required: true,
      style: "form",
      explode: false,
      schema: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 9 },
    },
    { name: "max_count", in: "query", schema: { type: "integer", minimum: 0, maximum: 255, format: "uint8", default: 20 } },
    { name: "tags", in: "query", style: "form", explode: false, schema: { type: "array", items: { type: "string" }, uniqueItems: true } },
    { name: "accept-language", in: "header", description: "Deprecated: say nothing", deprecated: true, schema: { type: "string" } },
  ]);
});

const bodies: readonly (readonly [handler: string, body: unknown])[] = [
  ['http POST "/api/x"  f() -> unit', undefined],
  [
    'http POST "/api/x"  f(text: string = "a") -> unit',
    {
      description: 'Or with the handler\'s name: `{"F": …}`.',
      content: {
        "application/json": { schema: { type: "string", default: "a" } },
        "text/plain": { schema: { type: "string", default: "a" } },
        "application/x-www-form-urlencoded": {
          schema: { type: "object", properties: { text: { type: "string", default: "a" } } },
        },
      },
    },
  ],
  [
    'http POST "/api/x"  f(data: bytes) -> unit',
    {
      description: 'Or with the handler\'s name: `{"F": …}`.',
      required: true,
      content: {
        "application/json": { schema: { type: "array", items: { type: "integer", minimum: 0, maximum: 255 } } },
        "application/octet-stream": {},
      },
    },
  ],
  [
    'http POST "/api/x"  f(first: json, last: bool = true) -> unit',
    {
      required: true,
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: { F: { type: "array", prefixItems: [{}, { type: "boolean", default: true }], items: false, minItems: 1 } },
            required: ["F"],
            additionalProperties: false,
          },
        },
      },
    },
  ],
  [
    "http POST  x() -> unit",
    {
      required: true,
      content: {
        "application/json": {
          schema: { type: "object", properties: { X: { type: "null" } }, required: ["X"], additionalProperties: false },
        },
      },
    },
  ],
  ['http POST "/api/x"  f() -> HttpResponse', { description: "The handler reads it as it is.", content: { "*/*": {} } }],
];

for (const [handler, body] of bodies) {
  test(`the body of: ${handler}`, () => {
    assert.equal(find(documentOf(handler), "#/paths/~1api~1x/post/requestBody"), body);
  });
}

test("errors have the status that their case says, beside those of every process", () => {
  const document = documentOf(
    'http GET "/api/x"  f(id: u8 from query) -> result<u8, Trouble>',
    "variant Trouble {\n/// Not there.\nMissing(u8) @status(404)\nWrong @status(400)\nOther }",
  );
  const tagged = (tag: string, schema: object): object => ({
    type: "object",
    properties: { [tag]: schema },
    required: [tag],
    additionalProperties: false,
  });
  const json = (schema: object): object => ({ "application/json": { schema } });
  const byte = { type: "integer", minimum: 0, maximum: 255, format: "uint8" };
  assert.equal(find(document, "#/paths/~1api~1x/get/responses"), {
    "200": {
      description: "The result. The handler may set another status.",
      content: json({ oneOf: [tagged("Ok", byte), tagged("Err", { $ref: "#/components/schemas/Trouble.200" })] }),
    },
    "400": {
      description: "`Wrong`.\n\nOr: The request does not fit: `request/not-json`, `request/does-not-fit`.",
      content: json({ anyOf: [tagged("Err", { $ref: "#/components/schemas/Trouble.400" }), { $ref: "#/components/schemas/hproc.Failure" }] }),
    },
    "404": {
      description: "`Missing`: Not there.",
      content: json(tagged("Err", { $ref: "#/components/schemas/Trouble.404" })),
    },
    "408": { $ref: "#/components/responses/TimedOut" },
    "500": { $ref: "#/components/responses/Failed" },
  });
  assert.equal(find(document, "#/components/schemas/Trouble.400"), { type: "string", enum: ["Wrong"] });
});

test("a login is asked for where the endpoint does", () => {
  const [open, closed] = ["authenticated false", "authenticated true, localOnly true"].map((settings) =>
    documentOf('http GET "/api/x"  f() -> unit', "", settings),
  );
  assert.is(find(open, "#/paths/~1api~1x/get/security"), undefined);
  assert.is(find(open, "#/components/securitySchemes"), undefined);
  assert.equal(find(closed, "#/paths/~1api~1x/get/security"), [{ login: [] }]);
  assert.is(find(closed, "#/paths/~1api~1x/get/description"), "Only from the node's own machine.");
  assert.is(find(closed, "#/components/securitySchemes/login/in"), "cookie");
  assert.is(find(closed, "#/servers/0/url"), "{node}/p:p:x.os");
});

test.run();

type Document = Record<string, unknown>;

function documentsOf(model: Model): readonly { readonly path: string; readonly document: Document }[] {
  return emitOpenApi(model).map(({ path, text }) => ({ path, document: JSON.parse(text) as Document }));
}

/** Of a process `P` with these handlers at `/api`. */
function documentOf(handlers: string, types = "", settings = "authenticated false"): Document {
  const schema = `package p:x.os@0.1.0\n${types}\nprocess P {\nendpoint http "/api" { ${settings} }\n${handlers}\n}`;
  const [only] = documentsOf(compileModel(schema));
  assert.ok(only);
  return only.document;
}

interface FoundOperation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

function operationsOf(document: Document): readonly FoundOperation[] {
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, Omit<FoundOperation, "method" | "path">>>>>;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method, path })),
  );
}

/** What a JSON pointer, as a fragment, leads to. */
function find(document: unknown, pointer: string): unknown {
  let found = document;
  for (const step of pointer.slice(2).split("/")) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    found = typeof found === "object" && found !== null ? (found as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  return found;
}

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === "$ref" && typeof part === "string" ? [part] : referencesIn(part),
  );
}
