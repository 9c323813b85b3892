/** When two capabilities are one. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { capabilityKey, CapabilityStore } from "../../runtime/node/capabilities.js";

const issuer = { node: "a.os", process: { processName: "p", packageName: "k", publisherNode: "b.os" } };
const other = { ...issuer, node: "c.os" };

const equal: readonly (readonly [left: string, right: string, areEqual: boolean])[] = [
  ['"messaging"', ' "messaging" ', true],
  ['{"kind":"read","drive":"/d"}', '{ "drive": "/d", "kind": "read" }', true],
  ['{"a":{"x":1,"y":[1,2]}}', '{"a":{"y":[1,2],"x":1}}', true],
  ['{"a":[1,2]}', '{"a":[2,1]}', false],
  ["not json", "also not", true],
  ["not json", "null", true],
  ['{"__proto__":1}', "{}", false],
  ['"1"', "1", false],
];

const test = suite("capabilities");

for (const [left, right, areEqual] of equal) {
  test(`${left} and ${right} are ${areEqual ? "" : "not "}equal`, () => {
    const keys = [left, right].map((params) => capabilityKey({ issuer, params }));
    assert.is(keys[0] === keys[1], areEqual);
  });
}

test("of different nodes are different", () => {
  assert.is.not(capabilityKey({ issuer, params: "1" }), capabilityKey({ issuer: other, params: "1" }));
});

test("a store has each once, and forgets what a process has issued on whichever node", () => {
  const store = new CapabilityStore([{ issuer, params: '{"a":1,"b":2}' }]);
  store.add({ issuer, params: '{"b":2,"a":1}' });
  store.add({ issuer: other, params: "1" });
  assert.is(store.all().length, 2);
  store.dropIssuedBy(issuer.process);
  assert.is(store.all().length, 0);
});

test.run();
