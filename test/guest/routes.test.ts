import { suite } from "uvu";
import * as assert from "uvu/assert";
import { json, type HttpMethod, type RouteSegment } from "../../runtime/contract/index.js";
import { EndpointRoutes, splitPath, type HttpHandler } from "../../runtime/guest/routes.js";

const endpoint = { path: "/", authenticated: false, localOnly: false, secureSubdomain: false };

/** `GET,POST /a/{id}`; no methods for every method. */
function handler(route: string): HttpHandler {
  const [methods = "", path = ""] = route.includes(" ") ? route.split(" ") : ["", route];
  const segments: RouteSegment[] = splitPath(path).map((piece) =>
    piece.startsWith("{") ? { kind: "parameter", name: piece.slice(1, -1) } : { kind: "literal", text: piece },
  );
  return {
    name: route,
    wireName: route,
    local: false,
    remote: false,
    http: {
      methods: methods === "" ? [] : (methods.split(",") as HttpMethod[]),
      path: segments,
      endpoints: ["/"],
      catchAll: false,
    },
    parameters: [],
    returns: { kind: "json", codec: json, status: undefined },
  };
}

function find(routes: readonly string[], method: string, path: string): string {
  const found = new EndpointRoutes(endpoint, routes.map(handler)).find(method, splitPath(path));
  if (found.kind === "open") return `open ${found.allow.join(",")}`.trim();
  const values = [...found.match.pathValues].map(([name, value]) => ` ${name}=${value}`).join("");
  return `${found.match.handler.name}${values}`;
}

const table: readonly (readonly [routes: readonly string[], request: string, outcome: string])[] = [
  [["GET /a"], "GET /a", "GET /a"],
  [["GET /a"], "GET /b", "open"],
  [["GET /a"], "GET /a/b", "open"],
  [["GET /a"], "POST /a", "open GET,HEAD,OPTIONS"],
  [["GET /a"], "HEAD /a", "GET /a"],
  [["GET /a", "HEAD /a"], "HEAD /a", "HEAD /a"],
  [["GET /a", "/a"], "HEAD /a", "/a"],
  [["GET /a"], "OPTIONS /a", "open GET,HEAD,OPTIONS"],
  [["OPTIONS /a", "GET /a"], "OPTIONS /a", "OPTIONS /a"],
  [["POST /a", "DELETE /a"], "GET /a", "open POST,DELETE,OPTIONS"],
  [["/a"], "PATCH /a", "/a"],
  [["/a"], "TRACE /a", "open GET,POST,PUT,DELETE,PATCH,HEAD,OPTIONS"],
  [["/a", "GET /a"], "GET /a", "GET /a"],
  [["GET /a/{id}", "GET /a/new"], "GET /a/new", "GET /a/new"],
  [["GET /a/{id}", "GET /a/new"], "GET /a/7", "GET /a/{id} id=7"],
  [["GET /{x}/c", "GET /b/{y}"], "GET /b/c", "GET /b/{y} y=c"],
  [["GET /a/{id}", "/a/new"], "GET /a/new", "GET /a/{id} id=new"],
  [["GET /a/{id}"], "GET /a/x%20y%2Fz", "GET /a/{id} id=x y/z"],
  [["GET /a/{id}"], "GET /a/%zz", "GET /a/{id} id=%zz"],
  [["GET /a/{id}"], "GET /a/", "open"],
  [["GET /caf\u00e9"], "GET /caf%C3%A9", "GET /caf\u00e9"],
];

const routing = suite("routes of an endpoint");

for (const [routes, request, outcome] of table) {
  routing(`${request} among ${routes.join(" | ")}`, () => {
    const [method = "", path = ""] = request.split(" ");
    assert.is(find(routes, method, path), outcome);
  });
}

routing.run();
