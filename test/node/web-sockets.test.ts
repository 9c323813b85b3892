/** WebSockets of the http-server without connections: who may open one, and what goes through it. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ClientSocket, SocketListener } from "../../runtime/node/services/http-server/client-socket.js";
import type { HttpRequest } from "../../runtime/node/services/http-server/exchange.js";
import { HttpServer } from "../../runtime/node/services/http-server/server.js";
import { createToken } from "../../runtime/node/services/http-server/session.js";
import { FakeKernel, request, type FakeProcess } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe, textOf } from "../support/host-world.js";

const secret = bytes("a secret of at least thirty-two bytes");
const prefix = "/p:k:b.os";

class World {
  readonly kernel = new FakeKernel();
  readonly server: HttpServer;
  readonly process: FakeProcess;

  constructor(exposeLocal = true) {
    this.server = new HttpServer(this.kernel.kernel, this.kernel.clock, { secret, exposeLocal, timeoutSeconds: 15 });
    this.process = this.addProcess("p:k:b.os");
  }

  addProcess(id: string): FakeProcess {
    return this.kernel.process(id, { mayMessage: ["http-server:distro:sys"] });
  }

  /** Sends an action and returns the reply. */
  act(action: unknown, blob?: string, process = this.process): string {
    const message = request({ body: JSON.stringify(action), expectsResponse: 5n });
    const sent = blob === undefined ? undefined : { mime: undefined, bytes: bytes(blob) };
    process.host.sendRequest(this.kernel.address("http-server:distro:sys"), message, undefined, sent);
    return describe(process.receive()).replace("response ", "");
  }

  bind(settings: { path?: string; authenticated?: boolean; extension?: boolean } = {}): void {
    const bind = { path: "/ws", authenticated: false, extension: false, ...settings };
    assert.is(this.act({ WebSocketBind: bind }), '{"Ok":null}');
  }

  /** Undefined when the server does not open it. */
  open(fields: Partial<HttpRequest> & { readonly target?: string } = {}): Client | undefined {
    const accept = this.server.acceptSocket({
      method: "GET",
      target: `${prefix}/ws`,
      host: "localhost:8080",
      headers: [],
      client: { address: "127.0.0.1", port: 4711 },
      body: bytes(""),
      ...fields,
    });
    return accept && new Client(accept);
  }

  /** Everything that the process got: body, and content in brackets. */
  received(): string[] {
    const lines: string[] = [];
    for (;;) {
      this.kernel.kernel.pump();
      const received = this.process.host.tryReceive();
      if (!received) return lines;
      assert.ok(received.tag === "ok" && received.val[1].tag === "request");
      const { body, expectsResponse } = received.val[1].val;
      assert.is(expectsResponse, undefined);
      const blob = this.process.host.getBlob();
      lines.push(`${textOf(body)}${blob ? ` [${textOf(blob.bytes)}]` : ""}`);
    }
  }
}

/** The other end of a connection. */
class Client implements ClientSocket {
  readonly got: string[] = [];
  readonly listener: SocketListener;

  constructor(accept: (client: ClientSocket) => SocketListener) {
    this.listener = accept(this);
  }

  send(kind: string, content: Uint8Array): void {
    this.got.push(`${kind} ${textOf(content)}`);
  }

  close(): void {
    this.got.push("close");
  }

  pause(): void {
    this.got.push("pause");
  }

  resume(): void {
    this.got.push("resume");
  }
}

function channelOf(line: string | undefined): number {
  return Number(/"(?:channel_id|WebSocketClose)":(\d+)/.exec(line ?? "")?.[1]);
}

const opening = suite("opening a WebSocket");

opening("the process is told the path behind its own, the client's address and a channel id of 32 bits", () => {
  const world = new World();
  world.bind({ path: "/rooms/:name" });
  assert.ok(world.open({ target: `${prefix}/rooms/7/?a=1`, headers: [["X-Forwarded-For", "1.2.3.4, 5.6.7.8"]] }));
  const [line, ...others] = world.received();
  const id = channelOf(line);
  assert.is(
    line,
    `{"WebSocketOpen":{"path":"/rooms/7","source_socket_addr":"127.0.0.1:4711","forwarded_for":"1.2.3.4","channel_id":${id}}}`,
  );
  assert.ok(Number.isInteger(id) && id >= 0 && id < 2 ** 32);
  assert.equal(others, []);
});

opening("only at paths that are bound, not below the process's root as for HTTP", () => {
  const world = new World();
  world.bind({ path: "/" });
  assert.ok(world.open({ target: prefix }));
  assert.is(world.open({ target: `${prefix}/other` }), undefined);
  world.received();
  world.bind();
  assert.ok(world.open());
  world.received();
  world.act({ WebSocketUnbind: { path: "/ws" } });
  assert.is(world.open(), undefined);
});

opening("an authenticated path takes the login's cookie", () => {
  const world = new World();
  world.act({ WebSocketBind: { path: "/ws", authenticated: true, extension: false } });
  assert.is(world.open(), undefined);
  assert.is(world.open({ headers: cookie("other.os") }), undefined);
  assert.ok(world.open({ headers: cookie("test.os") }));
});

opening("one on a secure subdomain is opened to nobody: this node has none", () => {
  const world = new World();
  world.act({ WebSocketSecureBind: { path: "/ws", extension: false } });
  assert.is(world.open({ headers: cookie("test.os") }), undefined);
});

function cookie(node: string): HttpRequest["headers"] {
  return [["Cookie", `a=b; hyperware-auth_${node}=${createToken({ node, secret }, 0, null)}`]];
}

opening("one for extensions is for this machine alone", () => {
  const world = new World();
  world.bind({ extension: true });
  assert.ok(world.open());
  assert.is(world.open({ headers: [["X-Real-IP", "1.2.3.4"]] }), undefined);
  assert.is(world.open({ client: { address: "10.0.0.1", port: 1 } }), undefined);
  const closed = new World(false);
  closed.bind({ extension: true });
  assert.is(closed.open(), undefined);
});

opening("no more than 128 at a time", () => {
  const world = new World();
  world.bind();
  const clients = Array.from({ length: 128 }, () => world.open());
  assert.ok(clients.every((client) => client !== undefined));
  assert.is(world.open(), undefined);
  assert.is(world.kernel.lines.at(-1)?.text, "http-server: too many open websockets (128)! rejecting incoming");
  clients[5]?.listener.closed();
  assert.ok(world.open());
});

opening.run();

const frames = suite("frames of a WebSocket");

/** A world with one open channel. */
function connected() {
  const world = new World();
  world.bind();
  const client = world.open();
  assert.ok(client);
  const id = channelOf(world.received()[0]);
  const push = (type: string, blob?: string, process?: FakeProcess): string =>
    world.act({ WebSocketPush: { channel_id: id, message_type: type } }, blob, process);
  return { world, client, id, push };
}

frames("every kind from the client is told with its content, the end with and without a close frame", () => {
  const { world, client, id } = connected();
  for (const kind of ["Text", "Binary", "Ping", "Pong", "Close"] as const) client.listener.frame(kind, bytes(kind));
  client.listener.closed();
  assert.equal(world.received(), [
    ...["Text", "Binary", "Ping", "Pong", "Close"].map(
      (kind) => `{"WebSocketPush":{"channel_id":${id},"message_type":"${kind}"}} [${kind}]`,
    ),
    `{"WebSocketClose":${id}}`,
  ]);
});

frames("every kind from the process", () => {
  const { client, push } = connected();
  for (const kind of ["Text", "Binary", "Ping", "Pong"]) assert.is(push(kind, "x"), '{"Ok":null}');
  assert.equal(client.got, ["Text x", "Binary x", "Ping x", "Pong x"]);
  assert.is(push("Ping", "x".repeat(126)), '{"Err":"WsPingPongTooLong"}');
  assert.is(push("Text"), '{"Err":"NoBlob"}');
  assert.is(push("Close"), '{"Err":"NoBlob"}');
  assert.is(push("Close", ""), '{"Ok":null}');
  assert.is(client.got.at(-1), "close");
  assert.is(push("Text", "x"), '{"Err":"WsChannelNotFound"}');
});

frames("a channel belongs to the process that was told of it", () => {
  const { world, client, id, push } = connected();
  const other = world.addProcess("q:k:b.os");
  assert.is(push("Text", "x", other), '{"Err":"WsChannelNotFound"}');
  assert.is(world.act({ WebSocketClose: id }, undefined, other), '{"Ok":null}');
  assert.equal(client.got, []);
});

frames("the process closes: its client is told, and so is the process when the client has answered", () => {
  const { world, client, id, push } = connected();
  assert.is(world.act({ WebSocketClose: id }), '{"Ok":null}');
  assert.equal(client.got, ["close"]);
  assert.is(push("Text", "x"), '{"Err":"WsChannelNotFound"}');
  client.listener.frame("Close", bytes(""));
  client.listener.closed();
  assert.equal(world.received(), [
    `{"WebSocketPush":{"channel_id":${id},"message_type":"Close"}} []`,
    `{"WebSocketClose":${id}}`,
  ]);
});

frames("a process that is removed loses its channels and paths, and hears nothing of them", () => {
  const { world, client } = connected();
  const other = world.addProcess("q:k:b.os");
  world.act({ WebSocketBind: { path: "/ws", authenticated: false, extension: false } }, undefined, other);
  const kept = world.open({ target: "/q:k:b.os/ws" });
  world.server.forget(world.process.our.process);
  assert.equal(client.got, ["close"]);
  client.listener.closed();
  assert.equal(world.received(), []);
  assert.is(world.open(), undefined);
  assert.equal(kept?.got, []);
});

frames("the node stops: all are closed", () => {
  const { world, client } = connected();
  world.server.close();
  assert.equal(client.got, ["close"]);
});

frames.run();
