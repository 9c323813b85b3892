/** Which components Hyperdrive can start. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readSurface } from "../../compiler/component/component-binary.js";
import { verifyComponent } from "../../compiler/component/verify.js";
import { component, exportSection, importSection, plainProcess, section } from "./component-bytes.js";

const test = suite("verification");

const init = exportSection(["init", "function"]);

test("the surface is read past sections of no interest", () => {
  assert.equal(readSurface(plainProcess), {
    imports: [
      { name: "hyperware:process/standard@1.0.0", sort: "instance" },
      { name: "wasi:io/poll@0.2.12", sort: "instance" },
    ],
    exports: [{ name: "init", sort: "function" }],
  });
});

test("every sort of import and export is read", () => {
  const all = [["m", "core module"], ["f", "function"], ["t", "type"], ["c", "component"], ["é", "instance"]] as const;
  const { imports, exports } = readSurface(component(importSection(...all), importSection(), exportSection(...all)));
  const expected = all.map(([name, sort]) => ({ name, sort }));
  assert.equal(imports, expected);
  assert.equal(exports, expected);
});

test("a process passes", () => {
  assert.equal(verifyComponent(plainProcess), []);
  assert.equal(verifyComponent(component(init)), []);
});

test("WASI 0.2 passes in any patch", () => {
  const names = ["wasi:io/error@0.2.0", "wasi:clocks/wall-clock@0.2.3", "wasi:sockets/tcp-create-socket@0.2.99"];
  assert.equal(verifyComponent(component(importSection(...names.map((name) => [name, "instance"] as const)), init)), []);
});

for (const name of [
  "wasi:http/types@0.2.12",
  "wasi:http/outgoing-handler@0.2.12",
  "wasi:clocks/timezone@0.2.3",
  "wasi:keyvalue/store@0.2.0",
  "wasi:io/poll@0.3.0",
  "wasi:io/poll",
  "hyperware:process/standard@2.0.0",
  "todo:todo/todo",
]) {
  test(`an import of ${name} does not pass`, () => {
    assert.equal(verifyComponent(component(importSection([name, "instance"]), init)), [
      `it imports \`${name}\`, which Hyperdrive does not offer`,
    ]);
  });
}

test("a bare imported function does not pass", () => {
  assert.is(verifyComponent(component(importSection(["wasi:io/poll@0.2.0", "function"]), init)).length, 1);
});

test("all violations are listed", () => {
  const other = component(
    importSection(["wasi:http/types@0.2.12", "instance"]),
    exportSection(["run", "function"], ["wasi:cli/run@0.2.12", "instance"]),
  );
  assert.equal(verifyComponent(other), [
    "it imports `wasi:http/types@0.2.12`, which Hyperdrive does not offer",
    "it exports `run`; a process exports `init` alone",
    "it exports `wasi:cli/run@0.2.12`; a process exports `init` alone",
    "it does not export the function `init`",
  ]);
});

test("damage of any kind is a violation and not an exception", () => {
  for (let length = 0; length < plainProcess.length; length++) {
    assert.is(verifyComponent(plainProcess.subarray(0, length)).length, 1, `${length} bytes`);
  }
  const core = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);
  const others = [core, component(section(10, [1, 7])), component([10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])];
  for (const other of others) assert.match(verifyComponent(other).join(), /^its binary form is damaged or unknown: /);
});

test.run();
