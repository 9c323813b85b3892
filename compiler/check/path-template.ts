/** Which texts are paths of handlers and endpoints. */

export interface PathProblem {
  /** The end of a sentence: "it does not begin with `/`". */
  readonly problem: string;
  readonly help: string;
  /** The path that was meant, where that is clear. */
  readonly better?: string;
}

/** Unreserved characters and sub-delimiters of RFC 3986, without `*`, which Hyperdrive reads as a wildcard. */
const literalSegment = /^[A-Za-z0-9\-._~!$&'()+,;=:@]+$/;

/** Undefined for a path. Hyperdrive compares bound paths as text, so two spellings of one path must not both exist. */
export function findPathProblem(path: string, options: { readonly templates: boolean }): PathProblem | undefined {
  if (!path.startsWith("/")) {
    return better("it does not begin with `/`", `/${path}`);
  }
  if (path === "/") return undefined;
  const segments = path.slice(1).split("/");
  if (segments.at(-1) === "") {
    return better("it ends with `/`", path.replace(/\/+$/, "") || "/");
  }
  if (segments.includes("")) {
    return better("it has an empty part", path.replace(/\/{2,}/g, "/"));
  }
  for (const segment of segments) {
    const problem = findSegmentProblem(segment, options.templates);
    if (problem === undefined) continue;
    if (problem.better === undefined) return problem;
    return better(problem.problem, path.replace(`/${segment}`, () => `/${problem.better}`));
  }
  return undefined;
}

function better(problem: string, path: string): PathProblem {
  return { problem, help: `write \`"${path}"\``, better: path };
}

function findSegmentProblem(segment: string, templates: boolean): PathProblem | undefined {
  const [, name] = /^(?:<|\$\{|\{\{|\[|\{:|\{\*)([A-Za-z_][A-Za-z0-9_]*)(?:>|\}|\}\}|\])$/.exec(segment) ?? [];
  if (name !== undefined && templates) {
    return { problem: `\`${segment}\` is not a template`, help: `write \`{${name}}\``, better: `{${name}}` };
  }
  if (/[{}]/.test(segment)) {
    if (!templates) {
      return { problem: "it is fixed", help: "only the path of an `http` handler has `{…}`" };
    }
    if (/^\{[A-Za-z_][A-Za-z0-9_]*\}$/.test(segment)) return undefined;
    const help = "write a whole part as a name in braces, such as `/{id}`";
    return { problem: `\`${segment}\` is not a template`, help };
  }
  if (segment.startsWith(":") && templates) {
    const name = segment.slice(1) || "id";
    return { problem: "`:` does not begin a template", help: `write \`{${name}}\``, better: `{${name}}` };
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
