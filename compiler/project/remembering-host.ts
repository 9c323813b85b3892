/** A host for programs that stay: what has been read once is read again only when it is another file by now. */

import type { Host } from "./host.js";

/** `stampOf` gives undefined for what is not there, and otherwise a text that changes with the file. */
export function createRememberingHost(host: Host, stampOf: (path: string) => string | undefined): Host {
  const known = new Map<string, { readonly stamp: string; readonly text: string }>();
  return {
    ...host,
    async read(path) {
      // Before reading: a file that is written to in between is then read once more, instead of never.
      const stamp = stampOf(path);
      const remembered = known.get(path);
      if (stamp !== undefined && remembered?.stamp === stamp) return remembered.text;
      const text = await host.read(path);
      if (stamp === undefined || text === undefined) known.delete(path);
      else known.set(path, { stamp, text });
      return text;
    },
  };
}

/** A host that reads each file at most once, so that everything that is made from it is made from the same texts. */
export function createSnapshot(host: Host): Host {
  const texts = new Map<string, Promise<string | undefined>>();
  return {
    ...host,
    read(path) {
      const text = texts.get(path) ?? host.read(path);
      texts.set(path, text);
      return text;
    },
  };
}
