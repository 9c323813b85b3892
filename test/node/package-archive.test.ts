/** Zips from outside: what is unpacked, and what is refused as a whole. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ManifestError } from "../../runtime/node/manifest.js";
import { PackageError, readArchive, readPackage } from "../../runtime/node/services/app-store/package-archive.js";
import { manifestEntry } from "../support/test-node.js";
import { packageZip, zipOf } from "../support/package-zip.js";

const archives = suite("archives");

archives("the files of a zip, without its folders", () => {
  const files = readArchive(zipOf({ "a.txt": "one", "ui/": "", "ui/b.txt": "two" }));
  assert.equal(
    [...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
    [
      ["a.txt", "one"],
      ["ui/b.txt", "two"],
    ],
  );
});

// What else is refused, test/pack/zip.test.ts has.
archives("a zip in which one file leads out of it, or that is none, is refused as a whole", () => {
  assert.throws(
    () => readArchive(zipOf({ good: "", "../a": "x" })),
    isProblem("in the zip, `../a` leads out of the package or in circles"),
  );
  assert.throws(
    () => readArchive(new Uint8Array(1000)),
    isProblem("in the zip, it is no zip, or a part of one: it has no directory"),
  );
});

archives.run();

const packages = suite("packages");

packages("the processes with their components, the slash in front or not", () => {
  const manifest = [manifestEntry("p"), manifestEntry("q", { process_wasm_path: "q.wasm", on_exit: "Restart" })];
  const zip = packageZip({ "manifest.json": JSON.stringify(manifest), "q.wasm": "" });
  assert.equal(readPackage(zip).manifest, manifest);
});

packages("on-exit requests are read to the last byte", () => {
  const on_exit = {
    Requests: [
      [
        "our@a:b:c.os",
        { inherit: false, expects_response: null, body: [1, 255], metadata: "m", capabilities: [] },
        { mime: null, bytes: [0] },
      ],
      ["our@a:b:c.os", { inherit: true, expects_response: 5, body: [] }, null],
    ],
  };
  const [entry] = readPackage(
    packageZip({ "manifest.json": JSON.stringify([{ ...manifestEntry("p"), on_exit }]) }),
  ).manifest;
  assert.equal(entry?.on_exit, {
    Requests: [
      [
        "our@a:b:c.os",
        { inherit: false, expects_response: null, body: [1, 255], metadata: "m" },
        { mime: null, bytes: [0] },
      ],
      ["our@a:b:c.os", { inherit: true, expects_response: 5, body: [], metadata: null }, null],
    ],
  });
});

packages("a package without its parts", () => {
  assert.throws(
    () => readPackage(zipOf({ "pkg/manifest.json": "[]" })),
    isProblem("the zip has no manifest.json at its top"),
  );
  const manifest = JSON.stringify([manifestEntry("p", { process_wasm_path: "/../p.wasm" })]);
  assert.throws(
    () => readPackage(packageZip({ "manifest.json": manifest })),
    isProblem("process p: the zip has no file /../p.wasm"),
  );
});

for (const [manifest, problem] of [
  ["{", "manifest.json: expected a quoted key, found the end of the text"],
  ["{}", "manifest.json: expected list<process>, found object"],
  ["[1]", "manifest.json: [0]: expected process, found number 1"],
  [
    [{ ...manifestEntry("p"), process_name: "P" }],
    'manifest.json: [0].process_name: expected name of a-z, 0-9 and -, found string "P"',
  ],
  [[{ ...manifestEntry("p"), public: undefined }], "manifest.json: [0].public: expected bool, found nothing"],
  [
    [{ ...manifestEntry("p"), on_exit: "Never" }],
    'manifest.json: [0].on_exit: expected "None", "Restart" or {"Requests": […]}, found string "Never"',
  ],
  [
    [{ ...manifestEntry("p"), request_capabilities: ["a:b:c", 7] }],
    "manifest.json: [0].request_capabilities[1]: expected a process id, or an object with `process` and `params`, found number 7",
  ],
  [
    [{ ...manifestEntry("p"), grant_capabilities: [{ process: "a:b:c" }] }],
    "manifest.json: [0].grant_capabilities[0].params: expected json, found nothing",
  ],
  [
    [{ ...manifestEntry("p"), on_exit: { Requests: [["a@b:c:d", { inherit: false, body: [256] }, null]] } }],
    "manifest.json: [0].on_exit.Requests[0][1].body[0]: expected u8, found number 256",
  ],
] as const) {
  packages(problem, () => {
    const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest);
    assert.throws(
      () => readPackage(packageZip({ "manifest.json": text })),
      (error: unknown) => error instanceof ManifestError && error.message.startsWith(problem),
    );
  });
}

packages.run();

function isProblem(text: string): (error: unknown) => boolean {
  return (error) => error instanceof PackageError && error.message === text;
}
