/** Where a process is: from what the program says, or from the page that it runs in. */

/**
 * The URL of the process without a slash at its end. `url` is that URL, or the node's, behind which the process's id
 * then comes. Without one it is the process that has served the page, also where its package was published under
 * another name; of pages from elsewhere, the process of that id at the page's origin. Throws `TypeError` without both.
 */
export function resolveBaseUrl(url: string | URL | undefined, id: string): string {
  if (url !== undefined) return withProcess(new URL(url, pageUrl()), id);
  const page = pageUrl();
  if (page === undefined) {
    throw new TypeError(`a client outside a page needs the URL of the node, such as "http://localhost:8080"`);
  }
  return `${new URL(page).origin}/${ofPage(page, id)}`;
}

function withProcess({ origin, pathname }: URL, id: string): string {
  const path = pathname.replace(/\/+$/, "");
  return `${origin}${path === "" ? `/${id}` : path}`;
}

/** Every page of a process is below `/<process>:<package>:<publisher>/`. */
function ofPage(page: string, id: string): string {
  const [processName, packageName] = id.split(":");
  const [segment = ""] = new URL(page).pathname.slice(1).split("/");
  const [, pagePackage, publisher, ...rest] = segment.replace(/%3a/gi, ":").split(":");
  const isOurs = pagePackage === packageName && publisher !== undefined && rest.length === 0;
  return isOurs ? `${processName}:${packageName}:${publisher}` : id;
}

/** Undefined where there is no page, and in a worker that was made from a text. */
function pageUrl(): string | undefined {
  const { location } = globalThis as { readonly location?: { readonly href: string } };
  return location && /^https?:/.test(location.href) ? location.href : undefined;
}
