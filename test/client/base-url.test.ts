import { suite } from "uvu";
import * as assert from "uvu/assert";
import { resolveBaseUrl } from "../../runtime/client/base-url.js";

const test = suite("where a client finds its process");

const id = "todo:todo:template.os";

const rows: readonly (readonly [page: string | undefined, url: string | undefined, base: string])[] = [
  [undefined, "http://localhost:8080", `http://localhost:8080/${id}`],
  [undefined, "http://localhost:8080/", `http://localhost:8080/${id}`],
  [undefined, "https://node.example/proxy/", "https://node.example/proxy"],
  [undefined, `http://localhost:8080/${id}/`, `http://localhost:8080/${id}`],
  // A page of the process, of one beside it, and of the package under another publisher.
  [`http://localhost:8080/${id}/`, undefined, `http://localhost:8080/${id}`],
  [`http://localhost:8080/${id}/deep/page.html?x#y`, undefined, `http://localhost:8080/${id}`],
  ["http://localhost:8080/admin:todo:template.os/", undefined, `http://localhost:8080/${id}`],
  ["https://alice.example/todo:todo:alice.os/", undefined, "https://alice.example/todo:todo:alice.os"],
  ["https://alice.example/todo%3Atodo%3Aalice.os/", undefined, "https://alice.example/todo:todo:alice.os"],
  // Pages from elsewhere, such as those of a development server.
  ["http://localhost:5173/", undefined, `http://localhost:5173/${id}`],
  ["http://localhost:5173/%zz/x", undefined, `http://localhost:5173/${id}`],
  ["http://localhost:8080/other:other:template.os/", undefined, `http://localhost:8080/${id}`],
  ["http://localhost:5173/", "http://localhost:8080", `http://localhost:8080/${id}`],
  ["http://localhost:5173/app/", "/node", "http://localhost:5173/node"],
];

for (const [page, url, base] of rows) {
  test(`${url ?? "nothing"} in ${page ?? "a program"}`, () => {
    Reflect.set(globalThis, "location", page === undefined ? undefined : { href: page });
    try {
      assert.is(resolveBaseUrl(url, id), base);
    } finally {
      Reflect.deleteProperty(globalThis, "location");
    }
  });
}

test("a program has to say it", () => {
  assert.throws(() => resolveBaseUrl(undefined, id), /^a client outside a page needs the URL of the node/);
});

test.run();
