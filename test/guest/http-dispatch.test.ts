/** A handler is reached only through a binding of its own endpoint: the binding decides whether a login was asked for. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { json, secretOf, string, type HandlerTable, type ProcessTable, type RouteSegment } from "../../runtime/contract/index.js";
import { HttpDispatcher, type HttpDispatch } from "../../runtime/guest/http-dispatch.js";

function handler(name: string, path: string, endpoint: string): HandlerTable {
  const segments: RouteSegment[] = path
    .split("/")
    .filter((piece) => piece !== "")
    .map((piece) => (piece.startsWith("{") ? { kind: "parameter", name: piece.slice(1, -1) } : { kind: "literal", text: piece }));
  return {
    name,
    wireName: name,
    local: false,
    remote: false,
    http: { methods: ["GET"], path: segments, endpoints: [endpoint], catchAll: false },
    parameters: [],
    returns: { kind: "json", codec: json, status: undefined },
  };
}

const table: ProcessTable<unknown> = {
  name: "Subject",
  id: "g:test:test.os",
  title: "Subject",
  save: { kind: "never" },
  timeoutMs: undefined,
  log: { terminal: "debug", file: "none", requests: "none" },
  needs: [],
  state: { schemaHash: "none", initial: () => ({}), decode: () => ({}), encode: () => "{}" },
  endpoints: [
    { path: "/api", authenticated: false, localOnly: false, secureSubdomain: false },
    { path: "/api/admin", authenticated: true, localOnly: false, secureSubdomain: false },
  ],
  socketEndpoints: [],
  timers: [],
  sockets: [],
  clients: [],
  ui: undefined,
  init: false,
  handlers: [
    handler("users", "/api/{team}/users", "/api"),
    handler("adminUsers", "/api/admin/users", "/api/admin"),
    handler("adminUser", "/api/admin/users/{id}", "/api/admin"),
  ],
  uses: {},
};

const dispatcher = new HttpDispatcher(table);

function reach(path: string, boundPath: string): string {
  const request = { method: "GET", url: `http://localhost/g:test:test.os${path}`, path, boundPath, contentType: undefined, headers: new Map(), query: new Map() };
  const dispatch = dispatcher.dispatch(request, new Uint8Array(0));
  return dispatch.kind === "run" ? dispatch.handler.name : dispatch.kind === "failure" ? dispatch.failure.code : dispatch.kind;
}

const scopes = suite("the endpoint of a request");

for (const [path, boundPath, outcome] of [
  ["/api/red/users", "/api/:team/users", "users"],
  ["/api/admin/users", "/api/admin/users", "adminUsers"],
  ["/api/admin/users/7", "/api/admin/users/:id", "adminUser"],
  // The open binding matches these paths too, but they belong to the endpoint that asks for a login.
  ["/api/admin/users", "/api/:team/users", "route/not-found"],
  ["/api/admin/users/7", "/api/*rest", "route/not-found"],
  // And the other way round.
  ["/api/red/users", "/api/admin/*rest", "route/not-found"],
  // The user interface's binding is of no endpoint.
  ["/api/red/users", "/", "route/not-found"],
  ["/api/admin/users", "/", "route/not-found"],
] as const) {
  scopes(`${path} through ${boundPath}: ${outcome}`, () => {
    assert.is(reach(path, boundPath), outcome);
  });
}

scopes.run();

const secrets = suite("a secret in a path");

const secretHandler: HandlerTable = {
  ...handler("revoke", "/api/tokens/{token}", "/api"),
  parameters: [{ name: "token", codec: secretOf(string), fallback: undefined, from: "path", key: "token", text: secretOf(string) }],
};

function dispatchSecret(method: string, path = "/api/tokens/hunter2"): HttpDispatch {
  const own = new HttpDispatcher({ ...table, handlers: [...table.handlers, secretHandler] });
  const request = { method, url: "", path, boundPath: "/api/*rest", contentType: undefined, headers: new Map(), query: new Map() };
  return own.dispatch(request, new Uint8Array(0));
}

secrets("what logs show of it is the template", () => {
  const dispatch = dispatchSecret("GET");
  assert.ok(dispatch.kind === "run");
  assert.equal([dispatch.handler.name, dispatch.values, dispatch.shownPath], ["revoke", ["hunter2"], "/api/tokens/{token}"]);
});

secrets("the answer to a method that it does not take has the template too", () => {
  const dispatch = dispatchSecret("PATCH");
  assert.ok(dispatch.kind === "failure");
  assert.is(dispatch.failure.message, "/api/tokens/{token} does not take PATCH; it takes GET, HEAD, OPTIONS");
});

secrets.run();
