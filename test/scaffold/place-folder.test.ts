/** A new folder is there as a whole or not at all, and nothing that is there changes. */

import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { placeFolder } from "../../compiler/scaffold/place-folder.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("new folders");

async function fill(draft: string): Promise<string> {
  await mkdir(join(draft, "inner"));
  await writeFile(join(draft, "inner/a.txt"), "a");
  await writeFile(join(draft, "b.txt"), "b");
  return "filled";
}

test("one that is not there, also within others that are not", async () => {
  await withFiles({}, async (folder) => {
    const target = join(folder, "outer/new");
    assert.is(await placeFolder(target, "new", fill), "filled");
    assert.equal((await readdir(target)).sort(), ["b.txt", "inner"]);
    assert.is(await readFile(join(target, "inner/a.txt"), "utf8"), "a");
    assert.equal(await readdir(join(folder, "outer")), ["new"]);
    // For everyone whom the user's mask lets in.
    assert.is((await stat(target)).mode, (await stat(join(folder, "outer"))).mode);
  });
});

test("an empty one stays the same folder, with its repository", async () => {
  await withFiles({ "empty/.git/HEAD": "ref" }, async (folder) => {
    const target = join(folder, "empty");
    const { ino } = await stat(target);
    await placeFolder(target, "empty", fill);
    assert.is((await stat(target)).ino, ino);
    assert.equal((await readdir(target)).sort(), [".git", "b.txt", "inner"]);
    assert.equal(await readdir(folder), ["empty"]);
  });
});

test("what is there is named, and is left", async () => {
  const files = Object.fromEntries([..."abcdefg"].map((name) => [`full/${name}.txt`, name]));
  await withFiles({ ...files, "one/b.txt": "mine", "file": "" }, async (folder) => {
    assert.is(
      await refusal(join(folder, "full"), fill),
      "UsageError: `full` is not empty, and nothing is written over; it has `a.txt`, `b.txt`, `c.txt`, `d.txt`, `e.txt` and 2 more; name a new folder",
    );
    assert.is(await refusal(join(folder, "one"), fill), "UsageError: `one` is not empty, and nothing is written over; it has `b.txt`; name a new folder");
    assert.is(await refusal(join(folder, "file"), fill), "UsageError: `file` is a file; name a new folder");
    assert.is(await readFile(join(folder, "one/b.txt"), "utf8"), "mine");
    assert.equal((await readdir(folder)).sort(), ["file", "full", "one"]);
  });
});

test("a failure leaves nothing", async () => {
  await withFiles({ "empty/.git/HEAD": "ref" }, async (folder) => {
    const failing = async (draft: string): Promise<void> => {
      await fill(draft);
      throw new Error("the disk is full");
    };
    for (const name of ["new", "empty"]) {
      assert.is(await refusal(join(folder, name), failing), "Error: the disk is full");
    }
    assert.equal(await readdir(folder), ["empty"]);
    assert.equal(await readdir(join(folder, "empty")), [".git"]);
  });
});

test("so does one at the end: what somebody has put there meanwhile stays alone", async () => {
  for (const theirs of ["inner/theirs.txt", "b.txt"]) {
    await withFiles({ "empty/.git/HEAD": "ref" }, async (folder) => {
      for (const name of ["new", "empty"]) {
        const meanwhile = async (draft: string): Promise<void> => {
          await fill(draft);
          await mkdir(dirname(join(folder, name, theirs)), { recursive: true });
          await writeFile(join(folder, name, theirs), "theirs");
        };
        assert.match(await refusal(join(folder, name), meanwhile), /ENOTEMPTY|EEXIST/);
        const there = (await readdir(join(folder, name), { recursive: true })).filter((each) => !each.startsWith(".git"));
        assert.equal(there.sort(), theirs === "b.txt" ? ["b.txt"] : ["inner", join("inner", "theirs.txt")]);
        assert.is(await readFile(join(folder, name, theirs), "utf8"), "theirs");
      }
      assert.equal((await readdir(folder)).sort(), ["empty", "new"]);
    });
  }
});

test.run();

/** Why no folder was made. */
async function refusal(target: string, fill: (draft: string) => Promise<unknown>): Promise<string> {
  try {
    await placeFolder(target, basename(target), fill);
    return "made";
  } catch (error) {
    return String(error);
  }
}
