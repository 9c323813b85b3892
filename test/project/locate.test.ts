/** Which file a path means. */

import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { locateSchema } from "../../compiler/project/locate.js";
import { UsageError } from "../../compiler/project/usage-error.js";
import { withFiles } from "../component/temporary-project.js";

const test = suite("locate");

test("a file, and the folder with it, are the same schema; messages name it as it was given", async () => {
  await withFiles(
    { "p/a.hproc": "", "p/notes.txt": "", "p/.hproc/node/x": "", "p/b.hproc/below.txt": "" },
    async (outer) => {
      const folder = join(outer, "p");
      for (const path of [folder, `${folder}/`, join(folder, "a.hproc")]) {
        assert.equal(await locateSchema(path), { folder, fileName: "a.hproc", displayPath: join(folder, "a.hproc") });
      }
    },
  );
});

test("a link to a schema counts; it stands for the folder that it lies in", async () => {
  await withFiles({ "real/a.hproc": "", "linked/notes.txt": "" }, async (outer) => {
    const folder = join(outer, "linked");
    await symlink("../real/a.hproc", join(folder, "a.hproc"));
    assert.is((await locateSchema(folder)).folder, folder);
  });
});

test("everything else is wrong use", async () => {
  await withFiles({ "two/b.hproc": "", "two/a.hproc": "", "none/notes.txt": "" }, async (folder) => {
    const expected: Readonly<Record<string, string>> = {
      missing: "there is no file or folder `<>/missing`",
      "none/notes.txt/below": "there is no file or folder `<>/none/notes.txt/below`",
      "none/notes.txt": "`<>/none/notes.txt` is not a .hproc file",
      none: "`<>/none` has no .hproc file; name one, or a folder with one",
      two: "`<>/two` has several .hproc files, a.hproc, b.hproc; name one of them",
    };
    for (const [path, message] of Object.entries(expected)) {
      const error: unknown = await locateSchema(join(folder, path)).catch((thrown: unknown) => thrown);
      assert.instance(error, UsageError);
      assert.is((error as UsageError).message.replace(folder, "<>"), message);
    }
  });
});

test.run();
