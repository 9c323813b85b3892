/** Clients of system processes in handlers: whose answer is whose, how requests end, and what is sent. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Need } from "../../runtime/contract/index.js";
import type { Context, SqlValue } from "../../runtime/guest/index.js";
import { writeStatement } from "../../runtime/guest/services/sql-parameters.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner, type RunningGuest } from "../../runtime/testing/guest-runner.js";
import { defineSubject } from "./subject.js";

type ServiceContext = Context<object, object, object, object, Need>;

interface World {
  readonly runner: GuestRunner;
  readonly subject: RunningGuest;
  /** Lets the subject run code as one of its handlers; gives what it has noted so far. */
  act(work: (context: ServiceContext, note: (text: string) => void) => unknown): Promise<readonly string[]>;
  /** What waits for an answer, oldest first: action, and the text of its blob. */
  waiting(): readonly string[];
  /** Answers one of those that wait. */
  answer(index: number, body: string, blob?: string): Promise<void>;
}

/** All system processes are one script that answers when it is told to. */
async function createWorld(needs: readonly Need[] = ["vfs", "kv", "sqlite", "fetch"]): Promise<World> {
  const kernel = new FakeKernel();
  const waiting: KernelMessage[] = [];
  const ports = ["vfs", "kv", "sqlite", "http-client"].map((name) =>
    kernel.module(`${name}:distro:sys`, (message) => void waiting.push(message)),
  );
  const asker = kernel.module("asker:test:test.os");
  const runner = new GuestRunner(kernel);
  const notes: string[] = [];
  let work: (context: ServiceContext) => unknown = () => {};
  const definition = defineSubject({ act: async (context) => (await work(context as unknown as ServiceContext)) ?? null }, { needs });
  const subject = await runner.start(definition);
  return {
    runner,
    subject,
    async act(next) {
      work = (context) => next(context, (text) => notes.push(text));
      asker.request(kernel.address("g:test:test.os"), new TextEncoder().encode('{"act":""}'), { expectsResponse: 100n });
      await runner.pump();
      return notes;
    },
    waiting: () =>
      waiting.map(({ message, blob }) => {
        const { action, Http } = JSON.parse(new TextDecoder().decode(message.tag === "request" ? message.val.body : undefined));
        return `${JSON.stringify(action ?? Http)}${blob ? ` ${new TextDecoder().decode(blob.bytes)}` : ""}`;
      }),
    async answer(index, body, blob) {
      const [message] = waiting.splice(index, 1);
      const port = ports.find(({ address }) => address.process.processName === message?.target.process.processName);
      if (!message || !port) throw new Error("nothing waits for an answer");
      const bytes = blob === undefined ? undefined : { mime: undefined, bytes: new TextEncoder().encode(blob) };
      port.respond(message, new TextEncoder().encode(body), { blob: bytes });
      await runner.pump();
    },
  };
}

const services = suite("clients of system processes");

services("answers in any order come to those who have asked", async () => {
  const { act, answer, waiting, runner, subject } = await createWorld();
  const notes = await act(async ({ vfs, kv }, note) => {
    const read = (path: string) => vfs.readText(path).orThrow().then(note);
    await Promise.all([read("d/a"), read("d/b"), kv.open("x").then(({ tag }) => note(tag)), read("d/c")]);
  });
  assert.equal(waiting(), ['"Read"', '"Read"', '"Open"', '"Read"']);
  await answer(3, '"Read"', "c");
  await answer(0, '"Read"', "a");
  await answer(1, '"Ok"');
  await answer(0, '"Read"', "b");
  assert.equal(notes, ["c", "a", "ok", "b"]);
  await demandRest(runner, subject);
});

services("outcomes: what failed by its kind, what was not understood, what was not answered in time or given up", async () => {
  const { act, answer, waiting, runner, subject } = await createWorld();
  const controller = new AbortController();
  const notes = await act(async ({ vfs, fetch }, note) => {
    const noteOutcome = (outcome: { readonly tag: string; readonly kind?: string; readonly message?: string }): void =>
      note([outcome.tag, outcome.kind, outcome.message].filter((part) => part !== undefined).join(" | "));
    await Promise.all([
      vfs.write("d/a", "x").then(noteOutcome),
      vfs.stat("d/b").then(noteOutcome),
      vfs.write("/p:q.os/d/c", "x").then(noteOutcome),
      vfs.read("d/d").then(noteOutcome),
      fetch("http://a/", { signal: controller.signal }).then(noteOutcome),
      fetch("http://b/", { timeoutMs: 2000 }).then(noteOutcome),
    ]);
  });
  await answer(0, '{"Err":{"IOError":"No space left on device (os error 28)"}}');
  await answer(0, '{"Metadata":{"file_type":"Tree","len":1}}');
  await answer(0, '{"Err":"NoWriteCap"}');
  await answer(0, '{"Err":{"Novel":{"path":"p","reason":7}}}');
  controller.abort();
  // What comes after it was given up is nothing any more.
  await answer(0, '{"Ok":{"Http":{"status":200,"headers":{}}}}', "late");
  await runner.advance(2000);
  assert.equal(notes, [
    "failed | no-space | IOError: No space left on device (os error 28)",
    "failed | unexpected | an answer that hproc does not understand",
    "failed | denied | NoWriteCap",
    "failed | unexpected | Novel: p, 7",
    "timeout",
    "timeout",
  ]);
  assert.is(waiting().length, 1);
  await demandRest(runner, subject);
});

services("orThrow throws an error of the client, with the kind and the place", async () => {
  const { act, answer } = await createWorld();
  const notes = await act(async ({ sqlite, kv }, note) => {
    for (const pending of [sqlite.open("main"), kv.open("words")]) {
      await (pending as PromiseLike<unknown> & { orThrow(): Promise<unknown> }).orThrow().catch((error: Error & { kind?: string }) => note(`${error.name} ${error.kind} ${error.message}`));
    }
  });
  await answer(0, '{"Err":{"IOError":"disk"}}');
  await answer(0, '{"Err":"MismatchingPackageId"}');
  assert.equal(notes, ["SqliteError storage sqlite main: IOError: disk", "KvError denied kv words: MismatchingPackageId"]);
});

services("a transaction is begun when its work is done, and its changes are sent one after the other", async () => {
  const { act, answer, waiting } = await createWorld();
  const notes = await act(async ({ kv }, note) => {
    const db = await kv.open("d").orThrow();
    const sum = await db
      .transaction(async (tx) => {
        tx.set("a", "1");
        tx.set("b", "2");
        tx.set("a", "3");
        note(`${await tx.getText("a").orThrow()} ${await tx.getText("c").orThrow()}`);
        return 7;
      })
      .orThrow();
    note(String(sum));
  });
  await answer(0, '"Ok"');
  assert.equal(waiting(), ['{"Get":[99]}']);
  await answer(0, '{"Err":"KeyNotFound"}');
  assert.equal(waiting(), ['"BeginTx"']);
  await answer(0, '{"BeginTx":{"tx_id":16140901064495857665}}');
  // JSON.parse of this test rounds; the digits are looked at in the body.
  assert.equal(waiting(), ['{"Set":{"key":[97],"tx_id":16140901064495858000}} 3']);
  await answer(0, '"Ok"');
  assert.equal(waiting(), ['{"Set":{"key":[98],"tx_id":16140901064495858000}} 2']);
  await answer(0, '"Ok"');
  assert.equal(waiting(), ['{"Commit":{"tx_id":16140901064495858000}}']);
  await answer(0, '"Ok"');
  assert.equal(notes, ["3 undefined", "7"]);
});

services("the id of a transaction keeps its 64 bits", async () => {
  const { act, answer, subject } = await createWorld();
  await act(async ({ kv }) => {
    const db = await kv.open("d").orThrow();
    await db.transaction((tx) => tx.set("a", "1"));
  });
  await answer(0, '"Ok"');
  const sent: string[] = [];
  const { host } = subject.process;
  const send = host.sendRequest.bind(host);
  host.sendRequest = (target, request, context, blob) => {
    sent.push(new TextDecoder().decode(request.body));
    return send(target, request, context, blob);
  };
  await answer(0, '{"BeginTx":{"tx_id":16140901064495857665}}');
  assert.match(sent.join(), /"tx_id":16140901064495857665\}/);
});

services("a change that is refused ends the transaction before it is committed", async () => {
  const { act, answer, waiting } = await createWorld();
  const notes = await act(async ({ sqlite }, note) => {
    const db = await sqlite.open("d").orThrow();
    const outcome = await db.transaction((tx) => {
      tx.write("DELETE FROM t");
      tx.write("DROP TABLE t");
    });
    note(outcome.tag === "failed" ? `${outcome.kind} ${outcome.message}` : outcome.tag);
  });
  await answer(0, '"Ok"');
  await answer(0, '{"BeginTx":{"tx_id":1}}');
  await answer(0, '{"Err":"NotAWriteKeyword"}');
  assert.equal(notes, ["sql NotAWriteKeyword"]);
  assert.equal(waiting(), []);
});

services("what work throws is thrown again, and nothing is sent", async () => {
  const { act, answer, waiting } = await createWorld();
  const notes = await act(async ({ kv }, note) => {
    const db = await kv.open("d").orThrow();
    const work = db.transaction((tx) => {
      tx.set("a", "1");
      throw new RangeError("no");
    });
    await work.then(() => note("went on"), (error: unknown) => note(String(error)));
    await db.transaction(() => 5).then((outcome) => note(JSON.stringify(outcome)));
  });
  await answer(0, '"Ok"');
  assert.equal(notes, ["RangeError: no", '{"tag":"ok","val":5}']);
  assert.equal(waiting(), []);
});

services("paths begin with a drive of the package, or at the root", async () => {
  const kernel = new FakeKernel();
  const vfs = kernel.module("vfs:distro:sys");
  const runner = new GuestRunner(kernel);
  const init = (context: unknown): void => {
    const { vfs: files } = context as ServiceContext;
    void files.rename("d/a", "/p:q.os/d/b");
    void files.createDrive("d");
  };
  await runner.start(defineSubject({ init }, { needs: ["vfs"] }));
  await runner.pump();
  const bodies = vfs.received.map(({ message }) => (message.tag === "request" ? new TextDecoder().decode(message.val.body) : ""));
  assert.equal(bodies, [
    '{"path":"/test:test.os/d/a","action":{"Rename":{"new_path":"/p:q.os/d/b"}}}',
    '{"path":"/test:test.os/d","action":"CreateDrive"}',
  ]);
});

services("fetch: a text has a type, names of headers are small, and a header that is none is refused at once", async () => {
  const { act, answer, waiting } = await createWorld();
  const notes = await act(async ({ fetch }, note) => {
    try {
      fetch("http://a/", { headers: { "x-a": "b\nc" } });
    } catch (error) {
      note(String(error));
    }
    const response = await fetch({ href: "http://a/" }, { method: "patch", headers: { "X-A": "b" }, body: "hi" }).orThrow();
    note(`${response.status} ${response.ok} ${[...response.headers].join()} ${await response.text()} ${(await response.bytes()).length}`);
  });
  assert.equal(waiting(), [
    '{"method":"PATCH","version":null,"url":"http://a/","headers":{"x-a":"b","content-type":"text/plain;charset=UTF-8"}} hi',
  ]);
  await answer(0, '{"Ok":{"Http":{"status":404,"headers":{"Content-Type":"text/html"}}}}', "none");
  assert.equal(notes, [
    'RangeError: the header x-a takes a text of visible ASCII, found "b\\nc"',
    "404 false content-type,text/html none 4",
  ]);
});

services("a client that the schema does not ask for says what to write", async () => {
  const { act, waiting } = await createWorld(["vfs"]);
  const notes = await act((context, note) => {
    for (const need of ["vfs", "kv", "sqlite", "fetch"] as const) {
      try {
        note(typeof context[need]);
      } catch (error) {
        note(String(error));
      }
    }
  });
  const missing = (need: string): string => `TypeError: write \`needs ${need}\` in the process of the schema to use \`${need}\``;
  assert.equal(notes, ["object", missing("kv"), missing("sqlite"), missing("fetch")]);
  assert.equal(waiting(), []);
});

const statements: readonly (readonly [statement: string, parameters: readonly SqlValue[], sql: string, blob: string | undefined])[] = [
  ["SELECT 1", [], "SELECT 1", undefined],
  ["SELECT ?, ?2", ["abc", 5n], "SELECT ?, ?2", '["abc",5]'],
  ["SELECT ?", [null], "SELECT ?", "[null]"],
  ["SELECT ?, ?, ?", [true, 2.5, -1], "SELECT ?, ?, ?", "[true,2.5,-1]"],
  ["SELECT ?", [18446744073709551615n >> 1n], "SELECT ?", "[9223372036854775807]"],
  ["SELECT ?", [new Uint8Array([0, 1, 2])], "SELECT ?", '["AAEC"]'],
  ["SELECT ?, ?", ["John", "a b"], "SELECT CAST(?1 AS TEXT), ?", '["Sm9obg==","a b"]'],
  ["SELECT ?2, ?1, ?", ["abc", "2024", ""], "SELECT CAST(?2 AS TEXT), ?1, CAST(?3 AS TEXT)", '["abc","MjAyNA==",""]'],
  ["SELECT '?', \"?\", `?`, [?] -- ?\n, ? /* ? */", ["test"], "SELECT '?', \"?\", `?`, [?] -- ?\n, CAST(?1 AS TEXT) /* ? */", '["dGVzdA=="]'],
];
for (const [statement, parameters, sql, blob] of statements) {
  services(`${statement} with ${parameters.length} parameters: ${blob}`, () => {
    const written = writeStatement(statement, parameters);
    assert.equal([written.sql, written.blob && new TextDecoder().decode(written.blob)], [sql, blob]);
  });
}

services("values that SQL has not are refused at once", () => {
  const messageOf = (value: unknown): string => {
    try {
      writeStatement("SELECT ?", [value as SqlValue]);
      return "";
    } catch (error) {
      return String(error);
    }
  };
  assert.equal([NaN, 2n ** 63n, undefined, { a: 1 }].map(messageOf), [
    "RangeError: parameter 1: SQL has no NaN",
    "RangeError: parameter 1: 9223372036854775808 has more than 64 bits with sign",
    "TypeError: parameter 1: SQL has no value of type undefined",
    "TypeError: parameter 1: SQL has no value of type object",
  ]);
});

services.run();

/** Nothing is kept of requests that are over. */
async function demandRest(runner: GuestRunner, { guest }: RunningGuest): Promise<void> {
  await runner.advance(60_000);
  assert.equal([guest.outstandingCount, guest.waitingCount], [0, 0]);
}
