/** HTTP paths as segments, and when two of them describe the same requests. */

import type { HttpMethod } from "./model.js";

/** One `/`-separated piece of a path template: `tasks`, or `{id}`. */
export type RouteSegment =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string };

/** Reads `/api/tasks/{id}`; `/` has no segments. The text must start with `/`; braces are only read as whole segments. */
export function parseRoute(path: string): readonly RouteSegment[] {
  return path
    .split("/")
    .filter((piece) => piece !== "")
    .map((piece) =>
      piece.startsWith("{") && piece.endsWith("}")
        ? { kind: "parameter", name: piece.slice(1, -1) }
        : { kind: "literal", text: piece },
    );
}

/** `/api/tasks/{id}`. */
export function formatRoute(segments: readonly RouteSegment[]): string {
  return `/${segments.map((segment) => (segment.kind === "literal" ? segment.text : `{${segment.name}}`)).join("/")}`;
}

/** Equal for two routes that match the same paths: parameter names do not count. */
export function routeShape(segments: readonly RouteSegment[]): string {
  return `/${segments.map((segment) => (segment.kind === "literal" ? segment.text : "{}")).join("/")}`;
}

/** With only these methods, a parameter that the path does not name comes from the query. */
const queryMethods: readonly HttpMethod[] = ["GET", "HEAD", "DELETE"];

/** Where a parameter comes from when the schema does not say it: without HTTP, and without a path, from the body. */
export function impliedSource(
  parameter: string,
  http: { readonly methods: readonly HttpMethod[]; readonly path: readonly RouteSegment[] | undefined } | undefined,
): "path" | "query" | "body" {
  if (http?.path === undefined) return "body";
  if (http.path.some((segment) => segment.kind === "parameter" && segment.name === parameter)) return "path";
  return http.methods.length > 0 && http.methods.every((method) => queryMethods.includes(method)) ? "query" : "body";
}
