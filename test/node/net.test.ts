/** `net:distro:sys`: MessagePack to the byte, peers, signatures, and `hi` from one node to another. */

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateKeyPairSync } from "node:crypto";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createIdentity, isSignedBy, loadIdentity } from "../../runtime/node/services/net/identity.js";
import { pack, packedCase, type Packed, unpack } from "../../runtime/node/services/net/message-pack.js";
import { addNetService, type Peer } from "../../runtime/node/services/net/service.js";
import { FakeKernel, type FakeProcess, request } from "../../runtime/testing/fake-kernel.js";
import { bytes, describe, textOf } from "../support/host-world.js";

const packing = suite("MessagePack");

const hex = (packed: Uint8Array): string => Buffer.from(packed).toString("hex");

for (const [value, packed] of [
  ["GetPeers", "a84765745065657273"],
  [packedCase("GetPeer", "other.os"), "81a747657450656572a86f746865722e6f73"],
  [packedCase("Verify", ["n.os@a:b:c", [1, 200]]), "81a656657269667992aa6e2e6f7340613a623a639201ccc8"],
  [packedCase("Peer", null), "81a450656572c0"],
  [packedCase("Verified", true), "81a85665726966696564c3"],
  [[0, 127, 128, 255, 256, 65535, 65536, 4294967295], "98007fcc80ccffcd0100cdffffce00010000ceffffffff"],
  ["x".repeat(32), `d920${"78".repeat(32)}`],
  ["x".repeat(256), `da0100${"78".repeat(256)}`],
  [Array.from({ length: 16 }, () => false), `dc0010${"c2".repeat(16)}`],
  [new Map(Array.from({ length: 16 }, (_, index): [Packed, Packed] => [index, null])), `de0010${Array.from({ length: 16 }, (_, index) => `0${index.toString(16)}c0`).join("")}`],
] as const) {
  packing(`${packed.slice(0, 40)} both ways`, () => {
    assert.is(hex(pack(value)), packed);
    assert.equal(unpack(Buffer.from(packed, "hex")), value);
  });
}

for (const [name, packed] of [
  ["nothing", ""],
  ["more than one value", "c0c0"],
  ["a text that is cut off", "a5abab"],
  ["a text that is no UTF-8", "a1ff"],
  ["a list that claims four thousand million elements", "ddffffffff"],
  ["a float", "cb3ff0000000000000"],
  ["what is too deep", "91".repeat(100) + "c0"],
  ["a text as people write it", Buffer.from("hello there").toString("hex")],
] as const) {
  packing(`${name} is no value`, () => {
    assert.is(unpack(Buffer.from(packed, "hex")), undefined);
  });
}

packing("bytes are read as a list of numbers", () => {
  assert.equal(unpack(Buffer.from("c4020aff", "hex")), [10, 255]);
});

packing.run();

const net = suite("net");

const own = createIdentity(generateKeyPairSync("ed25519").privateKey);
const others = createIdentity(generateKeyPairSync("ed25519").privateKey);

interface World {
  readonly kernel: FakeKernel;
  readonly process: FakeProcess;
}

function createWorld(): World {
  const kernel = new FakeKernel();
  const peers: readonly Peer[] = [{ name: "other.os", networkingKey: others.networkingKey }];
  addNetService(kernel.kernel, { identity: own, peers: () => peers });
  return { kernel, process: kernel.process("p:k:b.os", { mayMessage: ["net:distro:sys"] }) };
}

/** The answer, unpacked, or what came instead. */
function ask({ kernel, process }: World, action: Packed | Uint8Array, blob?: Uint8Array): unknown {
  const body = action instanceof Uint8Array ? action : pack(action);
  process.host.sendRequest(kernel.address("net:distro:sys"), request({ body, expectsResponse: 5n }), undefined, blob && { mime: undefined, bytes: blob });
  const received = process.receive();
  if (received.tag === "err" || received.val[1].tag === "request") return describe(received).replace(/ of .*/s, "");
  return unpack(received.val[1].val[0].body);
}

const otherIdentity = (): Packed => ["other.os", others.networkingKey, packedCase("Direct", ["127.0.0.1", new Map()])];

net("peers, one of them, the node itself, and nobody", () => {
  const world = createWorld();
  assert.equal(ask(world, "GetPeers"), packedCase("Peers", [otherIdentity()]));
  assert.equal(ask(world, packedCase("GetPeer", "other.os")), packedCase("Peer", otherIdentity()));
  assert.equal(ask(world, packedCase("GetPeer", "test.os")), packedCase("Peer", ["test.os", own.networkingKey, packedCase("Direct", ["127.0.0.1", new Map()])]));
  assert.equal(ask(world, packedCase("GetPeer", "nobody.os")), packedCase("Peer", null));
  assert.equal(ask(world, "GetDiagnostics"), packedCase("Diagnostics", "indirect node test.os, in one program with other.os\n"));
});

net("a signature is over the address of who asked and the payload, and is verified by anybody", () => {
  const world = createWorld();
  const payload = bytes("payload");
  assert.is(ask(world, "Sign", payload), "Signed");
  const signature = world.process.host.getBlob()?.bytes ?? new Uint8Array(0);
  assert.is(signature.length, 64);
  const from = "test.os@p:k:b.os";
  assert.ok(isSignedBy(own.networkingKey, bytes(`${from}payload`), signature));
  const verify = (address: string, signed: Uint8Array, content = payload): unknown => ask(world, packedCase("Verify", [address, [...signed]]), content);
  assert.equal(verify(from, signature), packedCase("Verified", true));
  assert.equal(verify("test.os@q:k:b.os", signature), packedCase("Verified", false));
  assert.equal(verify(from, signature, bytes("another")), packedCase("Verified", false));
  const foreign = others.sign(bytes("other.os@p:k:b.ospayload"));
  assert.equal(verify("other.os@p:k:b.os", foreign), packedCase("Verified", true));
  assert.equal(verify(from, foreign), packedCase("Verified", false));
  assert.equal(verify(from, new Uint8Array(3)), packedCase("Verified", false));
  // Somebody whom nobody knows is taken for ourselves, as on Hyperdrive.
  assert.equal(verify("nobody.os@p:k:b.os", own.sign(bytes("nobody.os@p:k:b.ospayload"))), packedCase("Verified", true));
});

net("hi: printed and answered with ack when it comes from another node, and printed alone when from our own", () => {
  const world = createWorld();
  world.process.host.sendRequest(world.kernel.address("net:distro:sys"), request({ body: "to myself", expectsResponse: 5n }), undefined, undefined);
  world.kernel.pump();
  assert.is(world.process.waitingCount, 0);
  const sent: Uint8Array[] = [];
  const kernel = new FakeKernel({ transport: { send: ({ message }) => void (message.tag === "response" && sent.push(message.val[0].body)) } });
  addNetService(kernel.kernel, { identity: own, peers: () => [] });
  kernel.inject({ source: "alice.os@hi:terminal:sys", target: "test.os@net:distro:sys", request: request({ body: "hello there", expectsResponse: 5n }) });
  kernel.pump();
  assert.equal([...world.kernel.lines, ...kernel.lines].map(({ verbosity, text }) => [verbosity, text]), [
    [0, "test.os: to myself"],
    [0, "alice.os: hello there"],
  ]);
  assert.equal(sent.map(textOf), ["ack"]);
});

net("other nodes have nothing signed, and ask for nothing", () => {
  const sent: unknown[] = [];
  const kernel = new FakeKernel({ transport: { send: (message) => void sent.push(message) } });
  addNetService(kernel.kernel, { identity: own, peers: () => [] });
  for (const action of ["Sign", "GetPeers", "GetDiagnostics", packedCase("GetPeer", "test.os")]) {
    kernel.inject({ source: "mallory.os@p:k:b.os", target: "test.os@net:distro:sys", request: request({ body: pack(action), expectsResponse: 5n }), blob: { mime: undefined, bytes: bytes("mine") } });
  }
  kernel.pump();
  assert.equal([sent, kernel.lines], [[], []]);
});

net("needs the right to message it, as any process that is not public", () => {
  const { kernel } = createWorld();
  const stranger = kernel.process("q:x:y.os");
  assert.is(ask({ kernel, process: stranger }, "GetPeers"), "timeout");
});

net("the key of a node is kept, and one that is broken is made anew", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hproc-net-"));
  const path = join(folder, "net-key");
  const first = await loadIdentity(path);
  assert.match(first.networkingKey, /^0x[0-9a-f]{64}$/);
  assert.is((await loadIdentity(path)).networkingKey, first.networkingKey);
  const kept = await readFile(path);
  await writeFile(path, "broken");
  assert.is.not((await loadIdentity(path)).networkingKey, first.networkingKey);
  assert.not.equal(await readFile(path), kept);
  await rm(folder, { recursive: true });
});

net.run();
