/** Finding the handler of a request among 50 routes of a usual kind, beside the routers that others use. */

import { json, type HttpMethod, type RouteSegment } from "../../runtime/contract/index.js";
import { EndpointRoutes, type HttpHandler } from "../../runtime/guest/routes.js";
import type { Bench } from "./bench.js";
import { compareLoops, type Contender } from "./loop.js";
import { installPeers, type Peers } from "./peers.js";

/** As of an issue tracker: 50 with their methods. */
const routes: readonly (readonly [method: HttpMethod, path: string])[] = [
  ...(["GET", "POST"] as const).flatMap((method) =>
    ["users", "teams", "projects", "labels", "webhooks", "tokens"].map((name) => [method, `/api/${name}`] as const),
  ),
  ...(["GET", "PUT", "DELETE"] as const).flatMap((method) =>
    ["users", "teams", "projects", "labels", "webhooks", "tokens"].map((name) => [method, `/api/${name}/{id}`] as const),
  ),
  ...(["GET", "POST"] as const).flatMap((method) =>
    ["issues", "milestones", "members", "files"].map((name) => [method, `/api/projects/{id}/${name}`] as const),
  ),
  ...(["GET", "PATCH", "DELETE"] as const).flatMap((method) =>
    ["issues", "milestones"].map((name) => [method, `/api/projects/{id}/${name}/{number}`] as const),
  ),
  ["GET", "/api/projects/{id}/issues/{number}/comments/{comment}"],
  ["GET", "/api/me"],
  ["GET", "/api/search"],
  ["POST", "/api/session"],
  ["DELETE", "/api/session"],
  ["GET", "/api/health"],
];

/** Every request brings a path of its own: of one that they have seen, engines know the hash and the pieces already. */
const origin = "http://localhost:8080";

const requests: readonly (readonly [method: HttpMethod, path: string])[] = [
  ["GET", "/api/health"],
  ["GET", "/api/users"],
  ["GET", "/api/me"],
  ["GET", "/api/users/4711"],
  ["PUT", "/api/labels/17"],
  ["POST", "/api/projects/12/issues"],
  ["GET", "/api/projects/12/issues/42"],
  ["GET", "/api/projects/12/issues/42/comments/7"],
  ["DELETE", "/api/projects/12/milestones/3"],
  ["GET", "/api/nothing/of/that/kind"],
];

const received = requests.map(([method, path]) => [method, origin + path] as const);

function contender(name: string, find: (method: string, path: string) => unknown): Contender {
  return { name, run: () => received.map(([method, url]) => find(method, url.slice(origin.length))) };
}

export const routeThroughput: Bench = {
  name: "routes",
  async measure(workspace, effort) {
    const own = createOwn();
    const contenders = [contender("ours", (method, path) => own.find(method, path))];
    const peers = workspace.usesPeers ? await workspace.once("peers", installPeers) : undefined;
    if (peers) contenders.push(...(await createPeers(peers)));
    return compareLoops("routes", contenders, effort, requests.length);
  },
};

function createOwn(): EndpointRoutes {
  const handlers = routes.map(([method, path]): HttpHandler => {
    const segments = path.split("/").slice(1).map((piece): RouteSegment =>
      piece.startsWith("{") ? { kind: "parameter", name: piece.slice(1, -1) } : { kind: "literal", text: piece },
    );
    return {
      name: path,
      wireName: path,
      local: false,
      remote: false,
      http: { methods: [method], path: segments, endpoints: ["/api"], catchAll: false },
      parameters: [],
      returns: { kind: "json", codec: json, status: undefined },
    };
  });
  return new EndpointRoutes({ path: "/api", authenticated: true, localOnly: false, secureSubdomain: false }, handlers);
}

/** Just what is called of them; each as its documentation recommends it for speed. */
interface Rou3 {
  createRouter(): object;
  addRoute(router: object, method: string, path: string, data: string): void;
  findRoute(router: object, method: string, path: string): unknown;
}
interface Rou3Compiler {
  compileRouter(router: object): (method: string, path: string) => unknown;
}
interface FindMyWay {
  readonly default: () => {
    on(method: string, path: string, handler: () => void): void;
    find(method: string, path: string): unknown;
  };
}
interface Hono {
  readonly RegExpRouter: new () => {
    add(method: string, path: string, handler: string): void;
    match(method: string, path: string): unknown;
  };
}

async function createPeers(peers: Peers): Promise<readonly Contender[]> {
  const colons = routes.map(([method, path]) => [method, path.replace(/\{(\w+)\}/g, ":$1")] as const);
  const rou3 = (await peers.load("rou3")) as Rou3;
  const { compileRouter } = (await peers.load("rou3/compiler")) as Rou3Compiler;
  const findMyWay = ((await peers.load("find-my-way")) as FindMyWay).default();
  const hono = new ((await peers.load("hono/router/reg-exp-router")) as Hono).RegExpRouter();
  const router = rou3.createRouter();
  for (const [method, path] of colons) {
    rou3.addRoute(router, method, path, path);
    findMyWay.on(method, path, () => {});
    hono.add(method, path, path);
  }
  const compiled = compileRouter(router);
  return [
    contender("rou3", (method, path) => rou3.findRoute(router, method, path)),
    contender("rou3, compiled", compiled),
    contender("find-my-way", (method, path) => findMyWay.find(method, path)),
    contender("hono RegExpRouter", (method, path) => hono.match(method, path)),
  ];
}
