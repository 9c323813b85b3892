/** Packages on a whole node: uploaded and installed through the RPC path, and kept when the node starts again. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createEndpoint } from "../../compiler/rpc/endpoint.js";
import type { Installation } from "../../runtime/node/index.js";
import { installMetadata, packageZip, sha256 } from "../support/package-zip.js";
import { closeTestNodes, createTestNode, httpLoop, manifestEntry, testProcess } from "../support/test-node.js";

const test = suite("installed packages");
test.after.each(closeTestNodes);

type TestNode = Awaited<ReturnType<typeof createTestNode>>;

async function ask({ node }: TestNode, body: unknown, blob?: Uint8Array): Promise<string> {
  const process = "main:app-store:sys";
  const request = { process, body: JSON.stringify(body), timeoutSeconds: 60, ...(blob && { blob }) };
  const answer = await createEndpoint(node.url).send(request);
  return Buffer.from(answer?.body ?? []).toString();
}

async function install(world: TestNode, packageName: string, zip: Uint8Array): Promise<string> {
  const packageId = { package_name: packageName, publisher_node: "b.os" };
  assert.is(
    await ask(world, { NewPackage: { package_id: packageId, mirror: false } }, zip),
    '{"NewPackageResponse":"Success"}',
  );
  const metadata = installMetadata(packageName, "b.os");
  return await ask(world, { Install: { package_id: packageId, version_hash: sha256(zip), metadata } });
}

test("a component that is none fails the installation, and not the node when it starts again", async () => {
  const first = await createTestNode();
  const restarted = packageZip({ "manifest.json": JSON.stringify([manifestEntry("p", { on_exit: "Restart" })]) });
  assert.is(await install(first, "k", restarted), '{"InstallResponse":"Failure"}');
  assert.match(
    first.lines.at(-1) ?? "",
    /^app-store: cannot install k:b\.os: .*\/k:b\.os\/pkg\/p\.wasm is not a component that can be run$/,
  );
  // Without an on-exit it is forgotten with the node.
  assert.is(await install(first, "l", packageZip()), '{"InstallResponse":"Failure"}');
  await first.node.stop();

  const second = await createTestNode({ folder: first.folder });
  await second.install(httpLoop("() => 'runs'"));
  await second.node.boot([]);
  assert.is(await second.get("/"), "runs");
  assert.is(second.lines.length, 1);
  assert.match(second.lines[0] ?? "", /^package k:b\.os is not started: .* is not a component that can be run$/);
});

test("the requests of an on-exit are sent when the node starts again, to those that the process may message", async () => {
  const first = await createTestNode();
  const request = (text: string) => ({ inherit: false, expects_response: 5, body: [...Buffer.from(text)], metadata: null, capabilities: [] });
  const requests = { Requests: [["our@r:test:test.os", request("yes"), null], ["our@s:test:test.os", request("no"), null]] };
  const entry = { ...manifestEntry("p"), on_exit: requests, request_capabilities: ["r:test:test.os"] };
  // A component without anything in it: that it cannot be started says nothing of its requests.
  const wasm = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00);
  const zip = packageZip({ "manifest.json": JSON.stringify([entry]), "p.wasm": wasm });
  await install(first, "k", zip);
  await first.node.stop();

  const second = await createTestNode({ folder: first.folder });
  const receiver = `export function init() {
    for (;;) {
      const [source, message] = standard.receive();
      standard.printToTerminal(0, source.process.processName + " " + text(message.val.body) + " " + message.val.expectsResponse);
    }
  }`;
  for (const name of ["r", "s"]) await second.install(receiver, { public: true }, name);
  await second.node.boot([]);
  await second.printed("test:test.os: p yes undefined");
  assert.equal(second.lines.filter((line) => line.startsWith("test:test.os: ")), ["test:test.os: p yes undefined"]);
});

test("a package that is run from its project is not started twice", async () => {
  const first = await createTestNode();
  const zip = packageZip({ "manifest.json": JSON.stringify([manifestEntry("p", { on_exit: "Restart" })]) });
  await install(first, "test", zip);
  await first.node.stop();

  const second = await createTestNode({ folder: first.folder, verbosity: 1 });
  await second.install(httpLoop("() => 'project'"));
  const installation: Installation = {
    id: { ...testProcess("p"), publisherNode: "b.os" },
    manifest: manifestEntry("p"),
    code: { kind: "direct", bundlePath: `${second.folder}/p.js` },
    packageFolder: `${second.folder}/package`,
  };
  await second.node.boot([installation]);
  assert.ok(second.lines.includes("package test:b.os is run from its project, in place of what is installed"));
  assert.is(await (await fetch(`${second.node.url}/p:test:b.os/`)).text(), "project");
});

test("the node's own processes are in the process map, with where their components are", async () => {
  const world = await createTestNode();
  await world.install(httpLoop("() => ''"));
  const answer = await createEndpoint(world.node.url).send({
    process: "kernel:distro:sys",
    body: '{"Debug":"ProcessMap"}',
    timeoutSeconds: 5,
  });
  const json = JSON.parse(Buffer.from(answer?.body ?? []).toString()) as {
    Debug: { ProcessMap: Record<string, { wasm_bytes_handle: string }> };
  };
  assert.is(json.Debug.ProcessMap["p:test:test.os"]?.wasm_bytes_handle, "/test:test.os/pkg/p.wasm");
  assert.is(json.Debug.ProcessMap["main:app-store:sys"]?.wasm_bytes_handle, "");
});

test.run();
