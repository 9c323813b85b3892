/** A process that waits costs nothing: its thread sleeps, and so does the node. */

import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createProject } from "../support/project.js";
import { runProject, type Form } from "../support/run-project.js";

/** Of all threads of this program; other programs do not count. */
const measuredMs = 3000;
/** A thread that looks again and again takes all of the time. What Node does by itself now and then takes a hundredth. */
const mostShare = 0.1;

export function testIdle(form: Form): void {
  const test = suite(`idle, ${form}`);

  test("a process that waits for a message takes no time", async () => {
    const project = await createProject("examples/counter");
    const node = await runProject(project, form);
    const address = `${node.url}/counter:counter:template.os/api/total`;
    // A message before, so that it waits in its loop.
    assert.is(await (await fetch(address, { method: "POST", body: "2" })).text(), "2");
    // Node still optimizes what has run.
    await sleep(2000);
    const before = process.cpuUsage();
    await sleep(measuredMs);
    const { user, system } = process.cpuUsage(before);
    const share = (user + system) / 1000 / measuredMs;
    assert.ok(share < mostShare, `${(share * 100).toFixed(1)} % of a processor`);
    assert.is(await (await fetch(address)).text(), "2");
    await node.stop();
    await project.remove();
  });

  test.run();
}
