/** `POST /rpc:distro:sys/message`: messages from programs outside the node, and what they get back. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { HttpAnswer, HttpRequest } from "../../runtime/node/services/http-server/exchange.js";
import { HttpServer } from "../../runtime/node/services/http-server/server.js";
import { parseRpcMessage } from "../../runtime/node/services/http-server/rpc.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import type { FakeProcess, FakeProcessOptions } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe, textOf } from "../support/host-world.js";

const path = "/rpc:distro:sys/message";

interface World {
  readonly kernel: FakeKernel;
  readonly server: HttpServer;
  readonly process: FakeProcess;
  post(body: unknown, fields?: Partial<HttpRequest>): Promise<HttpAnswer>;
}

function createWorld(options: FakeProcessOptions & { readonly exposeLocal?: boolean } = {}): World {
  const { exposeLocal = true, ...processOptions } = options;
  const kernel = new FakeKernel();
  const secret = bytes("a secret of at least thirty-two bytes");
  const server = new HttpServer(kernel.kernel, kernel.clock, { secret, exposeLocal, timeoutSeconds: 15 });
  const process = kernel.process("p:k:b.os", { mayMessage: ["http-server:distro:sys"], ...processOptions });
  return {
    kernel,
    server,
    process,
    async post(body, fields = {}) {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const client = { address: "127.0.0.1", port: 4711 };
      const rest = { method: "POST", target: path, host: "localhost:8080", headers: [], client };
      return await server.handle({ ...rest, ...fields, body: bytes(text) });
    },
  };
}

function respond({ kernel, process }: World, body: string, blob?: string): void {
  process.host.sendResponse(
    { inherit: false, body: bytes(body), metadata: "ignored", capabilities: [] },
    blob === undefined ? undefined : { mime: "text/plain", bytes: bytes(blob) },
  );
  kernel.pump();
}

const test = suite("the RPC endpoint");

test("a message arrives as from the http-server, with body, metadata and blob", async () => {
  const world = createWorld();
  const answer = world.post({
    node: null,
    process: "p:k:b.os",
    inherit: true,
    expects_response: 20,
    body: '{"Ping":null}',
    metadata: "meta",
    context: "ignored",
    mime: "text/plain",
    data: Buffer.from("hello").toString("base64"),
  });
  const received = world.process.receive();
  assert.ok(received.tag === "ok" && received.val[1].tag === "request");
  const [source, message] = received.val;
  assert.equal(source, {
    node: "test.os",
    process: { processName: "http-server", packageName: "distro", publisherNode: "sys" },
  });
  const { inherit, expectsResponse, body, metadata } = message.val;
  assert.equal([inherit, expectsResponse, textOf(body), metadata], [false, 20n, '{"Ping":null}', "meta"]);
  const blob = world.process.host.getBlob();
  assert.equal([blob?.mime, textOf(blob?.bytes ?? bytes(""))], ["text/plain", "hello"]);

  respond(world, '{"Ok":1}', "hi");
  const { status, headers, body: json } = await answer;
  assert.equal([status, headers], [200, [["content-type", "text/html"]]]);
  // The blob's bytes are those of the text `aGk=`.
  assert.is(
    textOf(json),
    '{"body":[123,34,79,107,34,58,49,125],"lazy_load_blob":{"mime":"text/plain","bytes":[97,71,107,61]}}',
  );
});

test("an answer without a blob", async () => {
  const world = createWorld();
  const answer = world.post({ process: "p:k:b.os", expects_response: 1 });
  assert.is(describe(world.process.receive()), "request ");
  assert.is(world.process.host.getBlob(), undefined);
  respond(world, "");
  assert.is(textOf((await answer).body), '{"body":[],"lazy_load_blob":null}');
});

test("a process that passes the message on lets another one answer it", async () => {
  const world = createWorld();
  const other = world.kernel.process("q:k:b.os", {
    mayMessage: ["http-server:distro:sys"],
    guest: (_, process) => process.host.sendResponse(request({ body: "q" }), undefined),
  });
  const answer = world.post({ process: "p:k:b.os", expects_response: 5, body: "A" });
  world.process.receive();
  world.process.host.sendRequest(other.our, request({ body: "B", inherit: true }), undefined, undefined);
  world.kernel.pump();
  assert.is(textOf((await answer).body), '{"body":[113],"lazy_load_blob":null}');
});

test("nobody waits without `expects_response`: 200 at once, whatever becomes of the message", async () => {
  const world = createWorld();
  for (const process of ["p:k:b.os", "nobody:k:b.os"]) {
    const { status, body } = await world.post({ process, body: "A" });
    assert.equal([status, body.length], [200, 0]);
  }
  assert.is(describe(world.process.receive()), "request A");
});

test("the client waits as long as HTTP does, and not as the message says", async () => {
  const world = createWorld();
  let status = 0;
  void world.post({ process: "p:k:b.os", expects_response: 1 }).then((answer) => (status = answer.status));
  world.kernel.advance(14_999);
  await Promise.resolve();
  assert.is(status, 0);
  world.kernel.advance(1);
  await new Promise((resolve) => setImmediate(resolve));
  assert.is(status, 408);

  const headers = [["X-Hyperware-Http-Server-Timeout", "2"]] as const;
  const hurried = world.post({ process: "p:k:b.os", expects_response: 60 }, { headers });
  world.kernel.advance(2000);
  assert.equal([(await hurried).status, (await hurried).body.length], [408, 0]);
});

test("a process that is not there, that may not be messaged, or that may not answer: 408 after the whole wait", async () => {
  const cases: readonly (readonly [FakeProcessOptions, string])[] = [
    [{}, "nobody:k:b.os"],
    [{ isPublic: false }, "p:k:b.os"],
    [{ mayMessage: [], guest: (_, process) => process.host.sendResponse(request(), undefined) }, "p:k:b.os"],
  ];
  for (const [options, process] of cases) {
    const world = createWorld(options);
    const answer = world.post({ process, expects_response: 5 });
    world.kernel.advance(15_000);
    assert.is((await answer).status, 408);
  }
});

test("400 for what is no message", async () => {
  const world = createWorld();
  const bad: readonly unknown[] = [
    "",
    "nonsense",
    "[]",
    {},
    { process: "p:k" },
    { process: 1 },
    { process: "p:k:b.os", body: {} },
    { process: "p:k:b.os", node: 1 },
    { process: "p:k:b.os", inherit: "yes" },
    { process: "p:k:b.os", context: 1 },
    { process: "p:k:b.os", expects_response: -1 },
    { process: "p:k:b.os", expects_response: 1.5 },
    '{"process":"p:k:b.os","expects_response":18446744073709551616}',
  ];
  for (const body of bad) {
    const { status, body: content } = await world.post(body);
    assert.equal([status, content.length], [400, 0], JSON.stringify(body));
  }
  world.kernel.pump();
  assert.is(world.process.waitingCount, 0);
});

test("a blob that is not padded base64 is none", () => {
  const read = (data: string) => parseRpcMessage(bytes(JSON.stringify({ process: "p:k:b.os", data })))?.blob;
  for (const data of ["aGk", "aGk\n=", "aG k=", "aGl=", "!", "aGk=="]) assert.is(read(data), undefined, data);
  assert.equal(read(""), { mime: undefined, bytes: bytes("") });
  assert.equal(read("aGk="), { mime: undefined, bytes: bytes("hi") });
});

test("every digit of `expects_response` counts, and unknown keys do not", () => {
  const message = parseRpcMessage(bytes('{"process":"p:k:b.os","expects_response":18446744073709551615,"more":[]}'));
  assert.is(message?.expectsResponse, 18446744073709551615n);
});

test("only programs of this machine, on a node that is open to them: else 403 with nothing in it", async () => {
  const message = { process: "p:k:b.os", body: "A" };
  const remote = { client: { address: "192.168.1.7", port: 1 } };
  const forbidden: readonly (readonly [boolean, Partial<HttpRequest>])[] = [
    [false, {}],
    [true, remote],
    [true, { headers: [["X-Forwarded-For", "127.0.0.1"]] }],
    [true, { headers: [["X-Real-Ip", "127.0.0.1"]] }],
    // A page that the user has open.
    [true, { headers: [["Origin", "https://example.com"]] }],
    [true, { headers: [["Origin", "http://localhost.example.com:8080"]] }],
    [true, { headers: [["Origin", "null"]] }],
  ];
  for (const [exposeLocal, fields] of forbidden) {
    const world = createWorld({ exposeLocal });
    const { status, body } = await world.post(message, fields);
    assert.equal([status, body.length], [403, 0]);
    world.kernel.pump();
    assert.is(world.process.waitingCount, 0);
  }
  const allowed: readonly Partial<HttpRequest>[] = [
    { client: { address: "::1", port: 1 } },
    { headers: [["Origin", "http://localhost:5173"]] },
    { method: "GET", target: `${path}/` },
  ];
  for (const fields of allowed) assert.is((await createWorld().post(message, fields)).status, 200);
});

test("a message to another node goes there, and its answer comes back", async () => {
  const sent: string[] = [];
  const kernel = new FakeKernel({
    transport: {
      send({ id, target, source }) {
        sent.push(target.node);
        const message = { tag: "response", val: [{ ...request({ body: "far" }) }, undefined] } as const;
        kernel.kernel.post({ id, source: target, target: source, rsvp: undefined, message, blob: undefined });
      },
    },
  });
  const server = new HttpServer(kernel.kernel, kernel.clock, {
    secret: bytes("a secret of at least thirty-two bytes"),
    exposeLocal: true,
    timeoutSeconds: 15,
  });
  const body = bytes('{"node":"far.os","process":"p:k:b.os","expects_response":5}');
  const client = { address: "127.0.0.1", port: 1 };
  const answer = server.handle({ method: "POST", target: path, host: undefined, headers: [], client, body });
  kernel.pump();
  assert.is(textOf((await answer).body), '{"body":[102,97,114],"lazy_load_blob":null}');
  assert.equal(sent, ["far.os"]);
});

test.run();
