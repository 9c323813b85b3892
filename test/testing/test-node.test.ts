/** What `hproc/testing` gives to tests of handlers, shown on the subject of the shared cases. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatAddress } from "../../runtime/contract/index.js";
import type { CallOutcome, ProcessDefinition } from "../../runtime/guest/index.js";
import { Timers } from "../../runtime/guest/timers.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { runAsProcess, useProcessGlobals } from "../../runtime/testing/process-globals.js";
import { TestNetwork, testNode, type TestNode, type TestNodeOptions, type TestHttpServer, type TestServer, type TestSocket } from "../../runtime/testing/index.js";
import { createProject, loadDefinition } from "../support/project.js";

const project = await createProject("test/cases/subject/project");
const loaded = await loadDefinition(project, "subject");
const peer = await loadDefinition(project, "peer");
await project.remove();

/** As the emitted interface would say it. */
interface Handlers {
  onlyLocal(context: { readonly state: { hits: number } }, count: number): number | Promise<number>;
  hits(context: { readonly state: { hits: number } }): number | Promise<number>;
  whoAsks(context: { readonly state: { hits: number } }): unknown;
  greeting(context: { readonly state: { hits: number } }): string;
}

const subject = loaded as ProcessDefinition<Handlers>;

type Node = TestNode<{ subject: ProcessDefinition<Handlers> }>;

async function withNode(run: (node: Node) => Promise<void>, options?: TestNodeOptions): Promise<void> {
  const node = await testNode({ subject }, options);
  try {
    await run(node);
  } finally {
    node.stop();
  }
}

const tag = async (call: PromiseLike<CallOutcome<unknown>>): Promise<string> => {
  const outcome = await call;
  return outcome.tag === "ok" ? `ok ${JSON.stringify(outcome.val)}` : outcome.tag === "rejected" ? `rejected ${outcome.code}` : outcome.tag;
};

const test = suite("hproc/testing");

test("HTTP, as the platform's own responses", () =>
  withNode(async ({ processes: { subject } }) => {
    const created = await subject.fetch("/api/items", { json: { AddItem: ["tea", ["hot"]] } });
    assert.equal([created.status, created.headers.get("content-type")], [201, "application/json"]);
    assert.equal(await created.text(), '{"id":18446744073709551610,"label":"tea","tags":["hot"],"note":null}');
    assert.is((await subject.fetch("/api/items?limit=1")).status, 200);
    assert.is((await subject.fetch("/api/refuse", { method: "POST", body: '"no"' })).status, 422);
    assert.is((await subject.fetch("/api/items", { method: "OPTIONS" })).status, 204);
    assert.is(await (await subject.fetch("/admin/secret")).text(), '"only for the owner"');
    assert.match(await (await subject.fetch("/admin/secret", { authenticated: false })).text(), /<form/);
    assert.is((await subject.fetch("/nowhere")).status, 404);
  }));

test("local and remote calls, and their source", () =>
  withNode(async ({ processes: { subject } }) => {
    assert.is(await tag(subject.local.onlyLocal(41)), "ok 42");
    assert.is(await tag(subject.remote.onlyLocal(41)), "rejected call/unknown-handler");
    assert.is(await tag(subject.local.greeting()), "rejected call/unknown-handler");
    assert.is(await subject.remote.hits().orThrow(), 0);
    const sourceOf = async (calls: typeof subject.local) => formatAddress((await calls.whoAsks().orThrow()) as never);
    assert.is(await sourceOf(subject.local), "test.os@tester:test:test.os");
    assert.is(await sourceOf(subject.remote), "elsewhere.os@tester:test:test.os");
    assert.is(await sourceOf(subject.callsFrom("bob.os")), "bob.os@tester:test:test.os");
    assert.throws(() => subject.local.onlyLocal(-1), (error: Error) => /expected u32, found number -1$/.test(error.message));
  }));

const connectFeed = (node: Node, url: string) =>
  node.processes.subject.fetch("/api/feed", { json: url }).then((answer) => answer.json());

test("servers that the test plays: a socket kept by the test, or one that is served on its own", async () => {
  const sockets: TestSocket[] = [];
  const requests: unknown[] = [];
  const servers: Record<string, TestServer> = {
    "wss://kept.test/feed": (socket, request) => {
      sockets.push(socket);
      requests.push(request);
    },
    "wss://busy.test/feed": async (socket) => {
      for (let count = 1; ; count++) {
        if ((await socket.next()) === undefined) return;
        socket.send(count === 3 ? 0 : count);
      }
    },
    "wss://closed.test/feed": () => false,
  };
  await withNode(
    async (node) => {
      assert.is(await connectFeed(node, "wss://kept.test/feed?token=1"), "ok");
      assert.equal(requests, [{ url: "wss://kept.test/feed?token=1", headers: { "x-token": "t" } }]);
      const [socket] = sockets;
      assert.is(await socket?.nextJson(), "here for feed?token=1");
      socket?.send(5);
      assert.is(await socket?.nextJson(), "5 of 5");
      socket?.send("99");
      assert.is(await socket?.nextJson(), "pong 0");
      socket?.send(0);
      assert.is(await socket?.next(), undefined);
      assert.is(socket?.isOpen, false);

      assert.is(await connectFeed(node, "wss://busy.test/feed"), "ok");
      await node.advance("1 minute");
      // 1 and 2 have come to it, then it was told to close.
      assert.equal(await (await node.processes.subject.fetch("/api/feed")).json(), [8, 2, 0]);

      const refused = "the server could not be reached or opened no WebSocket";
      assert.is(await connectFeed(node, "wss://closed.test/feed"), refused);
      assert.is(await connectFeed(node, "wss://nowhere.test/feed"), refused);
    },
    { servers },
  );
});

test("servers that fetch asks, and what a process keeps", async () => {
  const requests: unknown[] = [];
  const answer = { status: 201, headers: { "X-Served": "yes" }, body: "[1]" };
  const http: Record<string, TestHttpServer> = {
    "http://kept.test/a": (request) => {
      requests.push(request);
      return answer;
    },
    "http://127.0.0.1:1/": () => false,
    "http://broken.test/a": () => {
      throw new Error("at once");
    },
  };
  await withNode(
    async (node) => {
      const { subject } = node.processes;
      const asked = await subject.fetch("/api/ask", { json: "http://kept.test/" });
      assert.equal(((await asked.json()) as { json: unknown }).json, [1]);
      const headers = { "content-type": "text/plain;charset=UTF-8" };
      assert.equal(requests, [{ method: "PUT", url: "http://kept.test/a?b=1", headers, body: '{"n":1}' }]);

      assert.is((await subject.fetch("/api/files", { method: "POST" })).status, 200);
      assert.is(node.files().get("/subject:test.os/data/notes/a.txt"), "one\ntwo, ä\n");
      assert.is((await subject.fetch("/api/keys", { method: "POST" })).status, 200);
      assert.is((await subject.fetch("/api/rows", { method: "POST" })).status, 200);
      try {
        await subject.fetch("/api/ask", { json: "http://broken.test/" });
        assert.unreachable();
      } catch (error) {
        assert.is((error as Error).message, 'http["http://broken.test/a?b=1"]: at once');
      }
    },
    { http },
  );
});

test("what a server does wrong fails the test", async () => {
  const servers: Record<string, TestServer> = {
    "ws://now.test/": () => {
      throw new Error("at once");
    },
    "ws://later.test/": async () => {
      throw new Error("later");
    },
  };
  for (const [url, reason] of [["ws://now.test/", "at once"], ["ws://later.test/", "later"]] as const) {
    await withNode(
      async (node) => {
        try {
          await connectFeed(node, url);
          await node.processes.subject.fetch("/api/feed");
          assert.unreachable();
        } catch (error) {
          assert.is((error as Error).message, `servers["${url}"]: ${reason}`);
        }
      },
      { servers },
    );
  }
});

test("a server keeps its connection when the process crashes; the next run closes it", async () => {
  let socket: TestSocket | undefined;
  const servers: Record<string, TestServer> = { "ws://s.test/": (each) => void (socket = each) };
  await withNode(
    async (node) => {
      assert.is(await connectFeed(node, "ws://s.test/"), "ok");
      await node.processes.subject.restart();
      assert.is(socket?.isOpen, true);
      socket?.send(1);
      assert.is(await socket?.next().then(() => socket?.next()), undefined);
      assert.match(node.logs(1).join(), /warn dropped a Text frame of test\.os@http-client:distro:sys: channel \d+ is not known here/);
    },
    { servers },
  );
});

test("WebSockets", () =>
  withNode(async ({ processes: { subject } }) => {
    const socket = await subject.connect("/live");
    assert.equal(await socket.nextJson(), { Welcome: 1 });
    socket.send({ Say: "hello" });
    assert.equal(await socket.next(), '{"Said":"hello"}');
    socket.send('"Leave"');
    assert.is(await socket.next(), undefined);
    assert.is(socket.isOpen, false);
    const raw = await subject.connect("/raw/bytes");
    raw.send(new Uint8Array([1, 2]));
    assert.equal(await raw.next(), new Uint8Array([2, 1]));
    raw.close();
    assert.is(await raw.next(), undefined);
    try {
      await subject.connect("/nowhere");
      assert.unreachable();
    } catch (error) {
      assert.match(String(error), /subject:subject:test\.os has no WebSocket at \/nowhere/);
    }
  }));

test("time passes in advance and while a test waits, never by itself", () =>
  withNode(async (node) => {
    const { subject } = node.processes;
    const startMs = Date.UTC(2026, 0, 1);
    const ticks = async () => (await subject.fetch("/api/ticks")).text();
    await node.advance("1 hour");
    assert.is(node.now(), startMs + 3_600_000);
    assert.is(await ticks(), "3600");
    await node.advance(1500);
    assert.is(await ticks(), "3601");
    const before = performance.now();
    assert.is(await (await subject.fetch("/api/sleep/14000")).text(), "14000");
    assert.is(node.now(), startMs + 3_615_500);
    assert.ok(performance.now() - before < 5000);
    for (const wrong of ["soon", "3 parsecs", -1, Number.NaN]) {
      try {
        await node.advance(wrong);
        assert.unreachable();
      } catch (error) {
        assert.ok(error instanceof RangeError, String(error));
      }
    }
  }));

test("a crash loses what is not stored, a restart finds what is", () =>
  withNode(async ({ processes: { subject } }) => {
    await subject.fetch("/api/items", { json: { AddItem: ["kept"] } });
    assert.match(subject.stored ?? "", /"label":"kept"/);
    const hanging = subject.fetch("/api/wait");
    subject.crash();
    assert.throws(() => subject.state, /does not run/);
    assert.is((await hanging).status, 408);
    await subject.restart();
    assert.is(await (await subject.fetch("/api/greeting")).text(), '"started again"');
    assert.match(await (await subject.fetch("/api/items")).text(), /"label":"kept"/);
    subject.state.hits = 7;
    assert.is(await subject.remote.hits().orThrow(), 7);
  }));

test("a process begins with what a test has stored, and one that cannot read it does not start", async () => {
  let stored = "";
  await withNode(async ({ processes: { subject } }) => {
    await subject.fetch("/api/items", { json: { AddItem: ["before"] } });
    stored = subject.stored ?? "";
  });
  await withNode(
    async ({ processes: { subject } }) => assert.match(await (await subject.fetch("/api/items")).text(), /before/),
    { stored: { subject: stored } },
  );
  for (const [options, message] of [
    [{ stored: { subject: "nonsense" } }, /the stored state of subject:subject:test\.os cannot be read/],
    [{ stored: { other: "" } }, /stored\.other: the node has no process of this name/],
    [{ fakes: { nobody: {} } }, /fakes\.nobody: no process of the node uses one as `nobody`/],
    [{ fakes: { peer: { sing: () => "la" } } }, /peer:subject:test\.os has no handler sing; it has reverse, refuseAll/],
  ] as const) {
    try {
      await testNode({ subject }, options);
      assert.unreachable();
    } catch (error) {
      assert.match(String(error), message);
    }
  }
});

test("stand-ins for the processes that are called, and the real one", async () => {
  const fakes = { peer: { reverse: (text: string, delayMs: number) => `${text} ${delayMs}` } };
  await withNode(
    async ({ processes: { subject } }) => {
      assert.is(await (await subject.fetch("/api/relay", { json: "abc" })).text(), '{"Ok":"abc 0"}');
      // What the test gives no answer to times out.
      assert.is((await subject.fetch("/api/refused")).status, 408);
    },
    { fakes },
  );
  const node = await testNode({ subject, peer });
  assert.is(await (await node.processes.subject.fetch("/api/relay", { json: "abc" })).text(), '{"Ok":"cba"}');
  node.stop();
});

test("what was sent and what was logged", () =>
  withNode(async (node) => {
    await node.processes.subject.local.onlyLocal(1);
    const own = node.messages().filter(({ source, target }) => `${source} ${target}`.includes("tester:"));
    const [tester, subject] = ["test.os@tester:test:test.os", "test.os@subject:subject:test.os"];
    assert.equal(own, [
      { source: tester, target: subject, kind: "request", body: { OnlyLocal: 1 }, outcome: "delivered" },
      { source: subject, target: tester, kind: "response", body: 2, outcome: "delivered" },
    ]);
    await node.processes.subject.fetch("/api/fail");
    assert.is(node.logs(0).length, 1);
    assert.match(node.logs(0)[0] ?? "", /error .*GET \/api\/fail.* the handler failed \(id \w+\) Error: a secret detail/);
    await node.advance(0);
    const lines = node.files().get("/subject:test.os/log/subject.log")?.trim().split("\n").map((line) => JSON.parse(line) as object) ?? [];
    assert.is(lines.length, 1);
    const { timestamp, level, fields, span } = lines[0] as { timestamp: string; level: string; fields: { error: string }; span: object };
    // By the clock of the node.
    assert.is(Math.abs(Date.parse(timestamp) - node.now()) < 60_000, true);
    assert.equal([level, span], ["ERROR", { name: "request", id: 2, kind: "http", method: "GET", path: "/api/fail", handler: "Fail" }]);
    assert.match(fields.error, /^Error: a secret detail\n/);
  }));

test("two nodes, and what may happen between them", async () => {
  const network = new TestNetwork();
  const alice = await testNode({ subject }, { name: "alice.os", network });
  const bob = await testNode({ subject }, { name: "bob.os", network });
  const fromAlice = bob.processes.subject.callsFrom("alice.os");
  assert.is(formatAddress((await fromAlice.whoAsks().orThrow()) as never), "alice.os@tester:test:test.os");
  // Of two nodes each may be the one that came first.
  assert.is(await tag(alice.processes.subject.callsFrom("bob.os").hits()), "ok 0");
  network.partition("alice.os", "bob.os");
  assert.is(await tag(fromAlice.hits()), "timeout");
  assert.is(await tag(bob.processes.subject.callsFrom("carol.os").hits()), "ok 0");
  network.heal("alice.os", "bob.os");
  assert.is(await tag(fromAlice.hits()), "ok 0");
  const before = network.clock.now();
  network.setFaults({ latencyMs: 40 });
  assert.is(await tag(fromAlice.hits()), "ok 0");
  assert.is(network.clock.now() - before, 80);
  network.setFaults({ loss: 1 });
  assert.is(await tag(fromAlice.hits()), "timeout");
  network.setFaults({});
  bob.stop();
  assert.is(await tag(alice.processes.subject.local.onlyLocal(1)), "ok 2");
  alice.stop();
});

test("the time of a process has whole milliseconds, as everywhere, wherever its clock stands", () => {
  const node = new FakeKernel();
  const exchanges = { sendTimer: () => {} };
  const timers = new Timers({ exchanges, now: () => node.clock.now(), onError: () => {}, onCalled: () => {} });
  const restore = useProcessGlobals();
  const seen = runAsProcess({ timers, now: () => 1000.75 }, () => [Date.now(), new Date().getTime()]);
  restore();
  assert.equal(seen, [1000, 1000]);
});

test("the globals of the test are as before", async () => {
  const before = [globalThis.setTimeout, globalThis.clearTimeout, globalThis.setInterval, globalThis.clearInterval, globalThis.Date];
  const node = await testNode({ subject });
  assert.ok(new Date() instanceof Date && Math.abs(Date.now() - performance.timeOrigin - performance.now()) < 60_000);
  await new Promise((resolve) => setTimeout(resolve, 1));
  node.stop();
  node.stop();
  assert.equal([globalThis.setTimeout, globalThis.clearTimeout, globalThis.setInterval, globalThis.clearInterval, globalThis.Date], before);
});

test("two hundred nodes, each with a request", async () => {
  for (let count = 0; count < 200; count++) {
    await withNode(async ({ processes: { subject } }) => {
      assert.is((await subject.fetch("/api/items")).status, 200);
      assert.is(await subject.local.onlyLocal(count).orThrow(), count + 1);
    });
  }
});

test.run();
