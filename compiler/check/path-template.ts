/** Which texts are paths of handlers and endpoints. */

export interface PathProblem {
  /** The end of a sentence: "it does not begin with `/`". */
  readonly problem: string;
  readonly help: string;
}

/** Unreserved characters and sub-delimiters of RFC 3986, without `*`, which Hyperdrive reads as a wildcard. */
const literalSegment = /^[A-Za-z0-9\-._~!$&'()+,;=:@]+$/;

/** Undefined for a path. Hyperdrive compares bound paths as text, so two spellings of one path must not both exist. */
export function findPathProblem(path: string, options: { readonly templates: boolean }): PathProblem | undefined {
  if (!path.startsWith("/")) {
    return { problem: "it does not begin with `/`", help: `write \`"/${path}"\`` };
  }
  if (path === "/") return undefined;
  const segments = path.slice(1).split("/");
  if (segments.at(-1) === "") {
    return { problem: "it ends with `/`", help: `write \`"${path.replace(/\/+$/, "") || "/"}"\`` };
  }
  if (segments.includes("")) {
    return { problem: "it has an empty part", help: `write \`"${path.replace(/\/{2,}/g, "/")}"\`` };
  }
  for (const segment of segments) {
    const problem = findSegmentProblem(segment, options.templates);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function findSegmentProblem(segment: string, templates: boolean): PathProblem | undefined {
  if (/[{}]/.test(segment)) {
    if (!templates) return { problem: "an endpoint is fixed", help: "write `{…}` in the paths of handlers only" };
    if (/^\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(segment)) return undefined;
    const help = "write a whole part as a name in braces, such as `/{id}`";
    return { problem: `\`${segment}\` is not a template`, help };
  }
  if (segment.startsWith(":")) {
    const name = segment.slice(1) || "id";
    return { problem: "`:` does not begin a template", help: `write \`{${name}}\`` };
  }
  if (segment === "." || segment === "..") {
    return { problem: "clients resolve `.` and `..` before they send", help: "write the path that they lead to" };
  }
  if (/[?#]/.test(segment)) {
    const help = "declare query values as parameters of the handler";
    return { problem: "a query or fragment is not part of it", help };
  }
  if (segment.includes("*")) {
    return { problem: "it has a wildcard", help: "write an `http` handler without path that returns `HttpResponse`" };
  }
  if (!literalSegment.test(segment)) {
    const character = [...segment].find((one) => !literalSegment.test(one)) ?? "%";
    return {
      problem: `\`${character}\` needs percent-encoding, which clients do in different ways`,
      help: "write letters, digits and `-`",
    };
  }
  return undefined;
}
