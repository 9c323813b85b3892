/** Zips that are not made again. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readRememberedZip, rememberZip } from "../../compiler/cli/remembered-zip.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("remembered zip");

const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text) });
const files = [file("a", "one"), file("b", "two")];

/** Whether a zip of `now` is there, once one of `files` was made and something happened. */
function isKept(now: readonly { path: string; bytes: Uint8Array }[], happen: (folder: string) => unknown = () => {}): Promise<boolean> {
  let kept = false;
  return withFiles({ "p.zip": "zip" }, async (folder) => {
    const [record, path] = [join(folder, ".hproc/zips.json"), join(folder, "p.zip")];
    await rememberZip(record, path, files, new TextEncoder().encode("zip"));
    await rememberZip(record, join(folder, "other.zip"), [], new Uint8Array());
    await happen(folder);
    kept = (await readRememberedZip(record, path, now)) !== undefined;
  }).then(() => kept);
}

test("equal files need no other zip", async () => {
  assert.ok(await isKept(files));
});

test("other files, names and orders do", async () => {
  for (const other of [
    [file("a", "one"), file("b", "2")],
    [file("a", "one"), file("c", "two")],
    [file("a", "onetwo"), file("b", "")],
    [file("a", "one")],
    [file("b", "two"), file("a", "one")],
  ]) {
    assert.not.ok(await isKept(other), JSON.stringify(other));
  }
});

test("a zip that was changed, and a record that is none, are not trusted", async () => {
  assert.not.ok(await isKept(files, (folder) => writeFile(join(folder, "p.zip"), "other")));
  assert.not.ok(await isKept(files, (folder) => writeFile(join(folder, ".hproc/zips.json"), '{ "p.zip": 5 }')));
  assert.not.ok(await isKept(files, (folder) => writeFile(join(folder, ".hproc/zips.json"), "{")));
});

test.run();
