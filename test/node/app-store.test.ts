/** `main:app-store:sys`: uploads, installations and interfaces, with what is then on the disk. */

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { unzipSync } from "fflate";
import { addAppStoreService } from "../../runtime/node/services/app-store/app-store.js";
import { formatPackageId } from "../../runtime/node/services/app-store/messages.js";
import { PackageStore } from "../../runtime/node/services/app-store/package-store.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import { readFolder } from "../support/golden.js";
import { bytes, describe } from "../support/host-world.js";
import { installMetadata, packageZip, sha256, zipOf } from "../support/package-zip.js";

const packageId = { package_name: "k", publisher_node: "b.os" };
const id = { packageName: "k", publisherNode: "b.os" };

const folders: string[] = [];

async function createWorld() {
  const folder = await mkdtemp(join(tmpdir(), "hproc-app-store-"));
  folders.push(folder);
  const kernel = new FakeKernel();
  const store = new PackageStore(folder);
  /** What the service has had done, in order. */
  const done: string[] = [];
  /** Started packages with their folders. */
  const packages = new Map<string, { readonly id: typeof id; readonly folder: string }>();
  let failure: Error | undefined;
  let isBroken = false;
  let readiness = Promise.resolve();
  let preparation = Promise.resolve();
  addAppStoreService(kernel.kernel, {
    store,
    clock: kernel.clock,
    async start(started) {
      if (failure) throw failure;
      await preparation;
      done.push(`start ${formatPackageId(started)}`);
      packages.set(formatPackageId(started), { id: started, folder: store.folder(started) });
      return { ready: readiness };
    },
    async stop({ processName }) {
      done.push(`stop ${processName}`);
    },
    packages() {
      if (isBroken) throw new Error("no list");
      return packages.values();
    },
  });
  const process = kernel.process("p:k:b.os", { mayMessage: ["main:app-store:sys"] });
  return {
    kernel,
    store,
    folder,
    done,
    packages,
    failWith: (error: Error) => (failure = error),
    setBroken: (value: boolean) => (isBroken = value),
    prepareWith: (prepared: Promise<void>) => (preparation = prepared),
    startWith: (ready: Promise<void>) => (readiness = ready),
    /** The reply, or what became of the request when there is none. */
    async ask(body: unknown, blob?: Uint8Array): Promise<string> {
      const message = request({ body: typeof body === "string" ? body : JSON.stringify(body), expectsResponse: 60n });
      const sent = blob && { mime: undefined, bytes: blob };
      process.host.sendRequest(kernel.address("main:app-store:sys"), message, undefined, sent);
      kernel.kernel.pump();
      for (let turn = 0; turn < 500 && process.waitingCount === 0; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (turn === 50 && typeof body === "string") kernel.advance(60_000);
        kernel.kernel.pump();
      }
      return describe(process.receive());
    },
    blob: () => process.host.getBlob()?.bytes,
    lines: () => kernel.lines.filter(({ verbosity }) => verbosity === 0).map(({ text }) => text),
    files: () => readFolder(folder).map(({ path }) => path),
  };
}

function installRequest(versionHash: string, metadata: unknown = installMetadata("k", "b.os")) {
  return { Install: { package_id: packageId, version_hash: versionHash, metadata } };
}

const upload = { NewPackage: { package_id: packageId, mirror: true } };

const test = suite("app-store");

test.after.each(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

test("an upload is kept by its hash, and an installation unpacks it and starts its processes", async () => {
  const { ask, done, files, folder, lines, store } = await createWorld();
  const zip = packageZip({ "ui/index.html": "<p>", "api.zip": zipOf({ "p.wit": "interface p {}" }) });
  const hash = sha256(zip);
  assert.is(await ask(upload, zip), 'response {"NewPackageResponse":"Success"}');
  const downloads = [`app-store:sys/downloads/k:b.os/${hash}.json`, `app-store:sys/downloads/k:b.os/${hash}.zip`];
  assert.equal(files(), downloads);
  assert.equal(done, []);

  assert.is(await ask(installRequest(hash)), 'response {"InstallResponse":"Success"}');
  const drive = ["api.zip", "api/p.wit", "k:b.os.zip", "manifest.json", "p.wasm", "ui/index.html"];
  assert.equal(new Set(files()), new Set([...downloads, ...drive.map((path) => `k:b.os/pkg/${path}`)]));
  assert.equal(await readFile(join(folder, "k:b.os/pkg/ui/index.html"), "utf8"), "<p>");
  assert.equal(done, ["start k:b.os"]);
  assert.equal(lines(), ["app-store: installed k:b.os"]);
  assert.equal(await store.list(), [id]);
});

test("a later version takes the place of all files, and the earlier one can come back", async () => {
  const { ask, files } = await createWorld();
  const [first, second] = [packageZip({ "old.txt": "" }), packageZip({ "new.txt": "" })];
  for (const zip of [first, second]) assert.is(await ask(upload, zip), 'response {"NewPackageResponse":"Success"}');
  const installed = async (zip: Uint8Array): Promise<readonly string[]> => {
    assert.is(await ask(installRequest(sha256(zip))), 'response {"InstallResponse":"Success"}');
    return files().filter((path) => path.endsWith(".txt"));
  };
  assert.equal(await installed(first), ["k:b.os/pkg/old.txt"]);
  assert.equal(await installed(second), ["k:b.os/pkg/new.txt"]);
  assert.equal(await installed(first), ["k:b.os/pkg/old.txt"]);
});

test("what cannot be uploaded: no blob, no package, a name that is none; the terminal says why", async () => {
  const { ask, files, lines } = await createWorld();
  assert.is(await ask(upload), 'response {"NewPackageResponse":"NoBlob"}');
  const failed = 'response {"NewPackageResponse":"InstallFailed"}';
  assert.is(await ask(upload, zipOf({ "../manifest.json": "[]" })), failed);
  assert.is(await ask(upload, zipOf({ "manifest.json": "[1]" })), failed);
  const away = { NewPackage: { package_id: { package_name: "../k", publisher_node: "b.os" }, mirror: true } };
  assert.is(await ask(away, packageZip()), failed);
  assert.equal(lines(), [
    "app-store: cannot take k:b.os: in the zip, `../manifest.json` leads out of the package or in circles",
    "app-store: cannot take k:b.os: manifest.json: [0]: expected process, found number 1",
    "app-store: cannot take ../k:b.os: a package cannot be called ../k:b.os",
  ]);
  assert.equal(files(), []);
});

test("what cannot be installed leaves what is there", async () => {
  const { ask, done, failWith, files, lines } = await createWorld();
  const zip = packageZip();
  const hash = sha256(zip);
  await ask(upload, zip);
  await ask(installRequest(hash));
  const before = files();
  const failed = 'response {"InstallResponse":"Failure"}';
  const wrong = "0".repeat(64);
  assert.is(await ask(installRequest(wrong)), failed);
  assert.is(await ask(installRequest("../../x")), failed);
  assert.is(await ask(installRequest(hash, null)), failed);
  assert.equal(files(), before);
  failWith(new Error("a process did not start"));
  assert.is(await ask(installRequest(hash)), failed);
  assert.equal(done, ["start k:b.os"]);
  assert.equal(lines().slice(1), [
    `app-store: cannot install k:b.os: no zip with the hash ${wrong} has been uploaded for k:b.os`,
    "app-store: cannot install k:b.os: no zip with the hash ../../x has been uploaded for k:b.os",
    "app-store: cannot install k:b.os: the request has no metadata, and this node has no chain to ask for it",
    "app-store: cannot install k:b.os: a process did not start",
  ]);
});

test("an installation waits for its processes, but not longer than whoever asked", async () => {
  const { ask, done, kernel, lines, startWith } = await createWorld();
  const zip = packageZip();
  await ask(upload, zip);
  const failed = Promise.reject(new Error("a process did not start"));
  failed.catch(() => {});
  startWith(failed);
  assert.is(await ask(installRequest(sha256(zip))), 'response {"InstallResponse":"Failure"}');

  startWith(new Promise(() => {}));
  const answer = ask(installRequest(sha256(zip)));
  while (done.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  // Two thirds of the 60 seconds of the request.
  kernel.advance(39_999);
  assert.is(await Promise.race([answer, new Promise((resolve) => setTimeout(() => resolve("waits"), 20))]), "waits");
  kernel.advance(1);
  assert.is(await answer, 'response {"InstallResponse":"Success"}');
  // And the next one does not wait for it.
  startWith(Promise.resolve());
  assert.is(await ask(installRequest(sha256(zip))), 'response {"InstallResponse":"Success"}');
  assert.equal(lines(), [
    "app-store: cannot install k:b.os: a process did not start",
    "app-store: installed k:b.os, whose processes are still starting",
    "app-store: installed k:b.os",
  ]);
});

test("what goes on after the answer is over before the next request begins", async () => {
  const { ask, done, files, kernel, prepareWith } = await createWorld();
  const zip = packageZip();
  await ask(upload, zip);
  let finish = (): void => {};
  prepareWith(new Promise((resolve) => (finish = resolve)));
  const installed = ask(installRequest(sha256(zip)));
  while (!files().includes("k:b.os/pkg/k:b.os.zip")) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, 5));
  kernel.advance(40_000);
  assert.is(await installed, 'response {"InstallResponse":"Success"}');

  const uninstalled = ask({ Uninstall: packageId });
  await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(done, []);
  finish();
  assert.is(await uninstalled, 'response {"UninstallResponse":"Success"}');
  assert.equal(done, ["start k:b.os", "stop p"]);
});

test("an api.zip that leads out of its folder is not unpacked", async () => {
  const { ask, files } = await createWorld();
  const zip = packageZip({ "api.zip": zipOf({ "../../../away.wit": "" }) });
  await ask(upload, zip);
  assert.is(await ask(installRequest(sha256(zip))), 'response {"InstallResponse":"Failure"}');
  assert.equal(
    files().filter((path) => !path.startsWith("app-store:sys/downloads/")),
    [],
  );
});

test("uninstalling ends the processes and deletes the drive; once", async () => {
  const { ask, done, files, lines, store } = await createWorld();
  const zip = packageZip();
  await ask(upload, zip);
  await ask(installRequest(sha256(zip)));
  assert.is(await ask({ Uninstall: packageId }), 'response {"UninstallResponse":"Success"}');
  assert.equal(done, ["start k:b.os", "stop p"]);
  assert.equal(
    files().filter((path) => path.startsWith("k:b.os/")),
    [],
  );
  assert.equal(await store.list(), []);
  assert.is(await ask({ Uninstall: packageId }), 'response {"UninstallResponse":"Failure"}');
  assert.equal(lines().slice(1), [
    "app-store: uninstalled k:b.os",
    "app-store: cannot uninstall k:b.os: it is not installed",
  ]);
});

test("interfaces: those that a package has brought, and those of a project that has not been built", async () => {
  const { ask, blob, folder, packages } = await createWorld();
  assert.is(await ask('"Apis"'), 'response {"ApisResponse":{"apis":[]}}');
  assert.is(await ask({ GetApi: packageId }), 'response {"GetApiResponse":"Failure"}');

  const api = zipOf({ "p.wit": "interface p {}" });
  const zip = packageZip({ "api.zip": api });
  await ask(upload, zip);
  await ask(installRequest(sha256(zip)));
  const project = join(folder, "project");
  await mkdir(join(project, "api"), { recursive: true });
  await writeFile(join(project, "api/q.wit"), "interface q {}");
  await writeFile(join(project, "api/notes.txt"), "");
  packages.set("q:b.os", { id: { packageName: "q", publisherNode: "b.os" }, folder: project });
  packages.set("r:b.os", { id: { packageName: "r", publisherNode: "b.os" }, folder: join(folder, "nowhere") });

  const both = { apis: [packageId, { package_name: "q", publisher_node: "b.os" }] };
  assert.is(await ask('"Apis"'), `response ${JSON.stringify({ ApisResponse: both })}`);
  assert.is(await ask({ GetApi: packageId }), 'response {"GetApiResponse":"Success"}');
  assert.equal(blob(), api);
  assert.is(
    await ask({ GetApi: { package_name: "q", publisher_node: "b.os" } }),
    'response {"GetApiResponse":"Success"}',
  );
  assert.equal(Object.entries(unzipSync(blob() ?? bytes(""))), [["q.wit", bytes("interface q {}")]]);
  assert.is(
    await ask({ GetApi: { package_name: "r", publisher_node: "b.os" } }),
    'response {"GetApiResponse":"Failure"}',
  );
});

test("a request that fails is said so, and the next one is served", async () => {
  const { ask, lines, setBroken } = await createWorld();
  setBroken(true);
  assert.match(await ask('"Apis"'), /^timeout/);
  setBroken(false);
  assert.is(await ask('"Apis"'), 'response {"ApisResponse":{"apis":[]}}');
  assert.equal(lines(), ["app-store: a request has failed: no list"]);
});

test("what it cannot read gets no answer, nor does anything of another node", async () => {
  const { ask, kernel, done } = await createWorld();
  for (const body of [
    "nonsense",
    "{}",
    '{"Install":{"version_hash":"0"}}',
    '{"Install":{"package_id":{"package_name":"k","publisher_node":"b.os"},"version_hash":"0","metadata":{"properties":{"code_hashes":{}}}}}',
    '{"NewPackage":{"package_id":"k:b.os","mirror":true}}',
    '{"Uninstall":"k:b.os"}',
    '{"Apis":{}}',
  ]) {
    assert.match(await ask(body), /^timeout/, body);
  }
  kernel.inject({
    source: "far.os@p:k:b.os",
    target: "test.os@main:app-store:sys",
    request: request({ body: '"Apis"', expectsResponse: 5n }),
  });
  kernel.kernel.pump();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(
    kernel.trace.filter(({ message }) => message.target.node === "far.os"),
    [],
  );
  assert.equal(done, []);
});

test.run();
