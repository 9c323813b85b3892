import { suite } from "uvu";
import * as assert from "uvu/assert";
import { allHttpMethods, json, type HttpMethod, type RouteSegment } from "../../runtime/contract/index.js";
import { createRandom } from "../../runtime/node/random.js";
import { EndpointRoutes, type HttpHandler } from "../../runtime/guest/routes.js";

const endpoint = { path: "/", authenticated: false, localOnly: false, secureSubdomain: false };

/** `GET,POST /a/{id}`; no methods for every method. */
function handler(route: string): HttpHandler {
  const [methods = "", path = ""] = route.includes(" ") ? route.split(" ") : ["", route];
  const segments: RouteSegment[] = piecesOf(path).map((piece) =>
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

function piecesOf(path: string): readonly string[] {
  return path.split("/").filter((piece) => piece !== "");
}

function find(routes: readonly string[], method: string, path: string): string {
  const found = new EndpointRoutes(endpoint, routes.map(handler)).find(method, path);
  if (found.kind === "open") return `open ${found.allow.join(",")}`.trim();
  const names = found.handler.http.path?.flatMap((segment) => (segment.kind === "parameter" ? [segment.name] : [])) ?? [];
  return [found.handler.name, ...names.map((name) => `${name}=${found.pathValues.get(name)}`)].join(" ");
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

/** As the documentation says it, in one sentence for each request: slowly, and without a tree. */
function findSlowly(routes: readonly string[], method: string, path: string): string {
  const pieces = piecesOf(path).map(decodeURIComponent);
  const fits = routes.map(handler).filter(({ http }) => {
    const segments = http.path ?? [];
    return segments.length === pieces.length && segments.every((each, at) => each.kind === "parameter" || each.text === pieces[at]);
  });
  const shapeOf = ({ http }: HttpHandler): string => (http.path ?? []).map(({ kind }) => (kind === "literal" ? "a" : "b")).join("");
  const ordered = fits
    .map((each, index) => ({ each, key: `${shapeOf(each)} ${String(index).padStart(3, "0")}` }))
    .sort((left, right) => (left.key < right.key ? -1 : 1))
    .map(({ each }) => each);
  const takes = (name: string) => ordered.find(({ http }) => http.methods.some((named) => named === name));
  const found = takes(method) ?? ordered.find(({ http }) => http.methods.length === 0) ?? (method === "HEAD" ? takes("GET") : undefined);
  if (!found) return ordered.length === 0 ? "open" : `open ${allowOf(ordered).join(",")}`;
  const values = (found.http.path ?? []).flatMap((each, at) => (each.kind === "parameter" ? [`${each.name}=${pieces[at]}`] : []));
  return [found.name, ...values].join(" ");
}

function allowOf(handlers: readonly HttpHandler[]): readonly string[] {
  const named = new Set(handlers.flatMap(({ http }) => http.methods as readonly string[]));
  return allHttpMethods.filter((method) => named.has(method) || method === "OPTIONS" || (method === "HEAD" && named.has("GET")));
}

routing("random routes and paths, as the documentation defines it", () => {
  const random = createRandom(3);
  const piece = (parameter: string) => random.pick(["a", "b", "ab", "{" + parameter + "}", "é"]);
  for (let run = 0; run < 5000; run++) {
    const routes = Array.from({ length: 1 + random.below(8) }, () => {
      const path = Array.from({ length: 1 + random.below(3) }, (_, at) => piece(`p${at}`)).join("/");
      return `${random.pick(["GET ", "POST ", "GET,DELETE ", "HEAD ", ""])}/${path}`;
    });
    const path = Array.from({ length: 1 + random.below(3) }, () => random.pick(["/a", "/b", "/ab", "/x", "/%C3%A9", "/%61", "//a", "/x%2Fy", "/"])).join("");
    const method = random.pick(["GET", "POST", "HEAD", "PUT"]);
    assert.is(find(routes, method, path), findSlowly(routes, method, path), `${method} ${path} among ${routes.join(" | ")}`);
  }
});

routing.run();
