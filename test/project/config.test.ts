/** `hproc.config.json` and `metadata.json`: what is said about each mistake, and where; what becomes of the manifest. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { applyFixes } from "../../compiler/diagnostics/apply-fixes.js";
import { catalogue } from "../../compiler/diagnostics/catalogue.js";
import { checkSchema, type CheckResult, generateOutputs } from "../../compiler/pipeline.js";
import { compareVersions } from "../../compiler/project/config.js";
import { createMemoryHost } from "./memory-host.js";

const test = suite("config");

const schema = `package todo:template.os@0.1.0

process Todo {
  local  ping() -> string
}

process TodoList {
  local, remote  pong() -> string
}
`;

const location = { folder: "/work/app", fileName: "todo.hproc", displayPath: "app/todo.hproc" };

function check(files: Readonly<Record<string, string>>): Promise<CheckResult> {
  const entries = Object.entries({ "todo.hproc": schema, ...files });
  return checkSchema(location, createMemoryHost(Object.fromEntries(entries.map(([name, text]) => [`/work/app/${name}`, text]))));
}

/** Code, what is marked, message, help. */
type Finding = readonly [code: string, marked: string, message: string, help?: string];

function findings({ diagnostics }: CheckResult): readonly Finding[] {
  return diagnostics.map(({ code, file, span, message, help }) => {
    const words = [code, file.text.slice(span.start, span.end), message] as const;
    return help === undefined ? words : [...words, help];
  });
}

const mirror = 'write the name of a node, such as `"mirror.os"`';

const configs: readonly (readonly [text: string, ...findings: readonly Finding[]])[] = [
  ["{}"],
  ["\ufeff{}"],
  ['{ "$schema": "./config.schema.json", "metadata": { "image": "", "external_url": "https://example.org" } }'],
  ["", ["config/syntax", "", "a value is missing here"]],
  ["{ // mine\n}", ["config/syntax", "// mine", "JSON has no comments"]],
  ['{ "metadata": {}, }', ["config/syntax", ",", "nothing follows this `,`"]],
  ['{ "metadata": { "mirrors": ["a.os",] } }', ["config/syntax", ",", "nothing follows this `,`"]],
  ['{ "metadata": {} "processes": {} }', ["config/syntax", '"processes"', "a `,` is missing here"]],
  ['{ "metadata": {}', ["config/syntax", "", "a `}` is missing here"]],
  ["{ metadata: {} }", ["config/syntax", "metadata", "this is no value of JSON; names and texts stand in double quotes"]],
  ["[]", ["config/value", "[", "the file cannot be `[]`", "write an object with `engine`, `metadata` and `processes`"]],
  ['{ "engine": "quickjs" }'],
  [
    '{ "engine": "v8" }',
    ["config/value", '"v8"', '`engine` cannot be `"v8"`', 'write `"quickjs"` or `"starlingmonkey"`'],
  ],
  ['{ "metdata": {} }', ["config/unknown-member", '"metdata"', "the file takes no `metdata`", "did you mean `metadata`?"]],
  [
    '{ "metadata": { "version": "1.0.0" } }',
    [
      "config/unknown-member",
      '"version"',
      "`metadata` takes no `version`",
      "it takes `description`, `image`, `external_url`, `animation_url`, `license`, `mirrors`, `screenshots`, `dependencies`",
    ],
  ],
  [
    '{ "metadata": { "mirrors": [5, "A.os", "a.os", "a.os"] } }',
    ["config/value", "[", '`metadata.mirrors` cannot be `[5,"A.os","a.os","a.os"]`', "write each item once"],
    ["config/value", "5", "`metadata.mirrors[0]` cannot be `5`", mirror],
    ["config/value", '"A.os"', '`metadata.mirrors[1]` cannot be `"A.os"`', mirror],
  ],
  [
    '{ "metadata": { "image": "icon", "image": "" } }',
    ["config/duplicate", '"image"', "`image` stands here twice", "remove one of them"],
  ],
  [
    '{ "processes": { "tood": { "public": 1 }, "x-y": {} } }',
    ["config/value", "1", "`processes.tood.public` cannot be `1`", "write `true` or `false`"],
  ],
  [
    '{ "processes": { "tood": {}, "unlike-any": {} } }',
    ["config/unknown-process", '"tood"', "the schema has no process `tood`", "did you mean `todo`?"],
    ["config/unknown-process", '"unlike-any"', "the schema has no process `unlike-any`", "it has `todo`, `todo-list`"],
  ],
  [
    '{ "processes": { "todo": { "request_capabilities": ["timer:distro:sys", "timer", { "process": "a:b:c" }] } } }',
    ...['"timer"', '{"process":"a:b:c"}'].map((found, index): Finding => [
      "config/value",
      index === 0 ? found : "{",
      `\`processes.todo.request_capabilities[${index + 1}]\` cannot be \`${found}\``,
      'write a process such as `"timer:distro:sys"`, or a capability that it issues, such as ' +
        '`{ "process": "contacts:contacts:sys", "params": "ReadNameOnly" }`',
    ]),
  ],
];

for (const [text, ...expected] of configs) {
  test(`hproc.config.json: ${JSON.stringify(text)}`, async () => {
    const result = await check({ "hproc.config.json": text });
    assert.equal(findings(result), expected);
    assert.is(result.model === undefined, expected.length > 0);
    assert.ok(result.diagnostics.every(({ file }) => file.path === "app/hproc.config.json"));
  });
}

const metadata = {
  name: "todo",
  properties: {
    package_name: "todo",
    publisher: "template.os",
    current_version: "0.0.1",
    mirrors: [],
    code_hashes: { "0.0.1": "" },
    own: true,
  },
};

test("metadata.json: what is missing, of another package, of a newer version", async () => {
  const checkMetadata = async (properties: object, top: object = {}) => {
    const document = { ...metadata, ...top, properties: { ...metadata.properties, ...properties } };
    return findings(await check({ "metadata.json": JSON.stringify(document) }));
  };
  assert.equal(await checkMetadata({}), []);
  assert.equal(await checkMetadata({ mirrors: undefined }), [
    ["config/missing-member", '"properties"', "`properties` has no `mirrors`", 'add `"mirrors"`'],
  ]);
  assert.equal(await checkMetadata({ publisher: "alice.os" }, { name: "todos" }), [
    ["config/other-package", '"todos"', "`name` is `todos` here, and `todo` in the schema", 'write `"todo"`, or change the `package` line of the schema'],
    ["config/other-package", '"alice.os"', "`publisher` is `alice.os` here, and `template.os` in the schema", 'write `"template.os"`, or change the `package` line of the schema'],
  ]);
  assert.equal(await checkMetadata({ code_hashes: { "0.1.0": "", "0.2.0": "", "0.10.0-beta": "" } }), [
    ["config/newer-version", '"0.10.0-beta"', "`0.10.0-beta` is newer than `0.1.0`, which the schema says", "raise the version in the `package` line; kit would install the package as `0.10.0-beta`"],
  ]);
  assert.equal(await checkMetadata({ code_hashes: { v1: "" } }), [
    ["config/value", '"v1"', "a name in properties.code_hashes cannot be `v1`", "write a semantic version, such as `0.1.0`"],
  ]);
});

test("a schema with errors is no reason to keep quiet about the files beside it", async () => {
  const result = await check({ "todo.hproc": schema.replace("string", "strin"), "hproc.config.json": "{", "metadata.json": "[]" });
  assert.equal(
    findings(result).map(([code]) => code),
    ["name/unknown-type", "config/syntax", "config/value"],
  );
});

test("what is certainly right is repaired, in the file itself", async () => {
  const { diagnostics, paths } = await check({ "hproc.config.json": '{ "metadta": {}, "processes": {} }' });
  const { files } = applyFixes(diagnostics);
  assert.equal(
    files.map(({ file, text }) => [paths.get(file), text]),
    [["/work/app/hproc.config.json", '{ "metadata": {}, "processes": {} }']],
  );
});

test("both files are inputs, whether they are there or not", async () => {
  const { inputs } = await check({});
  assert.equal(inputs.slice(-2), ["/work/app/hproc.config.json", "/work/app/metadata.json"]);
});

test("what is configured is added to the manifest, once", async () => {
  const additions = {
    request_capabilities: ["vfs:distro:sys", { process: "contacts:contacts:sys", params: "ReadNameOnly" }, "http-server:distro:sys"],
    grant_capabilities: ["timer:distro:sys", "tester:tester:sys"],
    on_exit: "None",
    public: true,
  };
  const config = JSON.stringify({ processes: { todo: additions } });
  const withEndpoint = schema.replace("  local  ping", '  endpoint http "/api"\n  http, local  ping');
  const result = await check({ "todo.hproc": withEndpoint, "hproc.config.json": config });
  assert.equal(findings(result), []);
  if (!result.model) return assert.unreachable();
  const outputs = await generateOutputs(result.model, result.config);
  const plain = await generateOutputs(result.model, {});
  const entries = (files: typeof outputs) => JSON.parse(files.find(({ path }) => path === "pkg/manifest.json")?.text ?? "");
  assert.equal(entries(outputs), [
    {
      process_name: "todo",
      process_wasm_path: "/todo.wasm",
      on_exit: "None",
      request_networking: false,
      request_capabilities: ["http-server:distro:sys", "vfs:distro:sys", { process: "contacts:contacts:sys", params: "ReadNameOnly" }],
      grant_capabilities: ["http-server:distro:sys", "timer:distro:sys", "tester:tester:sys"],
      public: true,
    },
    entries(plain)[1],
  ]);
});

test("versions are compared as semver does", () => {
  const ascending = ["0.9.0", "1.0.0-1", "1.0.0-2", "1.0.0-11", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-beta", "1.0.0", "1.0.10", "1.2.0", "10.0.0"];
  assert.equal([...ascending].reverse().sort(compareVersions), ascending);
  assert.is(compareVersions("1.0.0+a", "1.0.0+b"), 0);
});

test("every code of this area is in a test above or in an explanation's example", () => {
  const codes = new Set(configs.flatMap(([, ...expected]) => expected.map(([code]) => code)));
  const others = ["config/missing-member", "config/other-package", "config/newer-version"];
  assert.equal(
    Object.keys(catalogue).filter((code) => code.startsWith("config/") && !codes.has(code)),
    others,
  );
});

test.run();
