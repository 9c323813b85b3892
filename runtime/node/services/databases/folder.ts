/** Where a database lies on disk: `<home>/kv/<package>:<publisher>/<name>`. */

import { join } from "node:path";
import type { DatabaseKey } from "./request.js";

/** Names are of the processes' choosing; none leads out of `root`, and two of them never to the same folder. */
export function databaseFolder(root: string, { packageName, publisherNode, name }: DatabaseKey): string {
  return join(root, `${segmentOf(packageName)}:${segmentOf(publisherNode)}`, segmentOf(name));
}

/** Dots alone are no name of a folder, and an empty one is none. */
function segmentOf(name: string): string {
  const text = encodeURIComponent(name);
  return /^\.*$/.test(text) ? `%${text.replaceAll(".", "%2E")}` : text;
}
