/** Where an answer leads on, as the default policy of reqwest has it (docs.rs/reqwest, `redirect`). */

import type { Headers } from "./headers.js";

/** One request of those that a process's request becomes. */
export interface Step {
  readonly method: string;
  readonly url: URL;
  /** Names in small letters. */
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Another host is not to see them. */
const secretHeaders: readonly string[] = ["authorization", "cookie", "cookie2", "proxy-authorization", "www-authenticate"];
const bodyHeaders: readonly string[] = ["content-type", "content-encoding"];

/** Undefined when the answer is the last one: no redirect, or one that leads nowhere. */
export function followRedirect(step: Step, status: number, location: string | undefined): Step | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return undefined;
  if (!URL.canParse(location, step.url.href)) return undefined;
  const url = new URL(location, step.url);
  const isKept = status === 307 || status === 308;
  const isSameHost = url.host === step.url.host;
  const left = [...(isSameHost ? [] : secretHeaders), ...(isKept ? [] : bodyHeaders), "host"];
  const headers = Object.fromEntries(Object.entries(step.headers).filter(([name]) => !left.includes(name)));
  const referer = refererOf(step.url, url);
  return {
    method: isKept || step.method === "GET" || step.method === "HEAD" ? step.method : "GET",
    url,
    headers: referer === undefined ? headers : { ...headers, referer },
    body: isKept ? step.body : new Uint8Array(0),
  };
}

/** Where the request came from, without names, passwords and fragments; not for one that leaves https. */
function refererOf(from: URL, to: URL): string | undefined {
  if (from.protocol === "https:" && to.protocol === "http:") return undefined;
  const referer = new URL(from);
  referer.username = "";
  referer.password = "";
  referer.hash = "";
  return referer.href;
}
