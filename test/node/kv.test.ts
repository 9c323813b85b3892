/** `kv:distro:sys` in its own words, on disk and in memory. */

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openDiskStores } from "../../runtime/node/services/kv/disk-stores.js";
import { createMemoryStores } from "../../runtime/node/services/kv/memory-stores.js";
import { addKvService } from "../../runtime/node/services/kv/service.js";
import type { KvStores } from "../../runtime/node/services/kv/store.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { DatabaseAsker } from "../support/database-asker.js";

interface Context {
  folder: string;
  kernel: FakeKernel;
  stores: KvStores;
  asker: DatabaseAsker;
}

const hi = [104, 105];
const set = (key: readonly number[], id: number | null = null): unknown => ({ Set: { key, tx_id: id } });
const remove = (key: readonly number[], id: number | null = null): unknown => ({ Delete: { key, tx_id: id } });
const ok = '"Ok"';
const refused = (answer: string): string => `{"Err":${answer}}`;

for (const place of ["disk", "memory"]) {
  const kv = suite<Context>(`kv: ${place}`);

  kv.before.each(async (context) => {
    context.folder = await mkdtemp(join(tmpdir(), "hproc-kv-"));
    context.stores = place === "disk" ? openDiskStores(context.folder, { isSynced: false }) : createMemoryStores();
    context.kernel = new FakeKernel();
    addKvService(context.kernel.kernel, context.stores);
    context.asker = new DatabaseAsker(context.kernel, "kv:distro:sys", "p:k:b.os");
  });
  kv.after.each(async ({ folder, stores }) => {
    await stores.close();
    await rm(folder, { recursive: true, force: true });
  });

  kv("sets, gets and deletes bytes", ({ asker }) => {
    assert.is(asker.ask("Open"), ok);
    assert.is(asker.ask({ Get: hi }), refused('"KeyNotFound"'));
    assert.is(asker.ask(set(hi), "there"), ok);
    assert.is(asker.ask({ Get: hi }), '{"Get":[104,105]} there');
    assert.is(asker.ask(set([]), "of no bytes"), ok);
    assert.is(asker.ask({ Get: [] }), '{"Get":[]} of no bytes');
    assert.is(asker.ask(remove(hi)), ok);
    assert.is(asker.ask(remove(hi)), ok, "what is not there is deleted, too");
    assert.is(asker.ask({ Get: hi }), refused('"KeyNotFound"'));
    assert.is(asker.ask("Open"), ok, "again");
    assert.is(asker.ask({ Get: [] }), '{"Get":[]} of no bytes');
  });

  kv("what is removed is an empty database afterwards", ({ asker }) => {
    asker.ask("Open");
    asker.ask(set(hi), "there");
    assert.is(asker.ask("RemoveDb"), ok);
    assert.is(asker.ask({ Get: hi }), refused('"KeyNotFound"'));
    assert.is(asker.ask(set(hi), "again"), ok);
    assert.is(asker.ask({ Get: hi }), '{"Get":[104,105]} again');
  });

  kv("a transaction is seen when it is committed, and then forgotten", ({ asker }) => {
    asker.ask("Open");
    asker.ask(set([1]), "one");
    const id = asker.begin();
    assert.is(asker.ask(set(hi, id), "there"), ok);
    assert.is(asker.ask(remove([1], id)), ok);
    assert.is(asker.ask(set([2], id), "two"), ok);
    assert.is(asker.ask(remove([2], id)), ok);
    assert.is(asker.ask({ Get: hi }), refused('"KeyNotFound"'));
    assert.is(asker.ask({ Get: [1] }), '{"Get":[1]} one');
    assert.is(asker.ask({ Commit: { tx_id: id } }), ok);
    assert.is(asker.ask({ Get: hi }), '{"Get":[104,105]} there');
    assert.is(asker.ask({ Get: [1] }), refused('"KeyNotFound"'));
    assert.is(asker.ask({ Get: [2] }), refused('"KeyNotFound"'));
    assert.is(asker.ask({ Commit: { tx_id: id } }), refused(`{"NoTx":${id}}`));
    assert.is(asker.ask(set(hi, id), "later"), refused(`{"NoTx":${id}}`));
  });

  kv("ids of 64 bits keep their digits", ({ asker }) => {
    asker.ask("Open");
    assert.is(asker.askText('{"Commit":{"tx_id":16140901064495857665}}'), refused('{"NoTx":16140901064495857665}'));
  });

  kv("only who has opened a database may use it, and only that of the own package can be opened", ({ kernel, asker }) => {
    for (const [action, answer] of [
      [set(hi), '"NoWriteCap"'],
      [remove(hi), '"NoWriteCap"'],
      ["BeginTx", '"NoWriteCap"'],
      [{ Commit: { tx_id: 1 } }, '"NoWriteCap"'],
      [{ Get: hi }, '"NoReadCap"'],
    ] as const) {
      assert.is(asker.ask(action, "x"), refused(answer));
    }
    asker.ask("Open");
    const sibling = new DatabaseAsker(kernel, "kv:distro:sys", "q:k:b.os");
    assert.is(sibling.ask({ Get: hi }), refused('"NoReadCap"'));
    const stranger = new DatabaseAsker(kernel, "kv:distro:sys", "p:other:b.os", "k:b.os");
    assert.is(stranger.ask("Open"), refused('"MismatchingPackageId"'));
    assert.is(stranger.ask("RemoveDb"), refused('"MismatchingPackageId"'));
    assert.is(stranger.ask({ Get: hi }), refused('"NoReadCap"'));
    assert.is(sibling.ask("Open"), ok);
    assert.is(sibling.ask({ Get: hi }), refused('"KeyNotFound"'));
  });

  kv("what is no request is malformed", ({ asker }) => {
    asker.ask("Open");
    for (const action of ["Opens", {}, { Get: "hi" }, { Get: [256] }, { Get: [-1] }, { Get: [1.5] }, { Set: { key: hi, tx_id: "1" } }, { Set: {} }, "Commit"]) {
      assert.is(asker.ask(action, "x"), refused('"MalformedRequest"'), JSON.stringify(action));
    }
    assert.is(asker.ask(set(hi)), refused('"MalformedRequest"'), "no blob");
    assert.is(asker.body("not JSON"), refused('"MalformedRequest"'));
    assert.is(asker.body('{"package_id":"k:b.os","db":"d","action":"Open"}'), refused('"MalformedRequest"'));
  });

  kv("successes go to those who wait, errors to everybody, and other nodes get nothing", ({ kernel, asker }) => {
    asker.ask("Open");
    assert.is(asker.tell(set(hi), "there"), "nothing");
    assert.is(asker.ask({ Get: hi }), '{"Get":[104,105]} there');
    const answersOf = (): string[] =>
      kernel.trace.filter(({ message }) => message.message.tag === "response").map(({ outcome }) => String(outcome));
    const before = answersOf().length;
    asker.tell(set(hi));
    assert.is(answersOf().length, before + 1);
    kernel.inject({
      source: "other.os@p:k:b.os",
      target: "test.os@kv:distro:sys",
      request: { inherit: false, expectsResponse: 5n, body: asker.bodyOf({ Get: hi }), metadata: undefined, capabilities: [] },
    });
    kernel.pump();
    assert.is(answersOf().length, before + 1);
  });

  kv.run();
}

const disk = suite<{ folder: string }>("kv: files");

disk.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "hproc-kv-"));
});
disk.after.each(({ folder }) => rm(folder, { recursive: true, force: true }));

const keyOf = (name: string) => ({ packageName: "k", publisherNode: "b.os", name });

disk("values outlive the node, and no name leads out of the folder", async ({ folder }) => {
  const root = join(folder, "kv");
  const names = ["a", "../../b", "..", ".", "", "a/b", "%2E", "ä"];
  const first = openDiskStores(root, { isSynced: true });
  for (const name of names) first.open(keyOf(name)).apply([{ key: new Uint8Array([1]), value: new TextEncoder().encode(name) }]);
  await first.close();
  assert.equal(await readdir(folder), ["kv"]);
  assert.equal(await readdir(root), ["k:b.os"]);
  assert.is((await readdir(join(root, "k:b.os"))).length, names.length);
  const second = openDiskStores(root, { isSynced: true });
  for (const name of names) assert.is(new TextDecoder().decode(second.open(keyOf(name)).get(new Uint8Array([1]))), name);
  await second.close();
});

disk("a key that is too long for the engine is refused, and changes nothing", async ({ folder }) => {
  const stores = openDiskStores(folder, { isSynced: false });
  const store = stores.open(keyOf("a"));
  const value = new Uint8Array([1]);
  store.apply([{ key: new Uint8Array(1977), value }]);
  assert.equal([...(store.get(new Uint8Array(1977)) ?? [])], [1]);
  const changes = [{ key: new Uint8Array([5]), value }, { key: new Uint8Array(1978), value }];
  assert.throws(() => store.apply(changes), (error: Error) => error.message === "a key has at most 1977 bytes on this node, found 1978");
  assert.is(store.get(new Uint8Array([5])), undefined);
  assert.is(store.get(new Uint8Array(1978)), undefined);
  await stores.close();
});

disk("a broken file is an error of the request, and not the end of the node", async ({ folder }) => {
  const first = openDiskStores(folder, { isSynced: true });
  first.open(keyOf("a")).apply([{ key: new Uint8Array([1]), value: new Uint8Array(100_000) }]);
  await first.close();
  const path = join(folder, "k:b.os/a/kv.mdb");
  await writeFile(path, "x".repeat(20_000));
  const kernel = new FakeKernel();
  addKvService(kernel.kernel, openDiskStores(folder, { isSynced: true }));
  const asker = new DatabaseAsker(kernel, "kv:distro:sys", "p:k:b.os", "k:b.os", "a");
  assert.is(asker.ask("Open"), `{"Err":{"RocksDBError":"${path} cannot be opened: it is not an LMDB database"}}`);
});

disk.run();
