/**
 * Who stands behind a request, as far as browsers tell. Any page of the web may make a browser send requests to
 * `localhost`, and by a name of its own that leads there (DNS rebinding) even read the answers. Hyperdrive looks at
 * neither; but on this node any password is right, and the RPC endpoint is open.
 */

import { isIP } from "node:net";
import type { HttpRequest } from "./exchange.js";

/** Whether a `Host` header names this node: this machine, an address, which no page can take for its own, or one of `names`. */
export function isOwnHost(host: string | undefined, names: readonly string[]): boolean {
  if (host === undefined) return true;
  const name = nameOf(host);
  return isThisMachine(name) || isIP(name) !== 0 || names.includes(name);
}

/**
 * Whether a page of another origin has made a browser send this: not one of this machine, on whichever port, nor of the
 * node itself, nor of one of `names`. What only leads to the node, as a link does, is not counted. Expects a request to an own host.
 */
export function isFromForeignPage({ headers, host }: HttpRequest, names: readonly string[]): boolean {
  const header = (name: string): string | undefined => headers.find(([each]) => each.toLowerCase() === name)?.[1];
  const origin = header("origin");
  if (origin === undefined) return header("sec-fetch-site") === "cross-site" && header("sec-fetch-mode") !== "navigate";
  const [, authority = ""] = /^https?:\/\/([^/]+)$/.exec(origin) ?? [];
  if (authority === "") return true;
  const name = nameOf(authority);
  return !isThisMachine(name) && authority !== host && !names.includes(name);
}

/** Whether an address is of this machine alone. */
export function isLoopback(address: string): boolean {
  return /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/.test(address);
}

function isThisMachine(name: string): boolean {
  return /^([a-z0-9-]+\.)*localhost$/.test(name) || isLoopback(name);
}

/** Without port and brackets, and the dot that may end it. */
function nameOf(authority: string): string {
  const [, inBrackets, bare = ""] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(authority) ?? [];
  return (inBrackets ?? bare).toLowerCase().replace(/\.$/, "");
}
