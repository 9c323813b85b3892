/** How callers reach a handler, in the words of the schema. */

import type { Handler } from "../../model/model.js";
import { formatRoute } from "../../model/route.js";

/** `POST /api/tasks, local`. */
export function describeTransports(handler: Handler): string {
  const { http, local, remote } = handler;
  const path = http?.path ? ` ${formatRoute(http.path)}` : "";
  const methods = http && (http.methods.length === 0 ? "HTTP" : http.methods.join(", "));
  return [http && `${methods}${path}`, local && "local", remote && "remote"].filter((part) => part).join(", ");
}
