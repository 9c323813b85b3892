/** Messages between the threads arrive as they were sent. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Address } from "../../runtime/contract/address.js";
import type { KernelMessage, MailboxItem } from "../../runtime/node/kernel-message.js";
import { fromWireItem, largeBuffers, toWire, toWireItem } from "../../runtime/node/wire.js";
import { request } from "../../runtime/testing/fake-kernel.js";
import { bytes } from "../support/host-world.js";

const address: Address = { node: "a.os", process: { processName: "p", packageName: "k", publisherNode: "b.os" } };
const odd: Address = { node: "", process: { processName: "p\nq", packageName: "k:@", publisherNode: "日本" } };
const capability = { issuer: odd, params: "{}" };

const base: KernelMessage = {
  id: 2n ** 64n - 1n,
  source: address,
  target: odd,
  rsvp: undefined,
  message: {
    tag: "request",
    val: request({ body: "b", expectsResponse: 5n, metadata: "", capabilities: [capability] }),
  },
  blob: { mime: undefined, bytes: new Uint8Array(0) },
};

const items: readonly (readonly [name: string, item: MailboxItem])[] = [
  ["a request", base],
  [
    "a request with rsvp that expects nothing",
    { ...base, rsvp: odd, message: { tag: "request", val: request({ inherit: true }) }, blob: undefined },
  ],
  [
    "a response",
    {
      ...base,
      message: {
        tag: "response",
        val: [{ inherit: true, body: bytes("r"), metadata: "m", capabilities: [] }, undefined],
      },
      blob: { mime: "text/plain", bytes: bytes("B") },
    },
  ],
  ["a failure", { id: 7n, error: { kind: "offline", target: odd, message: base.message, lazyLoadBlob: base.blob } }],
];

const test = suite("wire");

for (const [name, item] of items) {
  test(`${name} comes back as it was, also through a copy`, () => {
    assert.equal(fromWireItem(structuredClone(toWireItem(item))), item);
  });
}

test("a view into a larger buffer takes only its own bytes along", () => {
  const wire = toWire({ ...base, blob: { mime: undefined, bytes: new Uint8Array(1_000_000).subarray(10, 20) } });
  const blob = wire.at(-1);
  assert.ok(blob instanceof Uint8Array && blob.buffer.byteLength === 10);
});

test("only large bytes are moved, and each buffer once", () => {
  const large = new Uint8Array(70_000);
  const message = (body: Uint8Array, blob: Uint8Array): KernelMessage => ({
    ...base,
    message: { tag: "request", val: request({ body }) },
    blob: { mime: undefined, bytes: blob },
  });
  assert.is(largeBuffers(toWire(message(bytes("small"), bytes("small")))).length, 0);
  assert.equal(largeBuffers(toWire(message(bytes("small"), large))), [large.buffer]);
  assert.is(largeBuffers(toWire(message(large, large))).length, 1);
  assert.is(
    largeBuffers(
      toWireItem({
        id: 1n,
        error: { kind: "timeout", target: odd, message: base.message, lazyLoadBlob: { mime: undefined, bytes: large } },
      }),
    ).length,
    0,
  );
});

test.run();
