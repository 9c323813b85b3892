/** The state service, and the database behind it. */

import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openStateStore, StateStoreError } from "../../runtime/node/services/state-store.js";
import { addStateService } from "../../runtime/node/services/state.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe, textOf } from "../support/host-world.js";

const service = suite("state service");

/** Sends a request as the terminal, which may use the service like the kernel, and returns the answer. */
function ask(kernel: FakeKernel, body: string, blob?: string): string {
  const terminal = kernel.process("terminal:terminal:sys", { mayMessage: ["state:distro:sys"] });
  const message = request({ body, expectsResponse: 5n, metadata: "m" });
  terminal.host.sendRequest(
    kernel.address("state:distro:sys"),
    message,
    undefined,
    blob === undefined ? undefined : { mime: undefined, bytes: bytes(blob) },
  );
  const answer = describe(terminal.receive());
  const found = textOf(terminal.host.getBlob()?.bytes);
  terminal.port.remove({ revoke: true });
  return found === undefined ? answer : `${answer} ${found}`;
}

service("sets, gets and deletes one value per process", () => {
  const kernel = new FakeKernel();
  assert.is(ask(kernel, '{"GetState":"p:k:b.os"}'), 'response {"Err":{"NotFound":{"process_id":"p:k:b.os"}}}');
  assert.is(ask(kernel, '{"SetState":"p:k:b.os"}', "one"), 'response "SetState"');
  assert.is(ask(kernel, '{"GetState":"p:k:b.os"}'), 'response "GetState" one');
  assert.is(ask(kernel, '{"DeleteState":"p:k:b.os"}'), 'response "DeleteState"');
  assert.equal([...kernel.states], []);
});

for (const [body, answer] of [
  ['{"SetState":"p:k:b.os"}', '{"Err":{"BadBytes":{"action":"SetState"}}}'],
  ['{"SetState":"not an id"}', '{"Err":{"BadJson":{"error":"parse into StateAction failed"}}}'],
  ["nonsense", '{"Err":{"BadJson":{"error":"parse into StateAction failed"}}}'],
  ['{"Steal":"p:k:b.os"}', '{"Err":{"BadJson":{"error":"parse into StateAction failed: unknown action Steal"}}}'],
] as const) {
  service(`answers ${body} without blob with ${answer}`, () => {
    assert.is(ask(new FakeKernel(), body), `response ${answer}`);
  });
}

service("serves nobody but the kernel and the terminal", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("p:k:b.os", { mayMessage: ["state:distro:sys"] });
  process.host.sendRequest(
    kernel.address("state:distro:sys"),
    request({ body: '{"DeleteState":"q:k:b.os"}', expectsResponse: 1n }),
    undefined,
    undefined,
  );
  kernel.advance(1000);
  assert.match(describe(process.receive()), /^timeout/);
});

service("lets nothing of a process out before its state is stored, in order; drops it when that fails", async () => {
  const kernel = new FakeKernel({ services: [] });
  const values = new Map<string, Uint8Array>();
  let settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  const broken: string[] = [];
  const stored = (): Promise<void> => new Promise<void>((resolve, reject) => (settle = { resolve, reject }));
  const state = { get: (id: string) => values.get(id), set: (id: string, value: Uint8Array) => void values.set(id, value), delete: (id: string) => void values.delete(id), stored };
  addStateService(kernel.kernel, state, (id, what) => broken.push(`${id} ${what}`));
  const listener = kernel.module("l:k:b.os");
  const process = kernel.process("p:k:b.os");
  const other = kernel.process("q:k:b.os");
  const say = (from: typeof process, text: string): void => {
    from.host.sendRequest(kernel.address("l:k:b.os"), request({ body: text }), undefined, undefined);
    kernel.pump();
  };
  const heard = (): readonly string[] => listener.received.map(({ message }) => (message.tag === "request" ? textOf(message.val.body) : ""));

  say(process, "before");
  process.host.setState(bytes("1"));
  const first = settle;
  say(process, "after one");
  say(other, "other");
  process.host.setState(bytes("2"));
  const second = settle;
  say(process, "after two");
  assert.equal(heard(), ["before", "other"]);
  // The process itself goes on, and reads what it has set.
  assert.is(textOf(process.host.getState()), "2");
  second?.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(heard(), ["before", "other"]);
  first?.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(heard(), ["before", "other", "after one", "after two"]);
  say(process, "free");

  process.host.setState(bytes("3"));
  say(process, "lost");
  settle?.reject(new Error("no space"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(heard(), ["before", "other", "after one", "after two", "free"]);
  assert.equal(broken, ["p:k:b.os stored"]);
  assert.is(kernel.lines.at(-1)?.text, "state: SetState of p:k:b.os failed: no space");
});

service("a process that ends has sent what it sent before its state is stored", async () => {
  const kernel = new FakeKernel({ services: [] });
  let resolve = (): void => {};
  const state = { get: () => undefined, set: () => {}, delete: () => {}, stored: () => new Promise<void>((done) => (resolve = done)) };
  addStateService(kernel.kernel, state);
  const listener = kernel.module("l:k:b.os");
  const process = kernel.process("p:k:b.os");
  process.host.setState(bytes("1"));
  process.host.sendRequest(kernel.address("l:k:b.os"), request({ body: "last" }), undefined, undefined);
  kernel.pump();
  process.port.remove({ revoke: true });
  assert.is(listener.received.length, 0);
  resolve();
  await new Promise((done) => setImmediate(done));
  assert.is(listener.received.length, 1);
});

service("reports a value that cannot be read, and answers with an error", () => {
  const kernel = new FakeKernel({ services: [] });
  const unreadable: string[] = [];
  const broken = (): never => {
    throw new Error("disk on fire");
  };
  addStateService(kernel.kernel, { get: broken, set: broken, delete: broken }, (id) => unreadable.push(id));
  const process = kernel.process("p:k:b.os");
  assert.is(process.host.getState(), undefined);
  process.host.setState(bytes("s"));
  assert.equal(unreadable, ["p:k:b.os"]);
  assert.equal(
    kernel.lines.map(({ text }) => text),
    ["state: GetState of p:k:b.os failed: disk on fire", "state: SetState of p:k:b.os failed: disk on fire"],
  );
});

service.run();

const store = suite<{ folder: string }>("state store");

store.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "hproc-state-"));
});
store.after.each(({ folder }) => rm(folder, { recursive: true, force: true }));

for (const isSynced of [true, false]) {
  store(`keeps values when it is opened again, ${isSynced ? "synced" : "not synced"}`, async ({ folder }) => {
    const first = openStateStore(folder, { isSynced });
    first.set("p:k:b.os", bytes("one"));
    first.set("p:k:b.os", bytes("two, and with \0 zero"));
    first.set("q:k:b.os", new Uint8Array(0));
    first.set("r:k:b.os", bytes("gone"));
    first.delete("r:k:b.os");
    await first.close();
    const second = openStateStore(folder, { isSynced });
    assert.is(textOf(second.get("p:k:b.os")), "two, and with \0 zero");
    assert.is(second.get("q:k:b.os")?.length, 0);
    assert.is(second.get("r:k:b.os"), undefined);
    await second.close();
  });

  store(`has a value on disk when set returns, or stored resolves, ${isSynced ? "synced" : "not synced"}`, async ({ folder }) => {
    const module = new URL("../../runtime/node/services/state-store.js", import.meta.url).href;
    const script = `
      const { openStateStore } = await import(${JSON.stringify(module)});
      const store = openStateStore(${JSON.stringify(folder)}, { isSynced: ${isSynced} });
      for (let index = 0; index <= 50; index++) store.set("p:k:b.os", new TextEncoder().encode(String(index)));
      await store.stored?.();
      process.kill(process.pid, "SIGKILL");`;
    const { signal, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
      encoding: "utf8",
    });
    assert.is(signal, "SIGKILL", stderr);
    const reopened = openStateStore(folder, { isSynced });
    assert.is(textOf(reopened.get("p:k:b.os")), "50");
    await reopened.close();
  });
}

store("reads what is being written, and writes together what comes meanwhile", async ({ folder }) => {
  const opened = openStateStore(folder, { isSynced: true });
  assert.is(opened.stored?.(), undefined);
  opened.set("p:k:b.os", bytes("one"));
  const first = opened.stored?.();
  await Promise.resolve();
  await Promise.resolve();
  opened.set("p:k:b.os", bytes("two"));
  opened.set("q:k:b.os", bytes("other"));
  const second = opened.stored?.();
  opened.delete("r:k:b.os");
  assert.ok(first && second && opened.stored?.() === second);
  assert.equal([textOf(opened.get("p:k:b.os")), textOf(opened.get("q:k:b.os")), opened.get("r:k:b.os")], ["two", "other", undefined]);
  await first;
  assert.is(textOf(opened.get("p:k:b.os")), "two");
  await second;
  assert.is(opened.stored?.(), undefined);
  opened.delete("p:k:b.os");
  assert.is(opened.get("p:k:b.os"), undefined);
  await opened.close();
  const reopened = openStateStore(folder, { isSynced: true });
  assert.equal([reopened.get("p:k:b.os"), textOf(reopened.get("q:k:b.os"))], [undefined, "other"]);
  await reopened.close();
});

store("keeps only the bytes of a view into a larger buffer", async ({ folder }) => {
  const opened = openStateStore(folder, { isSynced: false });
  opened.set("p:k:b.os", bytes("abcdef").subarray(2, 4));
  assert.is(textOf(opened.get("p:k:b.os")), "cd");
  await opened.close();
});

/** Opens the database of a folder and returns the message of the error. */
function openingError(folder: string): string {
  try {
    openStateStore(folder, { isSynced: true });
    return "none";
  } catch (error) {
    assert.instance(error, StateStoreError);
    return error instanceof Error ? error.message : "";
  }
}

store("refuses a file that is no database, and says which", async ({ folder }) => {
  const path = join(folder, "state.mdb");
  for (const content of ["short", "This is not a database.".repeat(1000)]) {
    await writeFile(path, content);
    assert.is(openingError(folder), `the saved states in ${path} cannot be opened: it is not an LMDB database`);
  }
});

store("refuses a database whose end is missing", async ({ folder }) => {
  const path = join(folder, "state.mdb");
  const opened = openStateStore(folder, { isSynced: true });
  for (let index = 0; index < 5; index++) opened.set(`p${index}:k:b.os`, new Uint8Array(100_000));
  await opened.close();
  await truncate(path, 8192);
  assert.is(openingError(folder), `the saved states in ${path} cannot be opened: its end is missing`);
});

store("opens an empty file, and refuses a folder", async ({ folder }) => {
  await writeFile(join(folder, "state.mdb"), "");
  await openStateStore(folder, { isSynced: true }).close();
  await mkdir(join(folder, "other", "state.mdb"), { recursive: true });
  assert.match(openingError(join(folder, "other")), /cannot be opened: EISDIR/);
});

store.run();
