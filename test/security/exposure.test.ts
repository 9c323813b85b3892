/** Who reaches a node at all: this machine, unless its developer says otherwise, and is told what that means. */

import { once } from "node:events";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withFiles } from "../component/temporary-project.js";
import { project } from "../cli/counter-project.js";
import { hproc, startHproc } from "../cli/run-hproc.js";
import { closeTestNodes, createTestNode, httpLoop } from "../support/test-node.js";

/** An address by which other machines would reach this one; undefined where there is none. */
const outside = Object.values(networkInterfaces()).flatMap((each) => each ?? []).find(({ family, internal }) => family === "IPv4" && !internal)?.address;

const exposure = suite("exposure");
exposure.after.each(closeTestNodes);

async function isReached(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host);
  const isOpen = await once(socket, "connect").then(() => true, () => false);
  socket.destroy();
  return isOpen;
}

const warning = "the node listens at 0.0.0.0: whoever reaches this machine reaches it, and any password is right";

exposure("a node listens at 127.0.0.1, and says nothing of it", async () => {
  const { node, lines } = await createTestNode();
  const port = Number(new URL(node.url).port);
  assert.is(await isReached("127.0.0.1", port), true);
  for (const host of [outside, "127.0.0.2"]) if (host !== undefined) assert.is(await isReached(host, port), false, host);
  assert.equal(lines, []);
});

exposure("one that listens at all addresses says what that means; local paths and the RPC endpoint stay with this machine", async () => {
  const world = await createTestNode({ host: "0.0.0.0" });
  await world.install(httpLoop("() => 'reached'"));
  assert.equal(world.lines, [warning]);
  const { port } = new URL(world.node.url);
  assert.is(world.node.url, `http://localhost:${port}`);
  assert.is(await world.get("/"), "reached");
  if (outside === undefined) return;
  const base = `http://${outside}:${port}`;
  assert.is(await (await fetch(`${base}/p:test:test.os/`)).text(), "reached");
  const rpc = await fetch(`${base}/rpc:distro:sys/message`, { method: "POST", body: '{"process":"p:test:test.os"}' });
  assert.is(rpc.status, 403);
});

exposure("hproc dev --host: an address, with the warning on the terminal, or a mistake that is named", async () => {
  await withFiles(project, async (folder) => {
    const { child, printed, ended } = startHproc(folder, ["dev", "--port", "0", "--host", "0.0.0.0", "--allow-host", "my-app.example.com"]);
    const started = await printed("curl ");
    assert.match(started, `${warning}\n`);
    const url = /curl (\S+)/.exec(started)?.[1] ?? "";
    assert.is((await fetch(url, { headers: { host: "my-app.example.com" } })).status, 200);
    child.kill("SIGINT");
    await ended;

    for (const [words, code, message] of [
      [["--host", "http://localhost"], 2, "`--host` takes an address of this machine, such as 0.0.0.0 for all of them; found `http://localhost`"],
      [["--host", ""], 2, "`--host` takes an address of this machine, such as 0.0.0.0 for all of them; found ``"],
      [["--allow-host", "a.os,http://b"], 2, "`--allow-host` takes names without scheme and port, with commas between, such as `my-app.example.com`; found `http://b`"],
      [["--host", "203.0.113.1"], 1, "203.0.113.1 is no address of this machine; 0.0.0.0 is all of them, 127.0.0.1 the one that others do not reach"],
    ] as const) {
      const run = await hproc(folder, "dev", "--port", "0", ...words);
      assert.equal([run.code, run.stderr], [code, `hproc: ${message}\n`]);
    }
  });
});

exposure.run();
