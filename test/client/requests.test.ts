/** What the client of a schema sends for the arguments of a call. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { loadClient } from "../support/client.js";
import { createProject } from "../support/project.js";

const test = suite("requests of a client");

const project = await createProject("test/cases/subject/project");
const loaded = await loadClient(project, "subject");

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

let sent: Sent | undefined;
const url = "http://node.test";
const client = loaded.create(url, {
  headers: { Authorization: "one" },
  fetch: (target, { method = "", headers, body }) => {
    const plain = headers as Readonly<Record<string, string>>;
    sent = { url: target.slice(`${url}/subject:subject:test.os`.length), method, headers: plain, body: body as Sent["body"] };
    return Promise.resolve(new Response("null"));
  },
});

const json = { authorization: "one", "content-type": "application/json" };
const item = { id: 18446744073709551615n, label: "x", tags: [] };
const bytes = new Uint8Array([0, 255]);

const rows: readonly (readonly [name: string, values: readonly unknown[], sent: string, body?: string | Uint8Array])[] = [
  // Paths.
  ["getItem", [18446744073709551615n], "GET /api/items/18446744073709551615"],
  ["order", ["a/b c?#%é{x}"], "GET /api/orders/a%2Fb%20c%3F%23%25%C3%A9%7Bx%7D"],
  ["order", ["$&"], "GET /api/orders/%24%26"],
  // Queries: what is left out is left to the process.
  ["listItems", [], "GET /api/items"],
  ["listItems", ["Newest", undefined], "GET /api/items?mode=Newest"],
  ["listItems", [undefined, 3], "GET /api/items?limit=3"],
  ["search", [["a", "é&="], new Set([1n, 2n])], "GET /api/search?tags=a%2C%C3%A9%26%3D&id=1%2C2"],
  ["search", [[], new Set([1n]), ["Newest"], []], "GET /api/search?tags=&id=1&modes=Newest&words="],
  ["search", [["a,b", "c"], new Set([1n])], "GET /api/search?tags%5B0%5D=a%2Cb&tags%5B1%5D=c&id=1"],
  ["search", [[""], new Set([1n])], "GET /api/search?tags%5B0%5D=&id=1"],
  ["search", [["", ""], new Set([1n])], "GET /api/search?tags=%2C&id=1"],
  // Bodies name their handler.
  ["refuse", ["Refuse"], "POST /api/refuse", '{"Refuse":"Refuse"}'],
  ["putItem", [1n, item], "PUT /api/items/1", '{"PutItem":{"id":18446744073709551615,"label":"x","tags":[],"note":null}}'],
  ["echo", [{ Echo: 1 }], "POST /api/echo", '{"Echo":{"Echo":1}}'],
  ["putLook", [], "PUT /api/look", '"PutLook"'],
  ["addItem", ["x"], "POST /api/items", '{"AddItem":["x"]}'],
  ["addItem", ["x", ["t"]], "POST /api/items", '{"AddItem":["x",["t"]]}'],
  ["removeItem", [1n], "DELETE /api/items/1"],
  // Bytes are the body, where there are some.
  ["digest", [bytes], "POST /api/digest", bytes],
  ["page", [], "GET /api/page"],
  ["upload", [{ body: "text" }], "POST /api/upload", "text"],
];

for (const [name, values, expected, body] of rows) {
  test(`${name}(${values.map(String).join(", ")})`, async () => {
    sent = undefined;
    await client[name]?.(...values);
    assert.ok(sent);
    const { method, url: path, headers, body: found } = sent as Sent;
    assert.equal([`${method} ${path}`, found], [expected, body]);
    const type = name === "digest" ? { ...json, "content-type": "application/octet-stream" } : json;
    assert.equal(headers, body === undefined || name === "upload" ? { authorization: "one" } : type);
  });
}

test("header parameters, and headers of a call, which they win over", async () => {
  await client["whoAmI"]?.(7, "en", undefined, { headers: { "X-User": "other", "X-More": "1" } });
  assert.equal(sent?.headers, { authorization: "one", "x-user": "7", "accept-language": "en", "x-more": "1" });
});

test("of a time beyond the node's own, the node is told", async () => {
  await client["greeting"]?.({ timeoutMs: 15_000 });
  assert.equal(sent?.headers, { authorization: "one" });
  await client["greeting"]?.({ timeoutMs: 20_500 });
  assert.equal(sent?.headers, { authorization: "one", "x-hyperware-http-server-timeout": "21" });
});

const misfits: readonly (readonly [name: string, values: readonly unknown[], problem: string])[] = [
  ["addItem", ["", ["x"]], "body.label: expected string of 1 to 20 characters, found string \"\""],
  ["addItem", ["x", [1]], "body.tags[0]: expected string, found number 1"],
  ["putItem", [1n, { ...item, id: 1 }], "body.item.id: expected u64, found number 1"],
  ["getItem", [undefined], "path.id: expected u64, found nothing"],
  ["order", [""], 'path.size: expected text that a path can carry, found ""'],
  ["order", [".."], 'path.size: expected text that a path can carry, found ".."'],
  ["search", [["a"], new Set()], "query.id: expected set<u64> of 1 to 3 items, found object"],
  ["whoAmI", [1, "é"], "header.accept-language: expected visible ASCII, which a header can carry, found other characters"],
  ["whoAmI", [1, "en "], "header.accept-language: expected visible ASCII, which a header can carry, found other characters"],
  ["readKey", ["abcdefghijk", 1], "path.key: expected string of 4 to 9 characters, found (secret)"],
  ["digest", [[1]], "body.data: expected bytes, found list of 1"],
  ["digest", [new Uint8Array()], "body.data: expected bytes of length 1 to 100000, found 0 bytes"],
];

for (const [name, values, problem] of misfits) {
  test(`nothing is sent: ${problem}`, async () => {
    sent = undefined;
    const outcome = await client[name]?.(...values);
    assert.ok(outcome?.tag === "rejected");
    const { status, code, problems, id } = outcome;
    assert.equal([status, code, id], [undefined, "client/does-not-fit", undefined]);
    assert.equal(problems.map(({ path, expected, found }) => `${path}: expected ${expected}, found ${found}`), [problem]);
    assert.is(sent, undefined);
  });
}

test("every argument that does not fit is told", async () => {
  const outcome = await client["putItem"]?.(-1n, { ...item, label: "" });
  assert.ok(outcome?.tag === "rejected");
  assert.equal(outcome.problems.map(({ path }) => path), ["path.id", "body.item.label"]);
  assert.is(outcome.message, "the arguments do not fit PutItem: path.id: expected u64, found number -1");
});

test.after(() => project.remove());
test.run();
