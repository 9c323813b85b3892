/** Zips of packages as a build would make them. */

import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import { manifestEntry } from "./test-node.js";

/** Texts and bytes by their paths. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const entries = Object.entries(files).map(([path, content]) => {
    return [path, typeof content === "string" ? strToU8(content) : content] as const;
  });
  return zipSync(Object.fromEntries(entries));
}

/** A package whose one process is called `p` and whose component is a text; with more files. */
export function packageZip(files: Readonly<Record<string, string | Uint8Array>> = {}): Uint8Array {
  return zipOf({ "manifest.json": JSON.stringify([manifestEntry("p")]), "p.wasm": "wasm", ...files });
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What has to come with an installation. */
export function installMetadata(packageName: string, publisher: string) {
  const properties = {
    package_name: packageName,
    publisher,
    current_version: "0.1.0",
    mirrors: [],
    code_hashes: [["0.1.0", ""]],
  };
  return { name: packageName, properties };
}
