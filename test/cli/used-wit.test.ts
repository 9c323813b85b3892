/** `uses … from "./api/peer.wit"`: a typed stub from the WIT of a process, with no schema of it. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { typeCheck } from "../../compiler/project/type-check.js";
import { withFiles } from "../component/temporary-project.js";
import { kitInterface } from "../wit/kit.js";
import { hproc } from "./run-hproc.js";

const test = suite("uses … from WIT");

const schema = `package desk:template.os@0.1.0

process Desk {
  uses kiosk:kiosk:alice.os as kiosk from "./api/kiosk.wit"
  local  order() -> u64
}
`;

const handlers = `import { desk } from "./generated/desk.js";

export default desk.process({
  async order({ call }) {
    const added = await call.kiosk.addLine(7n, { label: "tea", count: 2 }).orThrow();
    if (added.tag === "err") throw new Error(added.val.tag);
    return added.val.id + BigInt(added.val.prices.size);
  },
});
`;

const files = { "desk.hproc": schema, "desk.ts": handlers, "api/kiosk.wit": kitInterface };

test("handlers call it with types, and are told what does not fit", async () => {
  await withFiles(files, async (folder) => {
    const compiled = await hproc(folder, "compile");
    assert.is(compiled.code, 0, compiled.stderr);
    // Only what is sent in a message: not `orders` and `cancel`, which are for HTTP.
    const stub = await readFile(join(folder, "generated/desk.ts"), "utf8");
    const [, calls = ""] = /readonly kiosk: \{\n([^]*?)\n  \};/.exec(stub) ?? [];
    assert.equal(
      [...calls.matchAll(/^ {4}(\w+)\(/gm)].map(([, name]) => name),
      ["addLine", "owner", "ping"],
    );
    assert.equal(await typeCheck(folder, ["generated/desk.main.ts"]), []);
    await writeFile(join(folder, "desk.ts"), handlers.replace("count: 2", 'count: "2"'));
    const [problem] = await typeCheck(folder, ["generated/desk.main.ts"]);
    assert.match(problem?.message ?? "", "Type 'string' is not assignable to type 'number'");
    // The WIT stays what it was, and the manifest asks for the right to send.
    assert.is(await readFile(join(folder, "api/kiosk.wit"), "utf8"), kitInterface);
    assert.match(await readFile(join(folder, "pkg/manifest.json"), "utf8"), '"kiosk:kiosk:alice.os"');
  });
});

test("WIT from hproc is taken as what its schema says, and stays though its schema is not here", async () => {
  const peer = `package peer:other.os@0.1.0

process Peer {
  local, remote  add(amount: u64 = 1, tags: set<string> @items(0, 3)) -> map<string, int>
}
`;
  await withFiles(
    {
      "peer/peer.hproc": peer,
      "desk/desk.hproc": schema.replaceAll("kiosk:kiosk:alice", "peer:peer:other").replace("kiosk.wit", "peer.wit"),
    },
    async (folder) => {
      assert.is((await hproc(folder, "compile", "peer")).code, 0);
      const wit = await readFile(join(folder, "peer/api/peer.wit"), "utf8");
      await mkdir(join(folder, "desk/api"));
      await writeFile(join(folder, "desk/api/peer.wit"), wit);
      const compiled = await hproc(folder, "compile", "desk");
      assert.equal([compiled.code, compiled.stderr], [0, ""]);
      const stub = await readFile(join(folder, "desk/generated/desk.ts"), "utf8");
      assert.match(
        stub,
        "    add(amount: bigint, tags: Set<string>, options?: CallOptions): PendingCall<Map<string, number>>;",
      );
      assert.is(await readFile(join(folder, "desk/api/peer.wit"), "utf8"), wit);
    },
  );
});

const deskTest = `import assert from "node:assert/strict";
import { test } from "node:test";
import { testNode } from "hproc/testing";
import desk from "./desk.js";
import { ok } from "./generated/desk.js";

test("the desk orders from the kiosk", async (t) => {
  const addLine = (id, line) =>
    ok({ id, lines: [line], state: "Open", extra: { any: [1] }, prices: new Map([["tea", 2n]]), route: [[{ x: 1, y: 2 }, 3]], photo: new Uint8Array(2) });
  const node = await testNode({ desk }, { fakes: { kiosk: { addLine } } });
  t.after(node.stop);
  assert.equal(await node.processes.desk.local.order().orThrow(), 8n);
});
`;

test("calls arrive, and answers come back", async () => {
  await withFiles({ ...files, "desk.test.ts": deskTest }, async (folder) => {
    const { code, stdout, stderr } = await hproc(folder, "test");
    assert.is(code, 0, stdout + stderr);
    assert.match(stdout, /pass 1/);
  });
});

test("findings stand in the WIT, which no repair is written into", async () => {
  const wit = kitInterface.replace("route: list<tuple<point, f64>>", "route: list<tuple<pint, f64>>");
  await withFiles({ ...files, "api/kiosk.wit": wit }, async (folder) => {
    const { code, stderr } = await hproc(folder, "check", "--fix");
    // Only a warning: there is more to call.
    assert.is(code, 0);
    assert.match(
      stderr,
      `warning wit/not-carried: the record \`order\` is left out: no type is named \`pint\`
  --> api/kiosk.wit:14:27`,
    );
    assert.is(await readFile(join(folder, "api/kiosk.wit"), "utf8"), wit);
  });
});

test.run();
