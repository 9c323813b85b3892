/** The timer service, with a clock that stands still. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import { addTimerService } from "../../runtime/node/services/timer.js";
import { FakeKernel, request } from "../../runtime/testing/fake-kernel.js";
import { describe } from "../support/host-world.js";

const timer = suite("timer");

/** Sends one action from a process and returns the fake kernel and the process. */
function ask(body: string, options: { readonly seconds: bigint | undefined } = { seconds: 100n }) {
  const kernel = new FakeKernel();
  const process = kernel.process("p:test:test.os");
  const message = request({ body, expectsResponse: options.seconds });
  process.host.sendRequest(kernel.address("timer:distro:sys"), message, undefined, undefined);
  kernel.pump();
  return { kernel, process };
}

timer("answers with an empty body and no blob when the time has come", () => {
  const { kernel, process } = ask('{"SetTimer":1500}');
  kernel.advance(1499);
  assert.is(process.host.tryReceive(), undefined);
  kernel.advance(1);
  assert.is(describe(process.receive()), "response ");
  assert.is(process.host.hasBlob(), false);
});

timer("answers zero at once", () => {
  assert.is(describe(ask('{"SetTimer":0}').process.receive()), "response ");
});

timer("answers even if nothing is expected; nobody admits it", () => {
  const { kernel, process } = ask('{"SetTimer":5}', { seconds: undefined });
  kernel.advance(5);
  assert.is(process.waitingCount, 1);
  assert.is(process.host.tryReceive(), undefined);
});

for (const body of [
  '{"SetTimer":-1}',
  '{"SetTimer":1.0}',
  '{"SetTimer":"5"}',
  '{"SetTimer":18446744073709551616}',
  "SetTimer",
  "",
]) {
  timer(`does not read ${body === "" ? "an empty body" : body}`, () => {
    const { kernel, process } = ask(body, { seconds: 1n });
    assert.equal(
      kernel.lines.map(({ verbosity }) => verbosity),
      [1],
    );
    kernel.advance(1000);
    assert.match(describe(process.receive()), /^timeout/);
  });
}

timer("reads white space as JSON allows it, and the largest u64", () => {
  assert.is(describe(ask(' {\n"SetTimer" : 0 } ').process.receive()), "response ");
  assert.equal(ask('{"SetTimer":18446744073709551615}').kernel.lines, []);
});

timer("Debug prints what runs, and does not answer", () => {
  const { kernel, process } = ask('{"SetTimer":60000}');
  process.host.sendRequest(kernel.address("timer:distro:sys"), request({ body: '"Debug"' }), undefined, undefined);
  kernel.pump();
  assert.equal(
    kernel.lines.map(({ text }) => text),
    ["timer service active timers (1):", "1970-01-01T00:01:00.000Z"],
  );
});

timer("ignores other nodes", () => {
  const kernel = new FakeKernel();
  const body = '{"SetTimer":0}';
  kernel.inject({
    source: "far.os@x:y:z",
    target: "our@timer:distro:sys",
    request: request({ body, expectsResponse: 5n }),
  });
  kernel.pump();
  assert.is(kernel.trace.length, 1);
});

timer("many at once fire in the order of their times", () => {
  const kernel = new FakeKernel();
  const process = kernel.process("p:test:test.os");
  for (const ms of [30, 10, 20]) {
    const context = new TextEncoder().encode(String(ms));
    process.host.sendRequest(
      kernel.address("timer:distro:sys"),
      request({ body: `{"SetTimer":${ms}}`, expectsResponse: 9n }),
      context,
      undefined,
    );
  }
  kernel.advance(100);
  assert.equal(
    [1, 2, 3].map(() => describe(process.receive())),
    ["response  [10]", "response  [20]", "response  [30]"],
  );
});

timer("drops those of one process that the messages of a predecessor have set", () => {
  const kernel = new FakeKernel({ services: ["state"] });
  const { drop } = addTimerService(kernel.kernel, kernel.clock);
  const processes = ["p:test:test.os", "q:test:test.os"].map((id) => kernel.process(id));
  for (const process of processes) {
    for (const ms of [10, 20]) {
      const message = request({ body: `{"SetTimer":${ms}}`, expectsResponse: 9n });
      process.host.sendRequest(kernel.address("timer:distro:sys"), message, new TextEncoder().encode(String(ms)), undefined);
    }
  }
  kernel.pump();
  const [first] = kernel.trace;
  const p = kernel.address("p:test:test.os").process;
  drop(p, (messageId) => messageId === first?.message.id);
  kernel.advance(30);
  assert.equal(
    processes.map((process) => {
      const got: string[] = [];
      for (let item = process.host.tryReceive(); item; item = process.host.tryReceive()) got.push(describe(item));
      return got;
    }),
    [["response  [20]"], ["response  [10]", "response  [20]"]],
  );
});

timer.run();
