import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readServerMessage } from "../../runtime/guest/server-message.js";

const processId = "todo:todo:template.os";
function readHttpRequest(body: Uint8Array, id: string) {
  const message = readServerMessage(body, id);
  return message?.kind === "http" ? message.request : undefined;
}

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

const http = (fields: object) => ({
  Http: {
    source_socket_addr: null,
    method: "GET",
    url: `http://localhost/${processId}/api/tasks`,
    bound_path: `/${processId}/api/tasks`,
    headers: { host: "localhost:8080" },
    url_params: {},
    query_params: { filter: "Open" },
    ...fields,
  },
});

const reading = suite("requests of the http-server");

reading("path and pattern lose the process's prefix", () => {
  const { method, url, path, boundPath, headers, query } = readHttpRequest(bytes(http({})), processId) ?? {};
  assert.equal({ method, url, path, boundPath, headers, query }, {
    method: "GET",
    url: "http://localhost/todo:todo:template.os/api/tasks",
    path: "/api/tasks",
    boundPath: "/api/tasks",
    headers: new Map([["host", "localhost:8080"]]),
    query: new Map([["filter", "Open"]]),
  });
});

for (const [url, bound, path, boundPath] of [
  [`http://localhost/${processId}`, `/${processId}`, "/", "/"],
  [`http://localhost/${processId}/a%20b`, `/${processId}/:x`, "/a%20b", "/:x"],
  [`http://localhost/${processId}x/a`, `/${processId}x/a`, "/a", `/${processId}x/a`],
  [`http://localhost/${processId}/a/b`, `/${processId}/a/b`, "/a/b", "/a/b"],
  [`http://localhost/${processId}/x/${processId}/a`, `/${processId}/a`, `/x/${processId}/a`, "/a"],
  [`/${processId}/a`, `/${processId}/a`, "/a", "/a"],
  ["http://localhost", `/${processId}/a`, "/", "/a"],
] as const) {
  reading(`${url} bound as ${bound}`, () => {
    const request = readHttpRequest(bytes(http({ url, bound_path: bound })), processId);
    assert.equal([request?.path, request?.boundPath], [path, boundPath]);
  });
}

for (const body of [{}, { Http: 1 }, { Http: { method: "GET" } }, [], "Http", null, { WebSocketClose: 1 }]) {
  reading(`${JSON.stringify(body)} is no HTTP request`, () => {
    assert.is(readHttpRequest(bytes(body), processId), undefined);
  });
}

reading("bytes that are no JSON are no HTTP request", () => {
  assert.is(readHttpRequest(new Uint8Array([0xff]), processId), undefined);
});

reading("a lone surrogate is no text of a request", () => {
  const text = JSON.stringify(http({ method: "X" })).replace('"X"', '"\\ud800"');
  assert.is(readHttpRequest(new TextEncoder().encode(text), processId), undefined);
});

reading.run();
