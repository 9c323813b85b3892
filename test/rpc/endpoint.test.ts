/** Messages to a node from outside: what leaves, what comes back, and everything that can be in between. */

import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../compiler/project/usage-error.js";
import { createEndpoint } from "../../compiler/rpc/endpoint.js";
import { postJson } from "../../compiler/rpc/http-post.js";
import { NodeError } from "../../compiler/rpc/node-error.js";
import { withFakeNode, type Reply } from "../support/fake-node.js";

const test = suite("the endpoint of a node");

test("a message leaves as kit writes it, with the time that HTTP waits; body and blob come back", async () => {
  const blob = new TextEncoder().encode("bytes");
  await withFakeNode(
    () => ({ body: '{"Ok":1}', blob }),
    async ({ url, posted }) => {
      const request = {
        process: "p:k:b.os",
        node: "far.os",
        body: '{"Ping":null}',
        blob: Uint8Array.of(1, 2),
        timeoutSeconds: 7,
      };
      const answer = await createEndpoint(`${url}/`).send(request);
      assert.is(Buffer.from(answer?.body ?? []).toString(), '{"Ok":1}');
      assert.equal(answer?.blob, blob);
      const [{ path, headers, json } = { path: "", headers: {}, json: {} }] = posted;
      assert.equal(
        [path, headers["content-type"], headers["x-hyperware-http-server-timeout"]],
        ["/rpc:distro:sys/message", "application/json", "7"],
      );
      assert.equal(json, {
        node: "far.os",
        process: "p:k:b.os",
        expects_response: 7,
        body: '{"Ping":null}',
        mime: "application/octet-stream",
        data: "AQI=",
      });
    },
  );
});

test("no blob is none, and 408 is no answer", async () => {
  const request = { process: "p:k:b.os", body: "", timeoutSeconds: 1 };
  await withFakeNode(
    () => ({}),
    async ({ url, posted }) => {
      assert.equal(await createEndpoint(url).send(request), { body: new Uint8Array(0), blob: undefined });
      assert.equal(posted[0]?.json, { node: null, process: "p:k:b.os", expects_response: 1, body: "" });
    },
  );
  await withFakeNode(
    () => ({ status: 408, text: "" }),
    async ({ url }) => {
      assert.is(await createEndpoint(url).send(request), undefined);
    },
  );
});

const refusals: readonly (readonly [Reply, string])[] = [
  [
    { status: 403, text: "" },
    "the node at <url> takes no messages from here (403): only programs on its own machine may send them, not through a proxy, and a Hyperdrive node must have been started with `--expose-local`",
  ],
  [
    { status: 404, text: "not found" },
    "what answers at <url> is no Hyperware node: it has no /rpc:distro:sys/message (404)",
  ],
  [{ status: 400, text: "" }, "the node at <url> cannot read the message"],
  [{ status: 500, text: "" }, "what answers at <url> does not speak like a Hyperware node (status 500)"],
  [{ text: "<html>" }, "what answers at <url> does not speak like a Hyperware node (status 200)"],
  [{ text: "{}" }, "what answers at <url> does not speak like a Hyperware node (status 200)"],
  [{ text: '{"body":[256]}' }, "what answers at <url> does not speak like a Hyperware node (status 200)"],
  [
    { text: '{"body":[],"lazy_load_blob":{"bytes":"aGk="}}' },
    "what answers at <url> does not speak like a Hyperware node (status 200)",
  ],
];

for (const [reply, message] of refusals) {
  test(`status ${reply.status ?? 200} with ${JSON.stringify(reply.text)}`, async () => {
    await withFakeNode(
      () => reply,
      async ({ url }) => {
        assert.is(await failure(url), message.replace("<url>", url));
      },
    );
  });
}

test("no node at all", async () => {
  const hint = "start one with `hproc dev`, or name another with `--node URL`";
  const url = await withFakeNode(
    () => undefined,
    async (node) => node.url,
  );
  assert.is(await failure(url), `no node answers at ${url}; ${hint}`);
  assert.is(await failure("http://node.invalid"), "there is no machine node.invalid; name a node with `--node URL`");
});

test("what breaks off, and what speaks no HTTP", async () => {
  for (const said of ["", "SSH-2.0-OpenSSH\r\n"]) {
    const server = createServer((socket) => socket.resume().end(said));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    assert.match(await failure(url), `${url} cannot be reached: `);
    await new Promise((resolve) => server.close(resolve));
  }
});

test("what never answers is given up", async () => {
  await withFakeNode(
    () => undefined,
    async ({ url }) => {
      const failed = postJson(url, { json: "{}", headers: {}, timeoutSeconds: 0.05 });
      const error = await failed.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.is(error instanceof Error && "code" in error && error.code, "ETIMEDOUT");
    },
  );
});

test("what is not the URL of a node", () => {
  for (const url of ["localhost:8080", "", "ftp://a", "http://", "http://a/b", "http://a?b"]) {
    assert.throws(
      () => createEndpoint(url),
      (error: unknown) =>
        error instanceof UsageError &&
        error.message === `\`--node\` takes the URL of a node such as \`http://localhost:8080\`; found \`${url}\``,
      url,
    );
  }
});

test.run();

async function failure(url: string): Promise<string> {
  const request = { process: "p:k:b.os", body: "", timeoutSeconds: 1 };
  return await createEndpoint(url)
    .send(request)
    .then(
      () => "an answer",
      (error: unknown) => (error instanceof NodeError ? error.message : `another error: ${error}`),
    );
}
