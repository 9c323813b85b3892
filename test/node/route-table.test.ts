/** Which bound pattern a path belongs to. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { RouteTable } from "../../runtime/node/services/http-server/route-table.js";

interface Row {
  readonly patterns: readonly string[];
  readonly path: string;
  /** The pattern, and its parameters. */
  readonly found: readonly [string, Readonly<Record<string, string>>] | undefined;
}

const rows: readonly Row[] = [
  { patterns: ["/a/b"], path: "/a/b", found: ["/a/b", {}] },
  { patterns: ["/a/b"], path: "/a/B", found: undefined },
  { patterns: ["/a"], path: "/a/b", found: undefined },
  { patterns: [""], path: "", found: ["", {}] },
  { patterns: ["/a"], path: "a", found: ["/a", {}] },
  { patterns: ["/items/:id"], path: "/items/42", found: ["/items/:id", { id: "42" }] },
  { patterns: ["/items/:id"], path: "/items/", found: undefined },
  { patterns: ["/items/:id"], path: "/items/4/2", found: undefined },
  { patterns: ["/items/:id"], path: "/items/a.b.c", found: ["/items/:id", { id: "a.b.c" }] },
  { patterns: ["/items/:id"], path: "/items/a%20b", found: ["/items/:id", { id: "a%20b" }] },
  { patterns: ["/d/:name.json"], path: "/d/x.json", found: ["/d/:name.json", { name: "x" }] },
  { patterns: ["/d/:name.json"], path: "/d/x.y.json", found: ["/d/:name.json", { name: "x.y" }] },
  { patterns: ["/d/:name.json"], path: "/d/x.xml", found: undefined },
  { patterns: ["/files/*rest"], path: "/files/a/b.txt", found: ["/files/*rest", { rest: "a/b.txt" }] },
  { patterns: ["/files/*rest"], path: "/files", found: undefined },
  { patterns: ["/files/*rest"], path: "/files/", found: undefined },
  { patterns: ["/files/*rest/end"], path: "/files/a/end/b/end", found: ["/files/*rest/end", { rest: "a/end/b" }] },
  { patterns: ["/a/:", "/b/*"], path: "/a/x", found: ["/a/:", {}] },
  { patterns: ["/a/:", "/b/*"], path: "/b/x/y", found: ["/b/*", {}] },
  { patterns: ["/api/:id", "/api/new"], path: "/api/new", found: ["/api/new", {}] },
  { patterns: ["/api/new", "/api/:id"], path: "/api/new", found: ["/api/new", {}] },
  { patterns: ["/api/:id", "/api/new"], path: "/api/newer", found: ["/api/:id", { id: "newer" }] },
  { patterns: ["/api/*rest", "/api/:id"], path: "/api/1", found: ["/api/:id", { id: "1" }] },
  { patterns: ["/api/*rest", "/api/:id"], path: "/api/1/2", found: ["/api/*rest", { rest: "1/2" }] },
  { patterns: ["/:a/:b", "/x/*rest"], path: "/x/y", found: ["/x/*rest", { rest: "y" }] },
  { patterns: ["/*rest", "/:a/:b"], path: "/x/y", found: ["/:a/:b", { a: "x", b: "y" }] },
  { patterns: ["/a/:x", "/:x/a"], path: "/a/a", found: ["/a/:x", { x: "a" }] },
  { patterns: ["/:x/a", "/a/:x"], path: "/a/a", found: ["/:x/a", { x: "a" }] },
  // The branch through `:` is older, whichever pattern came first to its end.
  { patterns: ["/:x/b", "/a/:y", "/:x/a"], path: "/a/a", found: ["/:x/a", { x: "a" }] },
  { patterns: ["/api/:id", "/api/:other"], path: "/api/1", found: ["/api/:other", { other: "1" }] },
  { patterns: ["/:a/:b/c"], path: "/ü/日本/c", found: ["/:a/:b/c", { a: "ü", b: "日本" }] },
  {
    patterns: ["/:__proto__"],
    path: "/x",
    found: ["/:__proto__", JSON.parse('{"__proto__":"x"}') as Record<string, string>],
  },
  { patterns: ["//a"], path: "//a", found: ["//a", {}] },
];

const test = suite("route table");

for (const { patterns, path, found } of rows) {
  test(`${patterns.join(" ")} for ${path}`, () => {
    const table = new RouteTable<string>();
    for (const pattern of patterns) table.add(pattern, pattern);
    const match = table.find(path);
    assert.equal(match && [match.target, match.parameters], found);
  });
}

test("finds nothing in an empty table", () => {
  assert.is(new RouteTable<string>().find("/a"), undefined);
});

test.run();
