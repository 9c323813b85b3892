/** What nodes and kit would refuse a package for. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { PackageFile } from "../../compiler/pack/package-file.js";
import { verifyPackage } from "../../compiler/pack/verify-package.js";
import { writeZip } from "../../compiler/pack/write-zip.js";
import { component, exportSection, plainProcess } from "../component/component-bytes.js";

const test = suite("packages");

const entry = {
  process_name: "todo",
  process_wasm_path: "/todo.wasm",
  on_exit: "Restart",
  request_networking: false,
  request_capabilities: [],
  grant_capabilities: [],
  public: false,
};

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const manifest = (...entries: readonly object[]): Uint8Array => encode(JSON.stringify(entries));

const good: Readonly<Record<string, Uint8Array | undefined>> = {
  "manifest.json": manifest(entry),
  "todo.wasm": plainProcess,
  "api.zip": writeZip([{ path: "todo.wit", bytes: encode("interface todo {}") }]),
  "ui/index.html": encode("<p>hello"),
};

function verify(changes: Readonly<Record<string, Uint8Array | undefined>>): readonly string[] {
  const files = Object.entries({ ...good, ...changes }).flatMap(([path, bytes]): readonly PackageFile[] => (bytes ? [{ path, bytes }] : []));
  const { problems, diagnostics } = verifyPackage(files, "pkg");
  return [
    ...problems.map(({ severity, message, help }) => `${severity}: ${message}${help === undefined ? "" : `; ${help}`}`),
    ...diagnostics.map(({ code, file, message }) => `${code} in ${file.path}: ${message}`),
  ];
}

const cases: readonly (readonly [what: string, changes: Readonly<Record<string, Uint8Array | undefined>>, ...found: readonly string[]])[] = [
  ["nothing", {}],
  [
    "no manifest",
    { "manifest.json": undefined },
    "error: `pkg` has no `manifest.json`; nodes start the processes that it names; `hproc build` makes one",
  ],
  ["no processes", { "manifest.json": manifest(), "todo.wasm": undefined }, "config/value in pkg/manifest.json: the file cannot be `[]`"],
  [
    "a name that nodes do not take",
    { "manifest.json": manifest({ ...entry, process_name: "to_do" }) },
    'config/value in pkg/manifest.json: `[0].process_name` cannot be `"to_do"`',
  ],
  [
    "a path into a folder",
    { "manifest.json": manifest({ ...entry, process_wasm_path: "/a/todo.wasm" }) },
    'config/value in pkg/manifest.json: `[0].process_wasm_path` cannot be `"/a/todo.wasm"`',
  ],
  [
    "a member that has no default",
    { "manifest.json": manifest({ ...entry, public: undefined }) },
    "config/missing-member in pkg/manifest.json: `[0]` has no `public`",
  ],
  [
    "a process twice",
    { "manifest.json": manifest(entry, entry) },
    "error: `manifest.json` has two processes `todo`; nodes would start the second one in the place of the first",
  ],
  [
    "a component with `_` for `-`",
    { "manifest.json": manifest({ ...entry, process_wasm_path: "/to-do.wasm" }), "todo.wasm": undefined, "to_do.wasm": plainProcess },
    "error: `manifest.json` names `to-do.wasm`, which the package does not have; did you mean `to_do.wasm`?",
    "warning: no process of `manifest.json` has the component `to_do.wasm`; remove it, if it is left of an earlier build",
  ],
  [
    "no component",
    { "todo.wasm": undefined },
    "error: `manifest.json` names `todo.wasm`, which the package does not have; `hproc build` makes it",
  ],
  [
    "a component of another world",
    { "todo.wasm": component(exportSection(["run", "function"])) },
    "error: `todo.wasm` cannot start: it exports `run`; a process exports `init` alone",
    "error: `todo.wasm` cannot start: it does not export the function `init`",
  ],
  [
    "a component that is none",
    { "todo.wasm": encode("\0asm") },
    "error: `todo.wasm` cannot start: its binary form is damaged or unknown: not a WebAssembly component",
  ],
  [
    "a component that no process has",
    { "old.wasm": plainProcess },
    "warning: no process of `manifest.json` has the component `old.wasm`; remove it, if it is left of an earlier build",
  ],
  ["one that is a script", { "report.wasm": plainProcess, "scripts.json": encode('{ "report.wasm": {} }') }],
  [
    "a script that is not there",
    { "scripts.json": encode('{ "report.wasm": {} }') },
    "error: `scripts.json` names `report.wasm`, which the package does not have; `hproc build` makes it",
  ],
  [
    "scripts that are none",
    { "scripts.json": encode("[]") },
    "error: `scripts.json` is not a JSON object with the file of a component as name of each member",
  ],
  [
    "no interfaces",
    { "api.zip": undefined },
    "warning: the package has no `api.zip`, so nobody can build against it; `hproc build` makes it of `api/`",
  ],
  ["interfaces that cannot be read", { "api.zip": encode("x") }, "error: `api.zip`: it is no zip, or a part of one: it has no directory"],
];

for (const [what, changes, ...found] of cases) {
  test(what, () => assert.equal(verify(changes), found));
}

test.run();
