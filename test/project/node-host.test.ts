/** The real file system: what is missing, what cannot be read, and writing in one step. */

import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { nodeHost, writeAtomically } from "../../compiler/project/node-host.js";
import { describeSystemError, isSystemError } from "../../compiler/project/system-error.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("node host");

test("a file or folder that is not there is undefined or empty, also below a file", async () => {
  await withFiles({ file: "" }, async (folder) => {
    assert.is(await nodeHost.read(join(folder, "missing")), undefined);
    assert.is(await nodeHost.read(join(folder, "file/below")), undefined);
    assert.equal(await nodeHost.list(join(folder, "missing")), []);
    await nodeHost.remove(join(folder, "missing"));
  });
});

test("lists files below a folder with `/`, by code units", async () => {
  await withFiles({ "b/c.ts": "", "b/B.ts": "", "a.ts": "", "é.ts": "", "Z/z": "" }, async (folder) => {
    assert.equal(await nodeHost.list(folder), ["Z/z", "a.ts", "b/B.ts", "b/c.ts", "é.ts"]);
  });
});

test("writes with folders, over what was there, and leaves no draft", async () => {
  await withFiles({ "a/old.txt": "before" }, async (folder) => {
    await nodeHost.write(join(folder, "a/old.txt"), "after");
    await nodeHost.write(join(folder, "b/c/new.txt"), "new");
    assert.equal(await nodeHost.list(folder), ["a/old.txt", "b/c/new.txt"]);
    assert.is(await readFile(join(folder, "a/old.txt"), "utf8"), "after");
  });
});

test("of writes at the same time one wins as a whole", async () => {
  await withFiles({}, async (folder) => {
    const path = join(folder, "file");
    const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
    await Promise.all(texts.map((text) => writeAtomically(path, text)));
    assert.ok(texts.includes(await readFile(path, "utf8")));
    assert.equal(await readdir(folder), ["file"]);
  });
});

test("a write that fails leaves what was there, and no draft", async () => {
  await withFiles({ "target/kept.txt": "kept" }, async (folder) => {
    assert.match(await refusalOf(writeAtomically(join(folder, "target"), "text")), / \(rename, E\w+\)$/);
    assert.equal(await nodeHost.list(folder), ["target/kept.txt"]);
  });
});

test("failures name the file and what was tried", async () => {
  await withFiles({ file: "" }, async (folder) => {
    await mkdir(join(folder, "folder"));
    await symlink("loop", join(folder, "loop"));
    const refusals = [
      nodeHost.read(join(folder, "folder")),
      nodeHost.read(join(folder, "loop")),
      nodeHost.list(join(folder, "loop")),
      nodeHost.write(join(folder, "file/below/new.txt"), ""),
      nodeHost.remove(join(folder, "folder")),
    ];
    assert.equal(
      (await Promise.all(refusals.map(refusalOf))).map((text) => text.replace(`${folder}/`, "")),
      [
        "folder: illegal operation on a directory (read, EISDIR)",
        "loop: too many symbolic links encountered (open, ELOOP)",
        "loop: too many symbolic links encountered (scandir, ELOOP)",
        "file/below: not a directory (mkdir, ENOTDIR)",
        "folder: illegal operation on a directory (rm, ERR_FS_EISDIR)",
      ],
    );
  });
});

test.run();

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error("it worked"),
    (thrown: unknown) => thrown,
  );
  if (!isSystemError(error)) throw error;
  return describeSystemError(error);
}
