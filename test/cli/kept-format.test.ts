/** What was formatted in an earlier run is taken as it stands, and only then. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createKeptFormat } from "../../compiler/cli/kept-format.js";
import { formatOutputs } from "../../compiler/emit/format.js";
import { createMemoryHost } from "../project/memory-host.js";

const test = suite("kept format");

const files = [
  { path: "generated/a.ts", text: "export  const a = 1" },
  { path: "generated/b.ts", text: "export  const b = 2" },
  { path: "pkg/manifest.json", text: "[ ]" },
];

test("gives what the formatter gives, and remembers it", async () => {
  const host = createMemoryHost();
  const format = createKeptFormat("/p", host);
  assert.equal(await format(files), await formatOutputs(files));
  assert.equal(host.changes, ["write /p/.hproc/formatted.json"]);
  for (const { path, text } of await format(files)) await host.write(`/p/${path}`, text);
  host.changes.length = 0;
  assert.equal(await format(files), await formatOutputs(files));
  assert.equal(host.changes, []);
});

for (const [name, change] of [
  ["has been edited", (present: Map<string, string>) => present.set("/p/generated/a.ts", "export const a = 7;\n")],
  ["is gone", (present: Map<string, string>) => present.delete("/p/generated/a.ts")],
  ["has a memory that is broken", (present: Map<string, string>) => present.set("/p/.hproc/formatted.json", "{")],
  ["has a memory that is none", (present: Map<string, string>) => present.set("/p/.hproc/formatted.json", "null")],
  ["has no memory", (present: Map<string, string>) => present.delete("/p/.hproc/formatted.json")],
] as const) {
  test(`a file that ${name} is formatted again`, async () => {
    const host = createMemoryHost();
    const format = createKeptFormat("/p", host);
    for (const { path, text } of await format(files)) await host.write(`/p/${path}`, text);
    change(host.files);
    host.changes.length = 0;
    assert.equal(await format(files), await formatOutputs(files));
    assert.equal(host.changes, ["write /p/.hproc/formatted.json"]);
  });
}

test("another text is formatted, and the others are kept", async () => {
  const host = createMemoryHost();
  const format = createKeptFormat("/p", host);
  for (const { path, text } of await format(files)) await host.write(`/p/${path}`, text);
  const changed = files.map((file) => (file.path === "generated/b.ts" ? { ...file, text: "export  const b = 3" } : file));
  assert.equal(await format(changed), await formatOutputs(changed));
});

test.run();
