/** A process among Rust processes: it is called as they call, calls one of them, and every byte is as in the fixtures. */

import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createNode, type LocalNode } from "../../runtime/node/index.js";
import { createAsker, readProcessId, type Asker } from "../support/asker.js";
import { createProject, type Project } from "../support/project.js";
import { prepareInstallations, type Form } from "../support/run-project.js";
import { readCases } from "./fixtures.js";

export function runPeer(form: Form): void {
  const test = suite(`Rust processes around one that runs as ${form}`);
  const cases = readCases();
  let project: Project;
  let node: LocalNode;
  /** What the Rust process has been asked since the last look. */
  let asked: string[] = [];
  let ask: Asker;

  test.before(async () => {
    project = await createProject("test/serde/project");
    const installations = await prepareInstallations(project, form, ["rust-peer"]);
    node = await createNode({ name: "test.os", home: join(project.folder, ".hproc/node"), port: 0, print: () => {} });
    addRustPeer(node, (request) => asked.push(request));
    ask = createAsker(node, "asker:serde:test.os", "sink:serde:test.os");
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
    readProcessId("rust-peer:serde:test.os"),
    (message) => {
      if (message.message.tag !== "request") return;
      const body = new TextDecoder().decode(message.message.val.body);
      onRequest(body);
      port.respond(message, new TextEncoder().encode(replyTo(body)));
    },
    { isPublic: true },
  );
}
