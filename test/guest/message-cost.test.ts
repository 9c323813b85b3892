/** What a message costs that needs little: calls of the host and looks at the clock take a component longer than a handler. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Received } from "../../runtime/contract/index.js";
import { drainJobs } from "../../runtime/guest/drain.js";
import { Guest } from "../../runtime/guest/guest.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { defineSubject } from "./subject.js";

const test = suite("the cost of a message");

const call: Received = {
  tag: "ok",
  val: [
    { node: "test.os", process: { processName: "a", packageName: "test", publisherNode: "test.os" } },
    {
      tag: "request",
      val: {
        inherit: false,
        expectsResponse: 30n,
        body: new TextEncoder().encode('{"run":"text"}'),
        metadata: undefined,
        capabilities: [],
      },
    },
  ],
};

/** Returns what one tick with a call asks of the host and of the clock, in order. */
async function listen(handler: () => unknown): Promise<readonly string[]> {
  const asked: string[] = [];
  const { host } = new FakeKernel().process("g:test:test.os", { isNetworked: true });
  const listening = new Proxy(host, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return (...values: unknown[]): unknown => {
        asked.push(String(name));
        return name === "sendResponse" ? undefined : Reflect.apply(value, target, values);
      };
    },
  });
  const now = (): number => {
    asked.push("now");
    return 0;
  };
  const guest = new Guest(listening, defineSubject({ run: handler }), { now });
  guest.start();
  guest.endTick();
  asked.length = 0;
  guest.deliver(call);
  await drainJobs();
  guest.endTick();
  return asked;
}

test("a call that is answered in its first tick asks for no blob, and not for the time", async () => {
  assert.equal(await listen(() => "done"), ["sendResponse"]);
  assert.equal(await listen(async () => "done"), ["sendResponse"]);
});

test("one that waits longer has its deadline from the end of that tick on", async () => {
  // The anchor: the time it is set at, the deadline, and the time it is due at.
  assert.equal(await listen(() => new Promise(() => {})), ["now", "now", "now", "sendRequest"]);
});

test.run();
