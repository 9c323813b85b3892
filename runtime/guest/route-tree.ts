/**
 * Path templates as a tree of what they have in common: a request compares whole runs of its path, and looks for the end
 * of a piece only where a parameter stands.
 */

import type { RouteSegment } from "../contract/index.js";

interface Node<Route extends object> {
  /** What may come next, by its first UTF-16 unit. */
  readonly edges: (Edge<Route> | undefined)[];
  /** What follows a parameter here. Whatever it is called: `/a/{id}` and `/a/{name}` are one shape. */
  parameter: Node<Route> | undefined;
  /** A template ends here. */
  isEnd: boolean;
  /** The first of those that end here and name the method. */
  readonly byMethod: Map<string, Route>;
}

interface Edge<Route extends object> {
  text: string;
  node: Node<Route>;
}

/** What `findPlain` gives: a route; `none` when no template fits the path; `unsure` when `findAll` is to be asked. */
export type PlainResult<Route extends object> = Route | "none" | "unsure";

interface Entry<Route extends object> {
  readonly segments: readonly RouteSegment[];
  /** Orders entries: a literal before a parameter, from left to right. */
  readonly shape: string;
  readonly route: Route;
}

export class RouteTree<Route extends object> {
  readonly #root: Node<Route> = createNode();
  /** Templates without parameters, by their path. */
  readonly #literals = new Map<string, Node<Route>>();
  /** The most specific first; those of one shape in the order in which they were added. */
  readonly #entries: Entry<Route>[] = [];

  /** `methods` are those that the route names. */
  add(segments: readonly RouteSegment[], methods: readonly string[], route: Route): void {
    const shape = segments.map(({ kind }) => (kind === "literal" ? "0" : "1")).join("");
    const next = this.#entries.findIndex((entry) => entry.shape > shape);
    this.#entries.splice(next === -1 ? this.#entries.length : next, 0, { segments, shape, route });
    const end = this.#grow(segments);
    end.isEnd = true;
    for (const method of methods) if (!end.byMethod.has(method)) end.byMethod.set(method, route);
    if (segments.every(({ kind }) => kind === "literal")) this.#literals.set(formatPath(segments), end);
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
    const isPlain = !path.includes("%") && !path.includes("//") && !path.endsWith("/");
    return isPlain ? found : "unsure";
  }

  /**
   * Every route whose template the pieces fit, the most specific first: from left to right a literal goes before a
   * parameter.
   */
  findAll(pieces: readonly string[]): readonly Route[] {
    return this.#entries.filter(({ segments }) => fits(segments, pieces)).map(({ route }) => route);
  }

  #grow(segments: readonly RouteSegment[]): Node<Route> {
    let node = this.#root;
    let text = "";
    for (const segment of segments) {
      text += "/";
      if (segment.kind === "literal") {
        text += segment.text;
        continue;
      }
      node = growText(node, text).parameter ??= createNode();
      text = "";
    }
    return growText(node, text);
  }
}

/** `at` is the offset of what is left of the path. */
function walk<Route extends object>(
  node: Node<Route>,
  method: string,
  path: string,
  at: number,
  values: string[],
): PlainResult<Route> {
  if (at === path.length) return node.byMethod.get(method) ?? (node.isEnd ? "unsure" : "none");
  const edge = node.edges[path.charCodeAt(at)];
  let best: PlainResult<Route> = "none";
  if (edge !== undefined && path.startsWith(edge.text, at)) {
    best = walk(edge.node, method, path, at + edge.text.length, values);
    if (typeof best === "object") return best;
  }
  if (node.parameter === undefined) return best;
  const slash = path.indexOf("/", at);
  const end = slash === -1 ? path.length : slash;
  values.push(path.slice(at, end));
  const found = walk(node.parameter, method, path, end, values);
  if (typeof found === "object") return found;
  values.pop();
  return best === "unsure" ? best : found;
}

/** The node behind the text, which is split off where others go on otherwise. */
function growText<Route extends object>(from: Node<Route>, text: string): Node<Route> {
  if (text === "") return from;
  const edge = from.edges[text.charCodeAt(0)];
  if (edge === undefined) {
    const node = createNode<Route>();
    from.edges[text.charCodeAt(0)] = { text, node };
    return node;
  }
  let common = 1;
  while (common < edge.text.length && edge.text[common] === text[common]) common++;
  if (common < edge.text.length) {
    const between = createNode<Route>();
    between.edges[edge.text.charCodeAt(common)] = { text: edge.text.slice(common), node: edge.node };
    edge.text = edge.text.slice(0, common);
    edge.node = between;
  }
  return growText(edge.node, text.slice(common));
}

function fits(segments: readonly RouteSegment[], pieces: readonly string[]): boolean {
  return (
    segments.length === pieces.length &&
    segments.every((segment, index) => segment.kind === "parameter" || segment.text === pieces[index])
  );
}

function formatPath(segments: readonly RouteSegment[]): string {
  return `/${segments.map((segment) => (segment.kind === "literal" ? segment.text : "")).join("/")}`;
}

function createNode<Route extends object>(): Node<Route> {
  return { edges: [], parameter: undefined, isEnd: false, byMethod: new Map() };
}
