/** What one package can reach of what another has stored: saved state, files, databases. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createMemoryStores } from "../../runtime/node/services/kv/memory-stores.js";
import { addKvService } from "../../runtime/node/services/kv/service.js";
import { SqliteDatabases } from "../../runtime/node/services/sqlite/databases.js";
import { addSqliteService } from "../../runtime/node/services/sqlite/service.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { DatabaseAsker } from "../support/database-asker.js";
import { closeTestNodes, createTestNode } from "../support/test-node.js";

const node = suite("storage of another package");
node.after.each(closeTestNodes);

const owner = `
export function init() {
  standard.setState(bytes("the state of the owner"));
  const ask = (action, blob) => standard.sendAndAwaitResponse(system("vfs"),
    request(JSON.stringify({ path: "/test:test.os/secrets" + action[0], action: action[1] }), 5n), blob && { mime: undefined, bytes: bytes(blob) });
  ask(["", "CreateDrive"]);
  ask(["/a.txt", "Write"], "the file of the owner");
  bind("/");
  for (;;) { standard.receive(); answer("ready"); }
}`;

/** Tells what the system processes say to requests about the owner's things. */
const stranger = `
const ask = (service, body, blob) => {
  try {
    const [, { val }] = standard.sendAndAwaitResponse(system(service), request(JSON.stringify(body), service === "state" ? 1n : 5n), blob && { mime: undefined, bytes: bytes(blob) });
    return text(val[0].body);
  } catch (error) { return "no answer"; }
};
export function init() {
  bind("/");
  const vfs = (path, action, blob) => ask("vfs", { path, action }, blob);
  const file = "/test:test.os/secrets/a.txt";
  const results = {
    ownState: standard.getState() === undefined ? "none" : "some",
    state: ask("state", { GetState: "owner:test:test.os" }),
    clear: ask("state", { DeleteState: "owner:test:test.os" }),
    kernel: ask("kernel", { GrantCapabilities: { target: "q:other:test.os", capabilities: [] } }),
    read: vfs(file, "Read"),
    metadata: vfs(file, "Metadata"),
    open: vfs(file, { OpenFile: { create: false } }),
    list: vfs("/test:test.os/secrets", "ReadDir"),
    packages: vfs("/", "ReadDir"),
    write: vfs(file, "Write", "mine"),
    remove: vfs(file, "RemoveFile"),
    drive: vfs("/test:test.os/more", "CreateDrive"),
    copyOut: vfs(file, { CopyFile: { new_path: "/other:test.os/d/a.txt" } }),
    around: vfs("/other:test.os/d/../../test:test.os/secrets/a.txt", "Read"),
    created: vfs("/other:test.os/d", "CreateDrive"),
    copyIn: vfs("/other:test.os/d/none", { Rename: { new_path: "/test:test.os/secrets/b.txt" } }),
  };
  // A capability that it gives itself is none that the vfs has issued.
  standard.saveCapabilities([{ issuer: standard.our(), params: '{"kind":"read","drive":"/test:test.os/secrets"}' }]);
  results.forged = vfs(file, "Read");
  for (;;) { standard.receive(); answer(JSON.stringify(results)); }
}`;

node("is out of reach, whatever is asked for", async () => {
  const world = await createTestNode();
  await world.install(owner, {}, "owner");
  assert.is(await world.get("/", { name: "owner" }), "ready");
  const modules = ["http-server", "vfs", "state", "kernel"].map((name) => `${name}:distro:sys`);
  await world.install(stranger, { request_capabilities: modules.slice(0, 3), grant_capabilities: modules.slice(0, 3) }, "q", "other");
  const results = JSON.parse(await world.get("/", { name: "q", packageName: "other" })) as unknown;
  const noRead = '{"Err":"NoReadCap"}';
  const noWrite = '{"Err":"NoWriteCap"}';
  assert.equal(results, {
    ownState: "none",
    state: "no answer",
    clear: "no answer",
    kernel: "no answer",
    read: noRead,
    metadata: noRead,
    open: noWrite,
    list: noRead,
    packages: noRead,
    write: noWrite,
    remove: noWrite,
    drive: noWrite,
    copyOut: noWrite,
    around: noRead,
    created: '"Ok"',
    copyIn: noWrite,
    forged: noRead,
  });
  assert.is(await world.get("/", { name: "owner" }), "ready");
});

node.run();

const databases = suite("databases of another package");

const hi = [104, 105];

databases("kv: cannot be opened, read, written, removed or made part of a transaction", () => {
  const kernel = new FakeKernel();
  addKvService(kernel.kernel, createMemoryStores());
  const owner = new DatabaseAsker(kernel, "kv:distro:sys", "p:k:b.os");
  const stranger = new DatabaseAsker(kernel, "kv:distro:sys", "q:x:y.os", "k:b.os");
  const own = new DatabaseAsker(kernel, "kv:distro:sys", "r:x:y.os");
  owner.ask("Open");
  owner.ask({ Set: { key: hi, tx_id: null } }, "secret");
  own.ask("Open");
  assert.equal(
    ["Open", "RemoveDb", { Get: hi }, "BeginTx", { Delete: { key: hi, tx_id: null } }].map((action) => stranger.ask(action)),
    [
      '{"Err":"MismatchingPackageId"}',
      '{"Err":"MismatchingPackageId"}',
      '{"Err":"NoReadCap"}',
      '{"Err":"NoWriteCap"}',
      '{"Err":"NoWriteCap"}',
    ],
  );
  assert.is(stranger.ask({ Set: { key: hi, tx_id: null } }, "mine"), '{"Err":"NoWriteCap"}');
  assert.is(owner.ask({ Get: hi }), '{"Get":[104,105]} secret');
});

databases("ids of transactions, which are of all processes, cannot be guessed from others", () => {
  const kernel = new FakeKernel();
  addKvService(kernel.kernel, createMemoryStores());
  const owner = new DatabaseAsker(kernel, "kv:distro:sys", "p:k:b.os");
  owner.ask("Open");
  const ids = Array.from({ length: 20 }, () => owner.begin());
  const distances = ids.slice(1).map((id, index) => Math.abs(id - (ids[index] ?? 0)));
  assert.is(distances.filter((distance) => distance < 2 ** 20).length, 0);
});

databases("sqlite: can be opened and removed by nobody else; read and written as on Hyperdrive, which asks for no right", () => {
  const kernel = new FakeKernel();
  const files = new SqliteDatabases(undefined);
  addSqliteService(kernel.kernel, files);
  const owner = new DatabaseAsker(kernel, "sqlite:distro:sys", "p:k:b.os");
  const stranger = new DatabaseAsker(kernel, "sqlite:distro:sys", "q:x:y.os", "k:b.os");
  owner.ask("Open");
  assert.is(stranger.ask("Open"), '{"Err":"MismatchingPackageId"}');
  assert.is(stranger.ask("RemoveDb"), '{"Err":"MismatchingPackageId"}');
  assert.is(stranger.ask({ Query: "SELECT 1 AS one" }), '"Read" [{"one":1}]');
  const attach = stranger.ask({ Query: "ATTACH '/etc/passwd' AS other" });
  assert.is(attach, '{"Err":{"RusqliteError":"too many attached databases - max 0"}}');
  files.close();
});

databases.run();
