/** A process among Rust processes: it is called as they call, calls one of them, and every byte is as in the fixtures. */

import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createNode, type LocalNode } from "../../runtime/node/index.js";
import type { Installation } from "../../runtime/node/node.js";
import { parseProcessId } from "../../runtime/contract/index.js";
import { createProject, type Project } from "../support/project.js";
import { readCases } from "./fixtures.js";

/** How a project becomes what is installed, for one way of running it. */
export type Prepare = (project: Project, leaveOut: readonly string[]) => Promise<readonly Installation[]>;

export function runPeer(name: string, prepare: Prepare): void {
  const test = suite(name);
  const cases = readCases();
  let project: Project;
  let node: LocalNode;
  /** What the Rust process has been asked since the last look. */
  let asked: string[] = [];
  let ask: (body: string) => Promise<string>;

  test.before(async () => {
    project = await createProject("test/serde/project");
    const installations = await prepare(project, ["rust-peer"]);
    node = await createNode({ name: "test.os", home: join(project.folder, ".hproc/node"), port: 0, print: () => {} });
    addRustPeer(node, (request) => asked.push(request));
    ask = createAsker(node);
    // The asker is not known to the package, so nothing grants it the right to call.
    await node.install(installations.map((each) => ({ ...each, manifest: { ...each.manifest, public: true } })));
  });
  test.after(async () => {
    await node.stop();
    await project.remove();
  });

  for (const { case: call, json: request } of cases.filter(({ type }) => type === "Request")) {
    const reply = replyTo(request);
    test(`${call}: asked by Rust`, async () => {
      asked = [];
      assert.is(await ask(request), reply);
      assert.equal(asked, []);
    });
    test(`${call}: asks Rust`, async () => {
      asked = [];
      assert.is(await ask(request.replace('{"', '{"Relay')), reply);
      assert.equal(asked, [request]);
    });
  }

  test.run();
}

/** What Rust answers, by the fixtures. */
function replyTo(request: string): string {
  const cases = readCases();
  const name = cases.find(({ type, json }) => type === "Request" && json === request)?.case;
  const reply = cases.find((each) => each.type === "Reply" && each.case === name)?.json;
  if (reply === undefined) throw new Error(`no Rust process writes ${request}`);
  return reply;
}

function addRustPeer(node: LocalNode, onRequest: (body: string) => void): void {
  const port = node.kernel.addModule(
    processId("rust-peer:serde:test.os"),
    (message) => {
      if (message.message.tag !== "request") return;
      const body = new TextDecoder().decode(message.message.val.body);
      onRequest(body);
      port.respond(message, new TextEncoder().encode(replyTo(body)));
    },
    { isPublic: true },
  );
}

/** Sends a message to the sink and gives the body of its answer. */
function createAsker(node: LocalNode): (body: string) => Promise<string> {
  const waiting = new Map<bigint, (body: string) => void>();
  const port = node.kernel.addModule(
    processId("asker:serde:test.os"),
    ({ id, message }) => {
      if (message.tag === "response") waiting.get(id)?.(new TextDecoder().decode(message.val[0].body));
    },
    { isPublic: true },
  );
  const target = { node: node.kernel.node, process: processId("sink:serde:test.os") };
  return (body) =>
    new Promise((resolve) => {
      waiting.set(port.request(target, new TextEncoder().encode(body), { expectsResponse: 30n, rsvp: port.address }), resolve);
    });
}

function processId(text: string) {
  const id = parseProcessId(text);
  if (!id) throw new Error(`no process id: ${text}`);
  return id;
}
