/** A whole node with processes in worker threads, loaded directly. */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { PortInUseError } from "../../runtime/node/gateway.js";
import { Network } from "../../runtime/node/network.js";
import { ProcessStartError } from "../../runtime/node/process.js";
import { StateStoreError } from "../../runtime/node/services/state-store.js";
import { ManualClock } from "../../runtime/testing/manual-clock.js";
import { closeTestNodes, createTestNode, httpLoop, manifestEntry, testProcess } from "../support/test-node.js";

const loop = "for (;;) standard.receive();";

const processes = suite("processes on a node");
processes.after.each(closeTestNodes);

processes("answer HTTP requests, of any size", async () => {
  const { install, get } = await createTestNode();
  await install(httpLoop("(path, body) => `${path} ${body.length} ${body.slice(0, 5)}`"));
  assert.is(await get("/hello"), "hello 0 ");
  assert.is(await get("/big", { method: "POST", body: "x".repeat(3_000_000) }), "big 3000000 xxxxx");
});

processes("keep their state when the node is started again", async () => {
  const first = await createTestNode();
  const guest = httpLoop(`() => {
    const count = Number(text(standard.getState() ?? bytes("0"))) + 1;
    standard.setState(bytes(String(count)));
    return count;
  }`);
  await first.install(guest);
  assert.equal([await first.get("/"), await first.get("/")], ["1", "2"]);
  await first.node.stop();
  const second = await createTestNode({ folder: first.folder });
  await second.install(guest);
  assert.is(await second.get("/"), "3");
});

processes("save and load large states as often as they like", async () => {
  const { install, get } = await createTestNode();
  await install(
    httpLoop(`() => {
      const results = [];
      for (let round = 1; round <= 3; round++) {
        standard.setState(new Uint8Array(300_000).fill(round));
        const [first, second] = [standard.getState(), standard.getState()];
        results.push(first.every((byte) => byte === round) && second.length === 300_000);
      }
      return results;
    }`),
  );
  assert.is(await get("/"), "true,true,true");
});

processes("use the timer", async () => {
  const { install, get } = await createTestNode();
  await install(
    httpLoop(`() => {
    const before = Date.now();
    standard.sendAndAwaitResponse(system("timer"), request('{"SetTimer":30}', 5n), undefined);
    return Date.now() - before >= 29;
  }`),
  );
  assert.is(await get("/"), "true");
});

processes("read the files of their package", async () => {
  const { install, get, folder } = await createTestNode();
  await mkdir(join(folder, "package", "pkg", "ui"), { recursive: true });
  await writeFile(join(folder, "package", "pkg", "ui", "index.html"), "<p>ui</p>");
  await install(
    httpLoop(`() => {
    const body = JSON.stringify({ path: "/test:test.os/pkg/ui/index.html", action: "Read" });
    standard.sendAndAwaitResponse(system("vfs"), request(body, 5n), undefined);
    return text(standard.getBlob().bytes);
  }`),
  );
  assert.is(await get("/"), "<p>ui</p>");
});

processes("talk to each other, and answer the right one", async () => {
  const { install, get } = await createTestNode();
  const echo = `export function init() {
    for (;;) {
      const [, message] = standard.receive();
      respond(text(message.val.body).toUpperCase());
    }
  }`;
  await install(echo, { public: true }, "echo");
  await install(
    httpLoop(`(path) => {
      const target = local("echo", "test", "test.os");
      const [, response] = standard.sendAndAwaitResponse(target, request(path, 5n), undefined);
      return text(response.val[0].body);
    }`),
    { public: true },
  );
  const paths = Array.from({ length: 40 }, (_, index) => `path${index}`);
  const answers = await Promise.all(paths.map((path) => get(`/${path}`)));
  assert.equal(
    answers,
    paths.map((path) => path.toUpperCase()),
  );
});

processes("get the failure of a request to nobody", async () => {
  const { install, get } = await createTestNode();
  await install(
    httpLoop(`() => {
    try {
      standard.sendAndAwaitResponse(system("nobody"), request("", 5n), undefined);
    } catch (error) {
      return error.payload.kind;
    }
  }`),
  );
  assert.is(await get("/"), "timeout");
});

processes("see their capabilities, and may change them", async () => {
  const { install, get } = await createTestNode();
  await install(
    httpLoop(`() => {
    const issuer = system("x");
    standard.saveCapabilities([{ issuer, params: "1" }, { issuer, params: "2" }]);
    standard.dropCapabilities([{ issuer, params: "1" }]);
    return standard.ourCapabilities().map(({ params }) => params).sort().join(" ");
  }`),
  );
  const drive = (kind: string): string => `{"kind":"${kind}","drive":"/test:test.os/pkg"}`;
  assert.is(await get("/"), `"messaging" "messaging" "messaging" "messaging" 2 ${drive("read")} ${drive("write")}`);
});

processes("see nothing of the machine", async () => {
  const { install, get } = await createTestNode();
  await install(httpLoop("() => JSON.stringify([process.env, process.argv.slice(2), process.execArgv])"));
  assert.is(await get("/"), "[{},[],[]]");
});

processes("print without waiting, and what they write to stdout goes nowhere", async () => {
  const { install, lines } = await createTestNode({ verbosity: 1 });
  await install(`export function init() {
    console.log("to stdout");
    standard.printToTerminal(0, "zero");
    standard.printToTerminal(1, "one");
    standard.printToTerminal(2, "two");
    ${loop}
  }`);
  assert.equal(lines, ["test:test.os: zero", "test:test.os: one"]);
});

processes("are replaced by another installation, whose paths alone count", async () => {
  const { install, get, node } = await createTestNode();
  await install(httpLoop('() => "old"'));
  await install(`export function init() { bind("/new"); for (;;) { standard.receive(); answer("new"); } }`);
  assert.is(await get("/new"), "new");
  assert.is((await fetch(`${node.url}/p:test:test.os/`)).status, 404);
  await node.remove(testProcess("p"));
  assert.is((await fetch(`${node.url}/p:test:test.os/new`)).status, 404);
});

processes.run();

const ends = suite("processes that end");
ends.after.each(closeTestNodes);

/** Installs code that ends before it receives, and returns the message of the error. */
async function startError(
  code: string,
  manifest: Parameters<Awaited<ReturnType<typeof createTestNode>>["install"]>[1] = {},
) {
  const world = await createTestNode({ verbosity: 1 });
  const error = await world.install(code, manifest).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, ProcessStartError);
  return { ...world, message: error instanceof Error ? error.message : "" };
}

ends("an error out of init is reported with address and stack, and the process is gone", async () => {
  const { message, lines, node } = await startError('export function init() { throw new TypeError("no good"); }');
  assert.match(message, /^process test\.os@p:test:test\.os ended with error:\nTypeError: no good\n +at init /);
  assert.ok(lines.includes(message));
  assert.is(node.kernel.has(testProcess("p")), false);
});

ends("its stack points into the source where there is a source map", async () => {
  const { folder, node } = await createTestNode();
  const source = join(folder, "src", "handlers.ts");
  await mkdir(join(folder, "src"));
  await writeFile(source, "interface Empty {}\n\nexport function init(): Empty {\n  throw new Error('mapped');\n}\n");
  const bundlePath = join(folder, "out", "bundle.js");
  await build({
    entryPoints: [source],
    outfile: bundlePath,
    bundle: true,
    format: "esm",
    sourcemap: true,
    logLevel: "error",
  });
  const code = { kind: "direct", bundlePath } as const;
  const installation = { id: testProcess("p"), manifest: manifestEntry("p"), code, packageFolder: folder };
  const error = await node.install([installation]).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.match(error instanceof Error ? error.message : "", `${source}:4:`);
});

ends("what it wrote to stderr comes with the error", async () => {
  const code = 'export async function init() { console.error("before the end"); await 0; throw new Error("end"); }';
  assert.match((await startError(code)).message, /ended with error:\nbefore the end\nError: end\n/);
});

ends("code that cannot be loaded is reported, and its id stays taken by a dead process", async () => {
  const { message, node } = await startError("export const nothing = 1;", { on_exit: "Restart" });
  assert.match(message, /^process test\.os@p:test:test\.os failed to instantiate: Error: .* exports no function init/);
  assert.is(node.kernel.has(testProcess("p")), true);
});

ends("blocking calls before the first receive are part of the start", async () => {
  const { message } = await startError(
    'export function init() { standard.setState(bytes("s")); throw new Error("end"); }',
  );
  assert.match(message, /Error: end/);
});

ends("returning is no error, and the process is gone too", async () => {
  const { message, node } = await startError("export function init() {}");
  assert.is(message, "process test.os@p:test:test.os ended at its start");
  assert.is(node.kernel.has(testProcess("p")), false);
});

ends("process.exit ends the process only", async () => {
  const { message } = await startError("export function init() { process.exit(3); }");
  assert.is(message, "process test.os@p:test:test.os ended with error:\nexit with code 3");
});

ends("a trap cannot be caught", async () => {
  const code = `export function init() {
    try { standard.sendAndAwaitResponse(standard.our(), request("", 1n), undefined); } catch {}
    ${loop}
  }`;
  assert.match(
    (await startError(code)).message,
    /Trap: send-and-await-response to the process itself would wait for ever/,
  );
});

ends("an error in a callback ends the process", async () => {
  const code = `export async function init() {
    setTimeout(() => { throw new Error("in a callback"); });
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }`;
  assert.match((await startError(code)).message, /Error: in a callback/);
});

ends("a rejection that nobody handles is reported, and the process goes on", async () => {
  const { install, get, printed } = await createTestNode();
  await install(
    httpLoop(
      'async () => { Promise.reject(new Error("lost")); await new Promise((resolve) => setTimeout(resolve)); return "on"; }',
    ),
  );
  assert.is(await get("/"), "on");
  assert.match(
    await printed("unhandled"),
    /^process test\.os@p:test:test\.os left a rejected promise unhandled:\nError: lost\n/,
  );
});

ends("on_exit Restart starts it again after 2, 4, 8 seconds", async () => {
  const clock = new ManualClock();
  const { install, printed, lines } = await createTestNode({ clock, verbosity: 1 });
  const code = 'export function init() { print("start"); throw new Error("again"); }';
  await install(code, { on_exit: "Restart" }).catch(() => {});
  const starts = (): number => lines.filter((line) => line.endsWith(": start")).length;
  for (const [index, seconds] of [2, 4, 8].entries()) {
    await printed(`starts again in ${seconds} s`);
    assert.is(starts(), index + 1);
    clock.advance(seconds * 1000 - 1);
    assert.is(clock.timerCount, 1);
    clock.advance(1);
  }
  await printed("starts again in 16 s");
});

ends("a process that ran long enough starts again at once, with its capabilities", async () => {
  const clock = new ManualClock();
  const { install, get, printed } = await createTestNode({ clock });
  const guest = `export function init() {
    const isFirst = standard.ourCapabilities().every(({ params }) => params !== "1");
    standard.saveCapabilities([{ issuer: system("x"), params: "1" }]);
    print(isFirst ? "first" : "second");
    bind("/");
    if (!isFirst) print("second is ready");
    for (;;) {
      standard.receive();
      if (isFirst) throw new Error("end");
      answer("second");
    }
  }`;
  await install(guest, { on_exit: "Restart" });
  clock.advance(5000);
  const lost = get("/");
  await printed("ended with error");
  clock.advance(0);
  await printed("second is ready");
  assert.is(await get("/"), "second");
  clock.advance(15_000);
  assert.is(await lost, "");
});

ends("a process that sets its on-exit to none and returns at its start is not tried again", async () => {
  const { install, lines } = await createTestNode({ verbosity: 1 });
  const code = 'export function init() { standard.setOnExit({ tag: "none" }); }';
  const message = await install(code, { on_exit: "Restart" }).then(
    () => "",
    (error: unknown) => (error instanceof Error ? error.message : ""),
  );
  assert.is(message, "process test.os@p:test:test.os ended at its start");
  assert.equal(lines, ["process test.os@p:test:test.os returned without error"]);
});

ends("set-on-exit Restart comes too late for a process that started without", async () => {
  const { printed } = await startError(
    'export function init() { standard.setOnExit({ tag: "restart" }); throw new Error("end"); }',
  );
  await printed("is not restarted: set-on-exit came too late");
});

ends("on_exit requests are sent by the process, with the usual checks", async () => {
  const { install, printed } = await createTestNode();
  const listening =
    "export function init() { for (;;) { const [source, message] = standard.receive(); print(`${source.process.processName} says ${text(message.val.body)}`); } }";
  await install(listening, { public: true }, "listening");
  const request = { inherit: false, expects_response: 5, body: [98, 121, 101], metadata: null };
  await install("export function init() {}", {
    on_exit: { Requests: [["our@listening:test:test.os", request, null]] },
  }).catch(() => {});
  await printed("test:test.os: p says bye");
});

ends.run();

const node = suite("node");
node.after.each(closeTestNodes);

node("stops twice, with processes that wait, compute or restart", async () => {
  const { install, node: stopped } = await createTestNode();
  await install(`export function init() { ${loop} }`, {}, "waiting");
  await install("export function init() { try { standard.receive(); } catch {} for (;;); }", {}, "computing");
  await install('export function init() { throw new Error("end"); }', { on_exit: "Restart" }, "ending").catch(() => {});
  await Promise.all([stopped.stop(), stopped.stop()]);
  await stopped.stop();
  await install("export function init() {}").then(
    () => assert.unreachable(),
    (error: Error) => assert.is(error.message, "the node has stopped"),
  );
});

node("stops while a process is being installed", async () => {
  const { install, node: stopped } = await createTestNode();
  const installing = install(`export function init() { ${loop} }`).then(
    () => "installed",
    (error: Error) => error.message,
  );
  await stopped.stop();
  assert.match(await installing, /has stopped|was stopped/);
});

node("a port that is taken is a typed error, and nothing stays open", async () => {
  const first = await createTestNode();
  const port = Number(new URL(first.node.url).port);
  const error = await createTestNode({ port }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof PortInUseError && error.port === port);
});

node("is in its network from its start to its end, and not at all when it does not start", async () => {
  const network = new Network();
  const failureOf = (starting: Promise<unknown>): Promise<unknown> => starting.then(() => "started", String);
  const { node: alice } = await createTestNode({ name: "alice.os", network });
  const port = Number(new URL(alice.url).port);
  const taken = `PortInUseError: port ${port} of 127.0.0.1 is in use by another program`;
  assert.is(await failureOf(createTestNode({ name: "bob.os", network, port })), taken);
  assert.throws(() => network.setReachable("bob.os", true), /there is no node bob\.os; there are alice\.os/);
  assert.is(await failureOf(createTestNode({ name: "alice.os", network })), "Error: there is a node alice.os already");
  network.setReachable("alice.os", true);
  await alice.stop();
  assert.throws(() => network.setReachable("alice.os", true), /there is no node alice\.os/);
  assert.is(await failureOf(createTestNode({ name: "alice.os", network })), "started");
});

node("saved states that cannot be opened are a typed error", async () => {
  const { folder, node: first } = await createTestNode();
  await first.stop();
  await writeFile(join(folder, "home", "kernel", "state.mdb"), "no database");
  const error = await createTestNode({ folder }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.instance(error, StateStoreError);
});

node("a login outlives a restart", async () => {
  const first = await createTestNode();
  const login = await fetch(`${first.node.url}/login`, { method: "POST", body: '{"password_hash":"0x"}' });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  await first.node.stop();
  const second = await createTestNode({ folder: first.folder });
  await second.install(
    'export function init() { bind("/", true); for (;;) { standard.receive(); answer("private"); } }',
  );
  assert.match(await second.get("/"), "any password works");
  assert.is(await second.get("/", { headers: { cookie } }), "private");
});

node("reports processes that let their messages pile up", async () => {
  const { folder, install, printed, get } = await createTestNode({ verbosity: 1 });
  const seen = join(folder, "seen");
  await install(`import { existsSync } from "node:fs";
  export function init() {
    bind("/");
    standard.receive();
    while (!existsSync(${JSON.stringify(seen)}));
    answer("first");
    for (;;) { standard.receive(); answer("later"); }
  }`);
  const answers = Promise.all(Array.from({ length: 120 }, () => get("/")));
  await printed("has 101 messages waiting");
  await writeFile(seen, "");
  assert.is((await answers).length, 120);
});

node("takes what a process says of itself for the home page, and nothing is wrong", async () => {
  const { install, printed, lines } = await createTestNode({ verbosity: 2 });
  const add = '{"Add":{"label":"My app","icon":null,"path":"/","widget":null}}';
  const code = `export function init() {
    standard.sendRequest(local("homepage", "homepage", "sys"), request('${add}'), undefined, undefined);
    standard.receive();
  }`;
  await install(code, { request_capabilities: ["homepage:homepage:sys"] });
  await printed('homepage: p:test:test.os shows itself as "My app"');
  assert.not(lines.some((line) => line.includes("dropping message")));
});

node("reports answers that miss their request", async () => {
  const { install, get, printed } = await createTestNode({ verbosity: 1 });
  await install(httpLoop('() => { answer("first"); return "second"; }'));
  assert.is(await get("/"), "first");
  await printed("process test.os@p:test:test.os answered a request of test.os@http-server:distro:sys twice");
});

node.run();
