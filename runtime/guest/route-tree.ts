/** Path templates as a tree of their segments: a request looks at the pieces of its path once, not at each template. */

import type { RouteSegment } from "../contract/index.js";

interface Node<Route extends object> {
  /** Literal segments that may come next; a handful, so that comparing beats hashing. */
  readonly children: Child<Route>[];
  /** Whatever the parameter is called: `/a/{id}` and `/a/{name}` are one shape. */
  parameter: Node<Route> | undefined;
  /** Those whose template ends here, in the order of `add`. */
  readonly routes: Route[];
  /** The first of them that names the method. */
  readonly byMethod: Map<string, Route>;
}

/** What `findPlain` gives: a route; `none` when no template fits the path; `unsure` when `findAll` is to be asked. */
export type PlainResult<Route extends object> = Route | "none" | "unsure";

interface Child<Route extends object> {
  readonly text: string;
  /** The UTF-16 unit that it begins with. */
  readonly firstCode: number;
  readonly node: Node<Route>;
}

export class RouteTree<Route extends object> {
  readonly #root: Node<Route> = createNode();
  /** Templates without parameters, by their path. */
  readonly #literals = new Map<string, Node<Route>>();

  /** `methods` are those that the route names. */
  add(segments: readonly RouteSegment[], methods: readonly string[], route: Route): void {
    let node = this.#root;
    for (const segment of segments) node = segment.kind === "parameter" ? (node.parameter ??= createNode()) : childOf(node, segment.text);
    node.routes.push(route);
    for (const method of methods) if (!node.byMethod.has(method)) node.byMethod.set(method, route);
    if (segments.every((segment) => segment.kind === "literal")) {
      this.#literals.set(`/${segments.map((segment) => segment.text).join("/")}`, node);
    }
  }

  /**
   * The most specific route that names the method, for a path that can be compared as it is. The values of its
   * parameters go into `values`.
   */
  findPlain(method: string, path: string, values: string[]): PlainResult<Route> {
    const known = this.#literals.get(path)?.byMethod.get(method);
    if (known !== undefined) return known;
    const found = walk(this.#root, method, path, 0, values);
    // An escape may stand for a literal, and empty pieces do not count.
    if (typeof found === "object") return values.every(isPlain) ? found : "unsure";
    return path.includes("%") || path.includes("//") ? "unsure" : found;
  }

  /**
   * Every route whose template the pieces fit, the most specific first: from left to right a literal goes before a
   * parameter. Those of one shape are in the order in which they were added.
   */
  findAll(pieces: readonly string[]): readonly Route[] {
    const found: Route[] = [];
    collect(this.#root, pieces, 0, found);
    return found;
  }
}

/** `slash` is the offset of the `/` before the next piece, or the length of the path. */
function walk<Route extends object>(
  node: Node<Route>,
  method: string,
  path: string,
  slash: number,
  values: string[],
): PlainResult<Route> {
  const start = slash + 1;
  if (start >= path.length) return node.byMethod.get(method) ?? (node.routes.length === 0 ? "none" : "unsure");
  const nextSlash = path.indexOf("/", start);
  const end = nextSlash === -1 ? path.length : nextSlash;
  const length = end - start;
  const firstCode = path.charCodeAt(start);
  let best: PlainResult<Route> = "none";
  for (const { text, firstCode: code, node: next } of node.children) {
    // Nearly all are ruled out by numbers.
    if (text.length === length && code === firstCode && path.startsWith(text, start)) {
      best = walk(next, method, path, end, values);
      break;
    }
  }
  if (!node.parameter || typeof best === "object") return best;
  values.push(path.slice(start, end));
  const found = walk(node.parameter, method, path, end, values);
  if (typeof found === "object") return found;
  values.pop();
  return best === "unsure" ? best : found;
}

function isPlain(piece: string): boolean {
  return piece !== "" && !piece.includes("%");
}

function collect<Route extends object>(node: Node<Route>, pieces: readonly string[], index: number, found: Route[]): void {
  const piece = pieces[index];
  if (piece === undefined) {
    found.push(...node.routes);
    return;
  }
  const child = node.children.find(({ text }) => text === piece);
  if (child) collect(child.node, pieces, index + 1, found);
  if (node.parameter) collect(node.parameter, pieces, index + 1, found);
}

function childOf<Route extends object>(node: Node<Route>, text: string): Node<Route> {
  const known = node.children.find((child) => child.text === text);
  if (known) return known.node;
  const child = { text, firstCode: text.charCodeAt(0), node: createNode<Route>() };
  node.children.push(child);
  return child.node;
}

function createNode<Route extends object>(): Node<Route> {
  return { children: [], parameter: undefined, routes: [], byMethod: new Map() };
}
