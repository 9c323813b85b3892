/** What a manifest entry grants and requests. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ManifestError, readOnExit, readRights } from "../../runtime/node/manifest.js";
import type { ManifestEntry } from "../../runtime/node/manifest.js";
import { bytes } from "../support/host-world.js";

const our = { node: "a.os", process: { processName: "p", packageName: "k", publisherNode: "b.os" } };
const issuedBy = (processName: string, params: string): unknown => ({
  issuer: { node: "a.os", process: { processName, packageName: "distro", publisherNode: "sys" } },
  params,
});

const entry: ManifestEntry = {
  process_name: "p",
  process_wasm_path: "/p.wasm",
  on_exit: "Restart",
  request_networking: false,
  request_capabilities: ["timer:distro:sys", { process: "vfs:distro:sys", params: { root: true } }],
  grant_capabilities: ["timer:distro:sys", { process: "x:y:z", params: "Read" }],
  public: false,
};

const test = suite("manifest");

test("a process id is the right to message, an object a capability of its own", () => {
  const { requested, granted } = readRights(entry, our);
  assert.equal(requested, [issuedBy("timer", '"messaging"'), issuedBy("vfs", '{"root":true}')]);
  assert.equal(
    granted.map(({ to, capability }) => [to.processName, capability]),
    [
      ["timer", { issuer: our, params: '"messaging"' }],
      ["x", { issuer: our, params: '"Read"' }],
    ],
  );
});

test("networking is a capability of the kernel", () => {
  const { requested } = readRights({ ...entry, request_networking: true }, our);
  assert.equal(requested.at(-1), issuedBy("kernel", '"network"'));
});

test("what is no process id is named", () => {
  for (const wrong of ["timer", { process: "a:b", params: 1 }]) {
    assert.throws(
      () => readRights({ ...entry, request_capabilities: [wrong] }, our),
      (error: unknown) => error instanceof ManifestError,
    );
    assert.throws(() => readRights({ ...entry, grant_capabilities: [wrong] }, our), /is not a process id/);
  }
});

test("on_exit in its three forms", () => {
  const request = { inherit: false, expects_response: 5, body: [104, 105], metadata: null, capabilities: [] };
  assert.equal([readOnExit("None"), readOnExit("Restart")], [{ tag: "none" }, { tag: "restart" }]);
  assert.equal(readOnExit({ Requests: [["our@p:k:b.os", request, { mime: null, bytes: [1] }]] }), {
    tag: "requests",
    val: [
      [
        { ...our, node: "our" },
        { inherit: false, expectsResponse: 5n, body: bytes("hi"), metadata: undefined, capabilities: [] },
        { mime: undefined, bytes: Uint8Array.of(1) },
      ],
    ],
  });
  assert.throws(() => readOnExit({ Requests: [["nowhere", request, null]] }), /on_exit: `nowhere` is not an address/);
});

test.run();
