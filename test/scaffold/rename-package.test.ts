/** A template under another name: what changes in its files, and what does not. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { renamePackage } from "../../compiler/scaffold/rename-package.js";

const test = suite("templates under another name");

const schema = `/// The package todo:template.os of todo.
package todo:template.os@2.3.4

process Todo {
  name "todo:todo:template.os"
  world "todo-template-dot-os-v0"
  uses helper:todo:template.os as todo
  uses todo:other:template.os as other
  endpoint http "/todo"
  http GET "/todo"  todo() -> string
}

process Helper {
  world "world-of-its-own"
  local  todo() -> string
}
`;

const renamedSchema = `/// The package todo:template.os of todo.
package my-list:alice.os@0.1.0

process Todo {
  name "todo:todo:template.os"
  world "my-list-alice-dot-os-v0"
  uses helper:my-list:alice.os as todo
  uses todo:other:template.os as other
  endpoint http "/todo"
  http GET "/todo"  todo() -> string
}

process Helper {
  world "world-of-its-own"
  local  todo() -> string
}
`;

/** Files beside the schema, with what they become. */
const texts: readonly (readonly [path: string, text: string, renamed: string])[] = [
  ["ui/index.html", '<a href="/todo:todo:template.os/todo.css">', '<a href="/todo:my-list:alice.os/todo.css">'],
  ["todo.ts", '"our@helper:todo:template.os", `todo:todo:template.os`.', '"our@helper:my-list:alice.os", `todo:my-list:alice.os`.'],
  // Others, though they end or begin in the same way.
  ["a.ts", "my-todo:todo:template.os x:todo:todo:template.os", "my-todo:todo:template.os x:todo:todo:template.os"],
  ["b.ts", "todo:todo:template.os.net todo:todo:template.osx", "todo:todo:template.os.net todo:todo:template.osx"],
  ["c.ts", "todo:todo:template.os_x todo:todo:template.os:x", "todo:todo:template.os_x todo:todo:template.os:x"],
  ["d.ts", "todo todo:template.os template.os Todo", "todo todo:template.os template.os Todo"],
  // Not a text.
  ["assets/photo.png", "todo:todo:template.os", "todo:todo:template.os"],
];

test("the schema by its grammar, other texts by the ids of processes", () => {
  const files = [["todo.hproc", schema] as const, ...texts].map(([path, text]) => ({ path, content: Buffer.from(text) }));
  const renamed = renamePackage(files, { name: "my-list", publisher: "alice.os" });
  assert.equal([renamed.schema, renamed.processIds], ["todo.hproc", ["todo:my-list:alice.os", "helper:my-list:alice.os"]]);
  assert.equal(
    renamed.files.map(({ path, content }) => [path, content.toString()]),
    [["todo.hproc", renamedSchema], ...texts.map(([path, , text]) => [path, text])],
  );
});

test("bytes that are no text stay as they are", () => {
  const content = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
  const files = [{ path: "todo.hproc", content: Buffer.from(schema) }, { path: "ui/photo.webp", content }];
  const [, photo] = renamePackage(files, { name: "my-list", publisher: "alice.os" }).files;
  assert.equal(photo?.content, content);
});

test.run();
