/** The HTTP port over a real loopback connection. */

import { request as sendRequest } from "node:http";
import type { OutgoingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openGateway, PortInUseError } from "../../runtime/node/gateway.js";
import type { Gateway } from "../../runtime/node/gateway.js";
import type { HttpAnswer, HttpRequest } from "../../runtime/node/services/http-server/exchange.js";
import { exchange } from "../support/raw-http.js";

interface Context {
  gateway: Gateway;
  requests: HttpRequest[];
  answer: HttpAnswer;
}

const test = suite<Context>("gateway");

test.before.each(async (context) => {
  context.requests = [];
  context.answer = { status: 200, headers: [["content-type", "text/plain"]], body: Buffer.from("hello") };
  context.gateway = await openGateway({
    port: 0,
    host: "127.0.0.1",
    handle: async (request) => {
      context.requests.push(request);
      return context.answer;
    },
  });
});
test.after.each(({ gateway }) => gateway.close());

function send(
  port: number,
  options: { method?: string; path?: string; headers?: OutgoingHttpHeaders; body?: Uint8Array },
): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> {
  const { method = "GET", path = "/", headers, body } = options;
  return new Promise((resolve, reject) => {
    const request = sendRequest({ port, host: "127.0.0.1", method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on("error", reject);
    request.end(body);
  });
}

test("hands over method, target, headers as sent, client and body", async ({ gateway, requests }) => {
  const text =
    "POST /a%20b?q=1&q=2 HTTP/1.1\r\nHost: localhost:1\r\nX-Two: 1\r\nx-two: 2\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody";
  await exchange(gateway.port, text);
  const [request] = requests;
  assert.ok(request);
  assert.equal([request.method, request.target, request.host], ["POST", "/a%20b?q=1&q=2", "localhost:1"]);
  assert.equal(request.headers.slice(1, 3), [
    ["X-Two", "1"],
    ["x-two", "2"],
  ]);
  assert.is(request.client?.address, "127.0.0.1");
  assert.is(Buffer.from(request.body).toString(), "body");
});

test("takes the path of a request that carries a whole URL", async ({ gateway, requests }) => {
  await exchange(gateway.port, "GET http://localhost:1/a?b HTTP/1.1\r\nHost: localhost:1\r\nConnection: close\r\n\r\n");
  assert.is(requests[0]?.target, "/a?b");
});

test("takes and sends bodies of many megabytes", async (context) => {
  const body = Buffer.alloc(20_000_000, "abc");
  context.answer = { status: 200, headers: [], body };
  const answer = await send(context.gateway.port, { method: "PUT", body });
  assert.ok(Buffer.from(context.requests[0]?.body ?? []).equals(body));
  assert.ok(answer.body.equals(body));
});

test("decides about the framing of an answer, whatever the process says", async (context) => {
  context.answer = {
    status: 200,
    headers: [
      ["content-length", "3"],
      ["transfer-encoding", "chunked"],
      ["connection", "upgrade"],
      ["x-a", "1"],
    ],
    body: Buffer.from("hello"),
  };
  const { headers, body } = await send(context.gateway.port, {});
  assert.equal(
    [headers["content-length"], headers["transfer-encoding"], headers["x-a"], body.toString()],
    ["5", undefined, "1", "hello"],
  );
});

test("answers to HEAD have the headers and no content", async (context) => {
  context.answer = { status: 200, headers: [["content-length", "5"]], body: new Uint8Array(0) };
  const { headers, body } = await send(context.gateway.port, { method: "HEAD" });
  assert.equal([headers["content-length"], body.length], ["5", 0]);
});

test("204 and 304 have no content either", async (context) => {
  for (const status of [204, 304]) {
    context.answer = { status, headers: [], body: new Uint8Array(0) };
    const answer = await send(context.gateway.port, {});
    assert.equal([answer.status, answer.body.length, answer.headers["content-length"]], [status, 0, undefined]);
  }
});

test("survives a client that leaves in the middle of its request", async ({ gateway, requests }) => {
  const socket = connect(gateway.port, "127.0.0.1");
  socket.on("error", () => {});
  await new Promise<void>((resolve) =>
    socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc", () => resolve()),
  );
  socket.destroy();
  await send(gateway.port, {});
  assert.is(requests.length, 1);
});

test("a port that is taken is an error with its number", async ({ gateway }) => {
  try {
    await openGateway({ port: gateway.port, host: "127.0.0.1", handle: () => assert.unreachable() as never });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, PortInUseError);
    assert.ok(error instanceof PortInUseError && error.port === gateway.port);
    assert.is(error.message, `port ${gateway.port} of 127.0.0.1 is in use by another program`);
  }
});

test("without a port it takes the first free one from 8080", async () => {
  const handle = async (): Promise<HttpAnswer> => ({ status: 200, headers: [], body: new Uint8Array(0) });
  const first = await openGateway({ host: "127.0.0.1", handle });
  const second = await openGateway({ host: "127.0.0.1", handle });
  assert.ok(first.port >= 8080 && second.port > first.port);
  await Promise.all([first.close(), second.close()]);
});

test("closing ends connections that are kept alive or wait for an answer", async () => {
  const gateway = await openGateway({ port: 0, host: "127.0.0.1", handle: () => new Promise(() => {}) });
  const waiting = send(gateway.port, {}).then(
    () => "answered",
    () => "ended",
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  await gateway.close();
  assert.is(await waiting, "ended");
});

test.run();
