/** Real nodes in temporary folders, with processes whose code is a text. */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProcessId } from "../../runtime/contract/address.js";
import type { ManifestEntry } from "../../runtime/node/manifest.js";
import type { LocalNode, NodeOptions } from "../../runtime/node/local-node.js";
import { createNode } from "../../runtime/node/node.js";
import type { Installation } from "../../runtime/node/processes.js";

/** What every guest text may use; it runs as a component too. */
export const guestPrelude = `
import * as standard from "hyperware:process/standard@1.0.0";
const bytes = (value) => new TextEncoder().encode(value);
const text = (value) => new TextDecoder().decode(value);
const local = (processName, packageName, publisherNode) =>
  ({ node: standard.our().node, process: { processName, packageName, publisherNode } });
const system = (processName) => local(processName, "distro", "sys");
const request = (body, expectsResponse) =>
  ({ inherit: false, expectsResponse, body: bytes(body), metadata: undefined, capabilities: [] });
const respond = (body, blob) =>
  standard.sendResponse({ inherit: false, body: bytes(body), metadata: undefined, capabilities: [] }, blob);
const bind = (path, authenticated = false) =>
  standard.sendAndAwaitResponse(system("http-server"),
    request(JSON.stringify({ Bind: { path, authenticated, local_only: false, cache: false } }), 5n), undefined);
const answer = (body) => respond('{"status":200,"headers":{"content-type":"text/plain"}}', { mime: undefined, bytes: bytes(body) });
const print = (line) => standard.printToTerminal(0, line);
`;

/** Code that answers every HTTP request with the result of `handle(path, body)`, a function as text. */
export const httpLoop = (handle: string): string => `
const handle = ${handle};
export async function init() {
  bind("/");
  for (;;) {
    const [, message] = standard.receive();
    if (message.tag !== "request") continue;
    const body = standard.getBlob()?.bytes ?? new Uint8Array(0);
    const path = JSON.parse(text(message.val.body)).Http.url.split("/")[4] ?? "";
    answer(String(await handle(path, text(body))));
  }
}`;

export interface TestNode {
  readonly node: LocalNode;
  readonly lines: string[];
  readonly folder: string;
  /** Writes the guest's code behind the prelude and installs it as `p:test:test.os` or as told. */
  install(code: string, manifest?: Partial<ManifestEntry>, name?: string, packageName?: string): Promise<void>;
  /** The same in the place of what runs. */
  replace(code: string, manifest?: Partial<ManifestEntry>, name?: string): Promise<void>;
  /** The body of an answer to a request below the process's path. */
  get(path: string, init?: RequestInit & { name?: string; packageName?: string }): Promise<string>;
  /** Resolves when a line that contains the text has been printed. */
  printed(text: string): Promise<string>;
}

/** All that were made and not yet stopped, with their folders. */
const open: { node: LocalNode; folder: string }[] = [];

export async function createTestNode(
  options: Partial<NodeOptions> & { readonly folder?: string } = {},
): Promise<TestNode> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "hproc-node-")));
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  const node = await createNode({
    name: "test.os",
    home: join(folder, "home"),
    port: 0,
    syncState: false,
    ...options,
    print: (line) => {
      lines.push(line);
      for (const listener of listeners) listener();
    },
  });
  open.push({ node, folder });
  const prepare = async (manifest: Partial<ManifestEntry> = {}, name = "p", packageName = "test"): Promise<Omit<Installation, "code">> => {
    const packageFolder = join(folder, packageName === "test" ? "package" : packageName);
    await mkdir(join(packageFolder, "pkg"), { recursive: true });
    return { id: { ...testProcess(name), packageName }, manifest: manifestEntry(name, manifest), packageFolder };
  };
  return {
    node,
    lines,
    folder,
    async install(code, manifest, name = "p", packageName = "test") {
      const bundlePath = join(folder, `${name}.js`);
      await writeFile(bundlePath, guestPrelude + code);
      await node.install([{ ...(await prepare(manifest, name, packageName)), code: { kind: "direct", bundlePath } }]);
    },
    async replace(code, ...what) {
      // As a text: the file of what runs may be read meanwhile.
      const bundle = { source: guestPrelude + code, sourceMap: undefined, folder };
      await node.replace({ ...(await prepare(...what)), code: { kind: "bundle", bundle } });
    },
    async get(path, { name = "p", packageName = "test", ...init } = {}) {
      const answer = await fetch(`${node.url}/${name}:${packageName}:test.os${path}`, init);
      return answer.text();
    },
    printed: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          const line = lines.find((candidate) => candidate.includes(text));
          if (line === undefined) return;
          listeners.delete(look);
          resolve(line);
        };
        listeners.add(look);
        look();
      }),
  };
}

export function testProcess(processName: string): ProcessId {
  return { processName, packageName: "test", publisherNode: "test.os" };
}

export function manifestEntry(name: string, fields: Partial<ManifestEntry> = {}): ManifestEntry {
  const modules = ["http-server:distro:sys", "timer:distro:sys", "vfs:distro:sys"];
  return {
    process_name: name,
    process_wasm_path: `/${name}.wasm`,
    on_exit: "None",
    request_networking: false,
    request_capabilities: modules,
    grant_capabilities: modules,
    public: false,
    ...fields,
  };
}

/** Stops all nodes of a test and removes their folders. */
export async function closeTestNodes(): Promise<void> {
  const nodes = open.splice(0);
  // All of them first: two may have had one folder, one after the other.
  for (const { node } of nodes) await node.stop();
  for (const { folder } of nodes) await rm(folder, { recursive: true, force: true });
}
