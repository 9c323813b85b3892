/** What files hold, compared with what they held. */

import type { Host } from "../project/host.js";

/**
 * By text, not by time: a file that was only touched, or saved without a change, is not built again, and neither is one
 * that came back as it was.
 */
export async function areEqual(texts: ReadonlyMap<string, string | undefined>, files: Host): Promise<boolean> {
  try {
    const equal = await Promise.all([...texts].map(async ([path, text]) => (await files.read(path)) === text));
    return equal.every(Boolean);
  } catch {
    // The attempt tells why it cannot be read.
    return false;
  }
}

export async function readAll(
  paths: readonly string[],
  files: Host,
): Promise<ReadonlyMap<string, string | undefined>> {
  // What cannot be read has been told by then.
  const read = (path: string) => files.read(path).catch(() => undefined);
  return new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
}
