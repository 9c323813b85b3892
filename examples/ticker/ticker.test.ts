import assert from "node:assert/strict";
import { test } from "node:test";
import { testNode, type TestSocket } from "hproc/testing";
import ticker from "./ticker.js";

const url = "wss://exchange.test/feed";

test("prices are those of the feed", async (t) => {
  const sockets: TestSocket[] = [];
  const node = await testNode({ ticker }, { servers: { [url]: (socket) => sockets.push(socket) } });
  t.after(node.stop);
  const answer = await node.processes.ticker.fetch("/api/feed", { method: "PUT", json: url });
  assert.deepEqual(await answer.json(), { Ok: null });
  const [exchange] = sockets;
  assert.deepEqual(await exchange?.nextJson(), { Watch: ["TEA", "MILK"] });
  exchange?.send({ symbol: "TEA", price: 2.5 });
  exchange?.send({ symbol: "TEA", price: "more" });
  assert.deepEqual(await (await node.processes.ticker.fetch("/api/prices")).json(), { TEA: 2.5 });
});

test("a feed that is lost is opened again, also after a crash", async (t) => {
  const sockets: TestSocket[] = [];
  const node = await testNode({ ticker }, { servers: { [url]: (socket) => sockets.push(socket) } });
  t.after(node.stop);
  await node.processes.ticker.fetch("/api/feed", { method: "PUT", json: url });
  sockets[0]?.close();
  await node.advance("29 seconds");
  assert.equal(sockets.length, 1);
  await node.advance("1 second");
  assert.equal(sockets.length, 2);
  await node.processes.ticker.restart();
  await node.advance("1 second");
  assert.equal(sockets.length, 3);
  // While pings are answered, the connection stays.
  await node.advance("10 minutes");
  assert.equal(sockets.length, 3);
});

test("an exchange that is not there", async (t) => {
  const node = await testNode({ ticker });
  t.after(node.stop);
  const answer = await node.processes.ticker.fetch("/api/feed", { method: "PUT", json: url });
  assert.deepEqual(await answer.json(), { Err: "the server could not be reached or opened no WebSocket" });
});
