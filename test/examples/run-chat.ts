/** `examples/chat` between two real nodes, in one form of running: HTTP, WebSockets, and the way between the nodes. */

import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { WebSocket } from "ws";
import type { Form } from "../support/run-project.js";
import { type ChatNode, type ChatNodes, startChatNodes } from "./chat-nodes.js";

export function runChat(form: Form): void {
  const test = suite(`examples/chat, ${form}`);
  let nodes: ChatNodes;
  test.before(async () => {
    nodes = await startChatNodes(form);
  });
  test.after(() => nodes.stop());

  test("a message goes from a page to the other node's page, and back", async () => {
    const [alice, bob] = [await openClient(nodes.alice), await openClient(nodes.bob)];
    assert.equal(await alice.next(), { Hello: { node: "alice.os", conversations: {} } });
    assert.equal(await bob.next(), { Hello: { node: "bob.os", conversations: {} } });
    alice.send({ Send: { id: id(1), to: "bob.os", text: "tea?" } });
    assert.equal(withoutTime(await alice.next()), { id: id(1), from: "alice.os", to: "bob.os", text: "tea?", delivery: "Sent" });
    const delivered = { id: id(1), from: "alice.os", to: "bob.os", text: "tea?", delivery: "Delivered" };
    assert.equal(withoutTime(await bob.next()), delivered);
    assert.equal(withoutTime(await alice.next()), delivered);

    const answer = await bob.ask("POST", { id: id(1), to: "alice.os", text: "gladly" });
    assert.is(answer.replace(/"at":\d+/, '"at":0'), `200 {"Ok":{"id":"${id(1)}","from":"bob.os","to":"alice.os","text":"gladly","at":0,"delivery":"Sent"}}`);
    assert.is((withoutTime(await alice.next()) as { text: string }).text, "gladly");
    assert.match(await alice.ask("GET"), /^200 \[\{[^}]*"text":"tea\?"[^}]*\},\{[^}]*"text":"gladly"[^}]*\}\]$/);
    alice.close();
    bob.close();
  });

  test("what is refused, and who is", async () => {
    const alice = await openClient(nodes.alice);
    await alice.next();
    assert.is(await alice.ask("POST", { id: id(2), to: "alice.os", text: "me" }), '409 {"Err":"OwnNode"}');
    alice.send({ Send: { id: id(2), to: "alice.os", text: "me" } });
    assert.equal(await alice.next(), { Refused: { id: id(2), error: "OwnNode" } });
    alice.send({ Send: { id: "2", to: "bob.os", text: "" } });
    assert.is(((await alice.next()) as { error: { code: string } }).error.code, "request/does-not-fit");
    alice.close();
    assert.match(await (await fetch(`${nodes.alice.url}/api/messages?peer=bob.os`)).text(), "Log in to alice.os");
  });

  test.run();
}

/** Somebody who has logged in at a node, with an open WebSocket. */
async function openClient(node: ChatNode) {
  const login = await fetch(new URL("/login", node.url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ password_hash: "0x00", subdomain: "" }),
  });
  const cookie = login.headers.get("set-cookie")?.split(";")[0] ?? "";
  const socket = new WebSocket(`${node.url.replace("http", "ws")}/live`, { headers: { cookie } });
  const come: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  socket.on("message", (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    const resolve = waiting.shift();
    if (resolve) resolve(message);
    else come.push(message);
  });
  await once(socket, "open");
  return {
    send: (command: object) => socket.send(JSON.stringify(command)),
    next: (): Promise<unknown> => (come.length > 0 ? Promise.resolve(come.shift()) : new Promise((resolve) => waiting.push(resolve))),
    close: () => socket.close(),
    async ask(method: "GET" | "POST", message?: object) {
      const peer = node.name === "alice.os" ? "bob.os" : "alice.os";
      const url = `${node.url}/api/messages${method === "GET" ? `?peer=${peer}` : ""}`;
      const answer = await fetch(url, { method, headers: { cookie }, ...(message ? { body: JSON.stringify(message) } : {}) });
      return `${answer.status} ${await answer.text()}`;
    },
  };
}

function id(number: number): string {
  return String(number).padStart(32, "0");
}

/** The message of a `Changed`, without its time. */
function withoutTime(event: unknown): object {
  const { at, ...rest } = (event as { Changed: { at: number } }).Changed;
  assert.ok(Math.abs(at - Date.now()) < 60_000);
  return rest;
}
