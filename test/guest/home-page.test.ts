/** The process on the node's home page. */

import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ProcessTable } from "../../runtime/contract/index.js";
import type { HomePageFiles } from "../../runtime/guest/home-page.js";
import { FakeKernel } from "../../runtime/testing/fake-kernel.js";
import { GuestRunner } from "../../runtime/testing/guest-runner.js";
import { defineSubject } from "./subject.js";

/** What the home page gets when a process starts; `undefined` for a node without it. */
async function added(table: Partial<ProcessTable<object>>, homePage: HomePageFiles): Promise<readonly string[]> {
  const kernel = new FakeKernel();
  const page = kernel.module("homepage:homepage:sys");
  await new GuestRunner(kernel).start(defineSubject({}, { title: 'The "subject"', ...table }), {}, { homePage });
  kernel.pump();
  return page.received.map(({ message, blob }) => {
    assert.ok(message.tag === "request" && message.val.expectsResponse === undefined && blob === undefined);
    return new TextDecoder().decode(message.val.body);
  });
}

const test = suite("home page");

const ui = { folder: "./ui", authenticated: true, localOnly: false, secureSubdomain: false };

test("a process with a user interface, an icon or a widget shows itself", async () => {
  assert.equal(await added({ ui }, {}), ['{"Add":{"label":"The \\"subject\\"","icon":null,"path":"/","widget":null}}']);
  assert.equal(await added({}, { icon: "data:image/png;base64,AAAA" }), [
    '{"Add":{"label":"The \\"subject\\"","icon":"data:image/png;base64,AAAA","path":null,"widget":null}}',
  ]);
  assert.equal(await added({ ui }, { icon: "data:,", widget: "<p>1</p>" }), [
    '{"Add":{"label":"The \\"subject\\"","icon":"data:,","path":"/","widget":"<p>1</p>"}}',
  ]);
});

test("another one does not", async () => {
  assert.equal(await added({}, {}), []);
});

test("without a home page nothing happens", async () => {
  const kernel = new FakeKernel();
  const runner = new GuestRunner(kernel);
  const { process } = await runner.start(defineSubject({}), {}, { homePage: { icon: "data:," } });
  await runner.advance(60_000);
  assert.equal(process.warnings, []);
  assert.equal(kernel.lines.filter(({ verbosity }) => verbosity < 2), []);
});

test.run();
