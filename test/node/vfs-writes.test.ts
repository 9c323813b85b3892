/** Drives of the node's own: every action that changes something or reads from a place in a file. */

import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { driveCapability } from "../../runtime/node/services/vfs/rights.js";
import { addVfsService } from "../../runtime/node/services/vfs/service.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import type { FakeProcess } from "../../runtime/testing/fake-kernel.js";
import { describe, textOf } from "../support/host-world.js";
import { zipOf } from "../support/package-zip.js";

interface Context {
  folder: string;
  kernel: FakeKernel;
  process: FakeProcess;
}

const vfs = suite<Context>("vfs: drives of the node");

vfs.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "hproc-vfs-"));
  await mkdir(join(context.folder, "source"));
  await writeFile(join(context.folder, "source/a.txt"), "as it came");
  context.kernel = new FakeKernel();
  const service = addVfsService(context.kernel.kernel, join(context.folder, "vfs"));
  service.mount("/k:b.os/pkg", join(context.folder, "source"));
  context.process = context.kernel.process("p:k:b.os", { mayMessage: ["vfs:distro:sys"] });
});
vfs.after.each(({ folder }) => rm(folder, { recursive: true, force: true }));

type Asking = Pick<Context, "kernel" | "process">;

async function ask({ kernel, process }: Asking, path: string, action: unknown, content?: string | Uint8Array): Promise<string> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const blob = bytes && { mime: undefined, bytes };
  const message = request({ body: JSON.stringify({ path, action }), expectsResponse: 5n });
  process.host.sendRequest(kernel.address("vfs:distro:sys"), message, undefined, blob);
  for (;;) {
    kernel.kernel.pump();
    const received = process.host.tryReceive();
    if (!received) {
      await nextTurn();
      continue;
    }
    const text = textOf(process.host.getBlob()?.bytes);
    return `${describe(received).replace(/^response /, "")}${text === undefined ? "" : ` ${text}`}`;
  }
}

type Step = readonly [path: string, action: unknown, answer: string, content?: string];

const ok = '"Ok"';
const ioError = (text: string): string => `{"Err":{"IOError":"${text}"}}`;
const noFile = ioError("No such file or directory (os error 2)");
const denied = ioError("Permission denied (os error 13)");
const exists = ioError("File exists (os error 17)");
const readOnly = ioError("Read-only file system (os error 30)");
const malformed = '{"Err":"MalformedRequest"}';
const noBlob = '{"Err":"NoBlob"}';
const seek = (from: string, offset: number): unknown => ({ Seek: { [from]: offset } });
const sought = (offset: number): string => `{"SeekFrom":{"new_offset":${offset}}}`;

/** Each begins with an empty drive `d`; paths are in it. */
const stories: readonly (readonly [name: string, steps: readonly Step[]])[] = [
  ["a drive is made once, and again does no harm", [["", "CreateDrive", ok], ["", "ReadDir", '{"ReadDir":[]}']]],
  [
    "folders",
    [
      ["a/b", "CreateDir", noFile],
      ["a", "CreateDir", ok],
      ["a", "CreateDir", exists],
      ["a", { OpenFile: { create: false } }, ioError("Is a directory (os error 21)")],
      ["a", "Write", ioError("Is a directory (os error 21)"), "x"],
      ["x/y/z", "CreateDirAll", ok],
      ["x/y/z", "CreateDirAll", ok],
      ["x", "RemoveDir", ioError("Directory not empty (os error 39)")],
      ["x/y/z", "RemoveDir", ok],
      ["x", "RemoveDirAll", ok],
      ["x", "RemoveDirAll", noFile],
      ["", "ReadDir", '{"ReadDir":[{"path":"k:b.os/d/a","file_type":"Directory"}]}'],
    ],
  ],
  [
    "whole files",
    [
      ["a", "Read", noFile],
      ["a", "Write", noBlob],
      ["a", "Write", ok, "one two"],
      ["a", "Read", '"Read" one two'],
      ["a", "Write", ok, "1"],
      ["a", "Read", '"Read" 1'],
      ["no/a", "Write", noFile, "1"],
      ["a", "CreateFile", ok],
      ["a", "Read", '"Read" '],
      ["no/a", "CreateFile", noFile],
      ["a", "RemoveFile", ok],
      ["a", "RemoveFile", noFile],
    ],
  ],
  [
    "a place in a file, for reading",
    [
      ["a", "Write", ok, "0123456789"],
      ["a", { OpenFile: { create: false } }, ok],
      ["a", { ReadExact: { length: 3 } }, '"Read" 012'],
      ["a", "Read", '"Read" 0123456789'],
      ["a", { ReadExact: { length: 2 } }, '"Read" 34'],
      ["a", { ReadExact: { length: 6 } }, ioError("early eof")],
      ["a", "ReadToString", '{"ReadToString":"56789"}'],
      ["a", "ReadToEnd", '"Read" '],
      ["a", seek("Start", 8), sought(8)],
      ["a", seek("Current", -4), sought(4)],
      ["a", seek("End", -1), sought(9)],
      ["a", "ReadToEnd", '"Read" 9'],
      ["a", seek("Current", -20), ioError("Invalid argument (os error 22)")],
      ["a", seek("End", 5), sought(15)],
      ["a", "ReadToEnd", '"Read" '],
      ["a", "CloseFile", ok],
      ["a", "ReadToEnd", '"Read" 0123456789'],
      ["a", { OpenFile: { create: false } }, ok],
      ["a", "Len", '{"Len":10}'],
      ["no", { OpenFile: { create: false } }, noFile],
      ["no", "CloseFile", ok],
      ["no", "Len", noFile],
    ],
  ],
  [
    "a place in a file, for writing",
    [
      ["a", "WriteAll", noFile, "x"],
      ["a", "Append", noFile, "x"],
      ["a", { OpenFile: { create: true } }, ok],
      ["a", "WriteAll", noBlob],
      ["a", "WriteAll", ok, "abcdef"],
      ["a", "WriteAll", ok, "gh"],
      ["a", seek("Start", 2), sought(2)],
      ["a", "WriteAll", ok, "CD"],
      ["a", "ReadToEnd", '"Read" efgh'],
      ["a", seek("Start", 0), sought(0)],
      ["a", "Append", ok, "!"],
      ["a", "WriteAll", ok, "?"],
      ["a", "Read", '"Read" abCDefgh!?'],
      ["a", { SetLen: 4 }, ok],
      ["a", "Read", '"Read" abCD'],
      ["a", { SetLen: 6 }, ok],
      ["a", "Read", '"Read" abCD\0\0'],
      ["a", "SyncAll", ok],
      ["a", { OpenFile: { create: true } }, ok],
      ["a", "ReadToString", '{"ReadToString":"abCD\\u0000\\u0000"}'],
    ],
  ],
  [
    "the hash of the whole file, and then its end",
    [
      ["a", "Write", ok, "abc"],
      ["a", "Hash", `{"Hash":[186,120,22,191,143,1,207,234,65,65,64,222,93,174,34,35,176,3,97,163,150,23,122,156,180,16,255,97,242,0,21,173]}`],
      ["a", "ReadToEnd", '"Read" '],
    ],
  ],
  [
    "other names",
    [
      ["a", "Write", ok, "one"],
      ["a", { CopyFile: { new_path: "/k:b.os/d/b" } }, ok],
      ["a", { Rename: { new_path: "k:b.os/d/c" } }, ok],
      ["a", "Read", noFile],
      ["b", "Read", '"Read" one'],
      ["c", "Read", '"Read" one'],
      ["c", { Rename: { new_path: "/k:b.os/d/no/c" } }, noFile],
      ["c", { Rename: { new_path: "/k:b.os" } }, malformed],
      ["c", { Rename: {} }, malformed],
      ["c", { Rename: { new_path: "/x:y.os/d/c" } }, '{"Err":"NoWriteCap"}'],
      ["c", { CopyFile: { new_path: "/k:b.os/pkg/a.txt" } }, readOnly],
    ],
  ],
  [
    "no way out of the drive",
    [
      ["out/secret.txt", "Read", denied],
      ["out/new.txt", "Write", denied, "x"],
      ["out/new", "CreateDirAll", denied],
      ["nowhere", "Write", denied, "x"],
      ["nowhere", { OpenFile: { create: true } }, denied],
      ["nowhere/new", "CreateDirAll", denied],
      ["a", "Write", ok, "x"],
      ["a", { Rename: { new_path: "/k:b.os/d/out/a" } }, denied],
      ["out", { CopyFile: { new_path: "/k:b.os/d/b" } }, denied],
      // The link itself may have another name, and go; what it leads to stays.
      ["out", { Rename: { new_path: "/k:b.os/d/way" } }, ok],
      ["way/secret.txt", "Read", denied],
      ["way", "RemoveDirAll", ok],
      ["nowhere", "RemoveFile", ok],
      ["", "ReadDir", '{"ReadDir":[{"path":"k:b.os/d/a","file_type":"File"}]}'],
      ["../../../x", "Write", malformed, "x"],
    ],
  ],
  [
    "the files of the package are as they came",
    [
      ["../pkg/a.txt", { OpenFile: { create: false } }, ok],
      ["../pkg/a.txt", seek("Start", 3), sought(3)],
      ["../pkg/a.txt", "ReadToString", '{"ReadToString":"it came"}'],
      ["../pkg/a.txt", "CloseFile", ok],
      ["../pkg", "CreateDrive", ok],
      ...["Write", "Append", "WriteAll"].map((action): Step => ["../pkg/a.txt", action, readOnly, "x"]),
      ...["RemoveFile", "CreateFile", "SyncAll", { SetLen: 1 }, { OpenFile: { create: true } }, { Rename: { new_path: "/k:b.os/d/a" } }].map(
        (action): Step => ["../pkg/a.txt", action, readOnly],
      ),
      ["../pkg", "RemoveDirAll", readOnly],
      ["../pkg/a.txt", "Read", '"Read" as it came'],
    ],
  ],
  [
    "what is no request",
    [
      ["a", { OpenFile: {} }, malformed],
      ["a", "OpenFile", malformed],
      ["a", { SetLen: -1 }, malformed],
      ["a", "Write", ok, "\xff"],
      ["a", { ReadExact: { length: 1.5 } }, malformed],
      ["a", { Seek: { Middle: 0 } }, malformed],
      ["a", { Seek: { Start: -1 } }, malformed],
      ["a", "AddZip", '{"Err":"NoBlob"}'],
      ["a", "toString", malformed],
    ],
  ],
];

for (const [name, steps] of stories) {
  vfs(name, async (context) => {
    assert.is(await ask(context, "/k:b.os/d", "CreateDrive"), ok);
    const drive = join(context.folder, "vfs/k:b.os/d");
    if (name === "no way out of the drive") {
      await writeFile(join(context.folder, "secret.txt"), "secret");
      await symlink(context.folder, join(drive, "out"));
      await symlink(join(context.folder, "made.txt"), join(drive, "nowhere"));
    }
    for (const [path, action, answer, content] of steps) {
      assert.is(await ask(context, `/k:b.os/d/${path}`, action, content), answer, `${path} ${JSON.stringify(action)}`);
    }
  });
}

for (const [name, zip, answer, expected] of [
  ["files and their folders", zipOf({ "ui/": "", "ui/a.txt": "a", "ui/deep/": "", "ui/deep/b": "b", c: "c" }), ok, ["c c", "ui/a.txt a", "ui/deep/b b"]],
  ["no files", zipOf({}), ok, []],
  ["a file whose folder is not there", zipOf({ "ui/a.txt": "a" }), noFile, []],
  ["a folder that comes after its file", zipOf({ "ui/a.txt": "a", "ui/": "" }), noFile, []],
  ["a path that leads out", zipOf({ fine: "1", "../away": "2" }), '{"Err":"UnzipError"}', []],
  [
    "no zip",
    new TextEncoder().encode("PK"),
    '{"Err":{"ParseError":{"error":"it is no zip, or a part of one: it has no directory","path":"/k:b.os/d/to/here"}}}',
    [],
  ],
] as const) {
  vfs(`AddZip of ${name}`, async (context) => {
    await ask(context, "/k:b.os/d", "CreateDrive");
    assert.is(await ask(context, "/k:b.os/d/to/here", "AddZip", zip), answer);
    const files = await listFiles(join(context.folder, "vfs/k:b.os/d/to/here"));
    assert.equal(files, expected);
  });
}

vfs("AddZip takes the place of files that are there, and leaves others", async (context) => {
  await ask(context, "/k:b.os/d", "CreateDrive");
  await ask(context, "/k:b.os/d/here", "CreateDir");
  await ask(context, "/k:b.os/d/here/a", "Write", "a longer text");
  await ask(context, "/k:b.os/d/here/b", "Write", "b");
  assert.is(await ask(context, "/k:b.os/d/here", "AddZip", zipOf({ a: "new" })), ok);
  assert.equal(await listFiles(join(context.folder, "vfs/k:b.os/d/here")), ["a new", "b b"]);
});

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map(async (path) => `${relative(folder, path)} ${await readFile(path, "utf8")}`))).sort();
}

vfs("text that is none, in the words of Rust", async (context) => {
  await ask(context, "/k:b.os/d", "CreateDrive");
  await writeFile(join(context.folder, "vfs/k:b.os/d/a"), Uint8Array.of(0xff));
  assert.is(await ask(context, "/k:b.os/d/a", "ReadToString"), ioError("stream did not contain valid UTF-8"));
});

vfs("without its drive there is nothing", async (context) => {
  for (const action of ["Write", "CreateDir", "CreateDirAll", "CreateFile"]) {
    assert.is(await ask(context, "/k:b.os/none/a", action, "x"), noFile, action);
  }
});

vfs("drives of other packages", async ({ kernel }) => {
  const own = kernel.process("own:k:b.os", { mayMessage: ["vfs:distro:sys"] });
  const other = kernel.process("other:x:y.os", { mayMessage: ["vfs:distro:sys"] });
  const asOwn = { kernel, process: own };
  const asOther = { kernel, process: other };
  assert.is(await ask(asOther, "/k:b.os/d", "CreateDrive"), '{"Err":"NoWriteCap"}');
  await ask(asOwn, "/k:b.os/d", "CreateDrive");
  await ask(asOwn, "/k:b.os/d/a", "Write", "mine");
  assert.is(await ask(asOther, "/k:b.os/d/a", "Write", "yours"), '{"Err":"NoWriteCap"}');
  assert.is(await ask(asOther, "/k:b.os/d/a", "Read"), '{"Err":"NoReadCap"}');
  // Opening is of the writing kind, whatever for.
  const { node } = kernel.kernel;
  other.host.saveCapabilities([driveCapability(node, "read", "/k:b.os/d")]);
  assert.is(await ask(asOther, "/k:b.os/d/a", { OpenFile: { create: false } }), '{"Err":"NoWriteCap"}');
  assert.is(await ask(asOther, "/k:b.os/d/a", "Read"), '"Read" mine');
  other.host.saveCapabilities([driveCapability(node, "write", "/k:b.os/d")]);
  assert.is(await ask(asOther, "/k:b.os/d/a", "Write", "yours"), ok);
  // The place in a file is one, whoever asks.
  assert.is(await ask(asOther, "/k:b.os/d/a", { ReadExact: { length: 2 } }), '"Read" yo');
  assert.is(await ask(asOwn, "/k:b.os/d/a", { ReadExact: { length: 3 } }), '"Read" urs');
});

vfs("whoever makes a drive may write it, also when it moves to another package", async ({ kernel, process }) => {
  await ask({ kernel, process }, "/k:b.os/d", "CreateDrive");
  for (const kind of ["read", "write"] as const) {
    assert.ok(kernel.kernel.holds(process.our.process, driveCapability(kernel.kernel.node, kind, "/k:b.os/d")), kind);
  }
});

vfs("root lists packages and their drives", async ({ kernel, process }) => {
  await ask({ kernel, process }, "/k:b.os/d", "CreateDrive");
  assert.is(await ask({ kernel, process }, "/k:b.os", "ReadDir"), '{"Err":"NoReadCap"}');
  process.host.saveCapabilities([{ issuer: kernel.address("vfs:distro:sys"), params: '{"root":true}' }]);
  const folder = (path: string): unknown => ({ path, file_type: "Directory" });
  const list = async (path: string): Promise<unknown> => JSON.parse(await ask({ kernel, process }, path, "ReadDir"));
  assert.equal(await list("/"), { ReadDir: [folder("k:b.os")] });
  assert.equal(await list("/k:b.os/"), { ReadDir: [folder("k:b.os/d"), folder("k:b.os/pkg")] });
});

vfs("appends that nobody waits for are all there, in their order", async ({ kernel, process, folder }) => {
  await ask({ kernel, process }, "/k:b.os/d", "CreateDrive");
  await ask({ kernel, process }, "/k:b.os/d/a", "CreateFile");
  const body = '{"path":"/k:b.os/d/a","action":"Append"}';
  for (let index = 0; index < 100; index++) {
    const blob = { mime: undefined, bytes: new TextEncoder().encode(`${index}\n`) };
    process.host.sendRequest(kernel.address("vfs:distro:sys"), request({ body }), undefined, blob);
  }
  assert.is(await ask({ kernel, process }, "/k:b.os/d/a", "SyncAll"), ok);
  const expected = Array.from({ length: 100 }, (_, index) => `${index}\n`).join("");
  assert.is(await readFile(join(folder, "vfs/k:b.os/d/a"), "utf8"), expected);
});

vfs.run();
