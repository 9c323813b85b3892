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

/** What is in the file that is the schema, and what in the one beside it. */
const besides: Readonly<Record<string, readonly [schema: string, other: string]>> = {
  "a library of types": ["package a:b.os@0.1.0\nprocess P { local f() }\n", "record T { x: u8 }\n"],
  "an empty file": ["process P { local f() }\n", ""],
  "a schema of types alone": ["/// Documented.\npackage a:b.os@0.1.0\nrecord T { x: u8 }\n", "record T { x: u8 }\n"],
  "a library with processes, without package": ["package a:b.os@0.1.0\n", "process P { local f() }\n"],
  "a broken library": ["package a:b.os@0.1.0\n", "record T { x u8 }\n/* package a:b.os@0.1.0 */\n"],
  "a library, and its own line is broken": ["package a\nrecord T { x: u8 }\n", "record T { package: u8 }\n"],
  "a library, and a forgotten package": ["process P {\n  local f(\n}\n", "enum E { A }\n"],
};

for (const [what, [schema, other]] of Object.entries(besides)) {
  test(`of two files, the schema is the one beside ${what}`, async () => {
    for (const [fileName, otherName] of [["a", "b"], ["b", "a"]] as const) {
      await withFiles({ [`${fileName}.hproc`]: schema, [`${otherName}.hproc`]: other }, async (folder) => {
        assert.is((await locateSchema(folder)).fileName, `${fileName}.hproc`);
      });
    }
  });
}

test("a link that leads nowhere, and a folder, are no schemas beside another", async () => {
  await withFiles({ "a.hproc": "package a:b.os@0.1.0\n", "c.hproc/notes.txt": "" }, async (folder) => {
    await symlink("gone.hproc", join(folder, "b.hproc"));
    assert.is((await locateSchema(folder)).fileName, "a.hproc");
  });
});

test("everything else is wrong use", async () => {
  const files = {
    "two/b.hproc": "package b:b.os@0.1.0\n",
    "two/a.hproc": "package a:b.os@0.1.0\n",
    "two/types.hproc": "record T { x: u8 }\n",
    "types/b.hproc": "record T { x: u8 }\n",
    "types/a.hproc": "",
    "none/notes.txt": "",
  };
  await withFiles(files, async (folder) => {
    const expected: Readonly<Record<string, string>> = {
      missing: "there is no file or folder `<>/missing`",
      "none/notes.txt/below": "there is no file or folder `<>/none/notes.txt/below`",
      "none/notes.txt": "`<>/none/notes.txt` is not a .hproc file",
      none: "`<>/none` has no .hproc file; name one, or a folder with one",
      two: "`<>/two` has several schemas, a.hproc, b.hproc; name one of them",
      types: "`<>/types` has several .hproc files, a.hproc, b.hproc, of which none has a `package` line; name one of them",
    };
    for (const [path, message] of Object.entries(expected)) {
      const error: unknown = await locateSchema(join(folder, path)).catch((thrown: unknown) => thrown);
      assert.instance(error, UsageError);
      assert.is((error as UsageError).message.replace(folder, "<>"), message);
    }
  });
});

test.run();
