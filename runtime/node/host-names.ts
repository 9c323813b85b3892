/** The names by which a node is reached. */

import { isIP } from "node:net";
import { hostname } from "node:os";
import { isLoopback } from "./services/http-server/visitors.js";

/** Where a node listens unless it is told otherwise: what runs here is for this machine alone. */
export const defaultHost = "127.0.0.1";

/** A node that others reach may be called by the name of its machine, too. */
export function ownNames(host: string, allowed: readonly string[]): readonly string[] {
  const names = isIP(host) === 0 ? [host, ...allowed] : allowed;
  return (isLoopback(host) ? names : [...names, hostname(), `${hostname()}.local`]).map((name) => name.toLowerCase());
}

/** As it is written in a URL of this machine. */
export function reachableName(host: string): string {
  if (host === "127.0.0.1" || host === "0.0.0.0" || host === "::") return "localhost";
  return isIP(host) === 6 ? `[${host}]` : host;
}
