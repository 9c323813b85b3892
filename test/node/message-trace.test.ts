/** The trace of messages: a line for each, whatever is in it, in files that stay bounded. */

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Request } from "../../runtime/contract/index.js";
import type { KernelMessage } from "../../runtime/node/kernel-message.js";
import { MessageTrace } from "../../runtime/node/message-trace.js";

interface Context {
  folder: string;
  stopped: string[];
}

const test = suite<Context>("trace of messages");

test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "hproc-trace-"));
  context.stopped = [];
});
test.after.each(({ folder }) => rm(folder, { recursive: true, force: true }));

const now = () => Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const prefix = (size: number, more = ""): string =>
  `{"time":"2026-01-02T03:04:05.678Z","node":"alice.os","id":"18446744073709551615","kind":"request","source":"alice.os@a:test:test.os","target":"bob.os@b:test:test.os","outcome":"remote",${more}"size":${size}`;

test("bodies: JSON as it was sent, text, bytes, and what is long", async ({ folder, stopped }) => {
  const path = join(folder, "out.jsonl");
  const trace = await MessageTrace.open({ path, now, onStopped: (reason) => stopped.push(reason) });
  for (const body of ['{"Add": 18446744073709551615,\n "x": "\\n"}', "ack", "", "x".repeat(9000)]) trace.take("alice.os", message({ body: bytes(body) }), "remote");
  trace.take("alice.os", message({ body: Uint8Array.of(255, 0) }), "remote");
  await trace.close();
  trace.take("alice.os", message({}), "remote");
  assert.equal((await readFile(path, "utf8")).split("\n"), [
    `${prefix(41)},"body":{"Add": 18446744073709551615,  "x": "\\n"}}`,
    `${prefix(3)},"text":"ack"}`,
    `${prefix(0)},"text":""}`,
    `${prefix(9000)},"text":"${"x".repeat(8192)}","isCut":true}`,
    `${prefix(2)}}`,
    "",
  ]);
  assert.is((await stat(path)).mode & 0o777, 0o600);
});

test("what else a message has", async ({ folder, stopped }) => {
  const path = join(folder, "out.jsonl");
  await writeFile(path, "kept\n");
  const trace = await MessageTrace.open({ path, now, onStopped: (reason) => stopped.push(reason) });
  const whole = message({ expectsResponse: 5n, inherit: true, metadata: "m", body: bytes("1") });
  trace.take("alice.os", { ...whole, rsvp: whole.source, blob: { mime: "text/plain", bytes: bytes("blob") } }, "remote");
  await trace.close();
  const more = '"rsvp":"alice.os@a:test:test.os","expects":5,"inherit":true,"metadata":"m","blob":{"mime":"text/plain","size":4},';
  assert.is(await readFile(path, "utf8"), `kept\n${prefix(1, more)},"body":1}\n`);
});

test("a full file makes place for another, and three old ones stay", async ({ folder, stopped }) => {
  const path = join(folder, "out.jsonl");
  for (let round = 0; round < 6; round++) {
    const trace = await MessageTrace.open({ path, now, onStopped: (reason) => stopped.push(reason), maxFileBytes: 100 });
    trace.take("alice.os", message({ body: bytes(String(round)) }), "remote");
    await trace.close();
  }
  assert.equal((await readdir(folder)).sort(), ["out.jsonl", "out.jsonl.1", "out.jsonl.2", "out.jsonl.3"]);
  const bodies = await Promise.all(["", ".1", ".2", ".3"].map(async (end) => JSON.parse(await readFile(`${path}${end}`, "utf8")).body as number));
  assert.equal([bodies, stopped], [[5, 4, 3, 2], []]);
});

test("a file that cannot be made is told before anything runs, one that goes away later is told once", async ({ folder, stopped }) => {
  const missing = join(folder, "missing/out.jsonl");
  const refused = await MessageTrace.open({ path: missing, now, onStopped: () => {} }).catch((error: NodeJS.ErrnoException) => error.code);
  assert.is(refused, "ENOENT");
  const inner = join(folder, "inner");
  const trace = await MessageTrace.open({ path: inner, now, onStopped: (reason) => stopped.push(reason) });
  await rm(folder, { recursive: true });
  trace.take("alice.os", message({}), "remote");
  await trace.close();
  trace.take("alice.os", message({}), "remote");
  assert.is(stopped.length, 1);
  assert.match(stopped[0] ?? "", /ENOENT/);
});

test.run();

function message(fields: Partial<Request>): KernelMessage {
  const process = (processName: string) => ({ processName, packageName: "test", publisherNode: "test.os" });
  const val = { inherit: false, expectsResponse: undefined, body: bytes(""), metadata: undefined, capabilities: [], ...fields };
  return {
    id: 2n ** 64n - 1n,
    source: { node: "alice.os", process: process("a") },
    target: { node: "bob.os", process: process("b") },
    rsvp: undefined,
    message: { tag: "request", val },
    blob: undefined,
  };
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
