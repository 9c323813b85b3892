/** What a bundler makes of a client: it runs where there is no Node, and has nothing in it that it does not need. */

import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bundleClient } from "../support/client.js";
import { createProject } from "../support/project.js";
import { typeCheck } from "../support/type-check.js";

const test = suite("bundles of a client");

const project = await createProject("examples/todo");

test("there is only the client's runtime and the contract in it, and nothing of Node", async () => {
  // `platform: "browser"` fails for a module of Node that is imported.
  const { metafile, errors } = await bundleClient({ entry: join(project.folder, "generated/todo.client.ts") });
  assert.equal(errors, []);
  const inputs = Object.keys(metafile.inputs);
  assert.equal(inputs.filter((path) => !/\/dist\/runtime\/(?:client|contract)\/|\/generated\/|^dist\/runtime\/(?:client|contract)\//.test(path)), []);
  const outside = Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external === true));
  assert.equal(outside, []);
});

test("what the schema does not use is left out", async () => {
  const { metafile } = await bundleClient({ entry: join(project.folder, "generated/todo.client.ts") });
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const names = used.map(([path]) => path.slice(path.lastIndexOf("/") + 1));
  assert.ok(names.includes("integers.js") && names.includes("client-socket.js"), names.join());
  // `bytes`, `Blob` and maps are in no type of the list.
  assert.equal(names.filter((name) => ["bytes.js", "blobs.js", "maps.js", "floats.js", "secrets.js"].includes(name)), []);
});

test("the platform's WebSocket and that of `ws` fit, and so does a fetch", async () => {
  const text = `
    import { createClient, type ClientOptions, type PlatformSocketClass } from "hproc/client";
    const own: PlatformSocketClass = WebSocket;
    const options: ClientOptions = { WebSocket: own, fetch: (url, init) => fetch(url, { ...init, credentials: "include" }) };
    export const client = createClient<object>({ id: "a:b:c", handlers: [], sockets: [] }, undefined, options);
  `;
  assert.is(await typeCheck([{ path: "page.ts", text }], "page"), "");
});

test.after(() => project.remove());
test.run();
