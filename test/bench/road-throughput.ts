/**
 * Messages through the whole node, from the kernel into the thread of a process and back: one at a time, which is what a
 * caller waits, and 64 in flight. The peer of a relay answers in the thread of the kernel, so that one road is measured.
 */

import { join } from "node:path";
import { engineNames } from "../../compiler/model/engine.js";
import { createNode, type LocalNode } from "../../runtime/node/index.js";
import { readProcessId } from "../support/asker.js";
import { prepareInstallations, type Form } from "../support/run-project.js";
import { interleave, median, type Bench, type Effort } from "./bench.js";
import { echo100KB, echo2KB, peerAnswer, relayMessage, smallMessage, type WorkMessage } from "./messages.js";
import type { Row } from "./table.js";
import type { Workspace } from "./workspace.js";

interface Run {
  readonly name: string;
  readonly sender: Sender;
  readonly message: WorkMessage;
}

interface Sample {
  readonly p50Us: number;
  readonly p99Us: number;
  readonly perSecond: number;
}

const inFlight = 64;

export const roadThroughput: Bench = {
  name: "road",
  async measure(workspace, effort) {
    const forms: readonly Form[] = ["direct", ...engineNames.map((engine) => `component ${engine}` as const)];
    const nodes = await Promise.all(forms.map((form) => startNode(workspace, form)));
    const runs = nodes.flatMap(({ form, sender }) =>
      [smallMessage, relayMessage, echo2KB, echo100KB].map(
        (message): Run => ({ name: `road: ${message.name}, ${form}`, sender, message }),
      ),
    );
    // As long as a guest in a component takes until Node has optimized it.
    for (const run of runs) await run.sender.send(run.message, inFlight, effort.warmUpMs * 8);
    const samples = await interleave(runs, effort.roundCount, (run) => measureOnce(run, effort));
    for (const { node } of nodes) await node.stop();
    const rows = (suffix: string, unit: Row["unit"], part: keyof Sample): readonly Row[] =>
      runs.map((run) => ({
        name: `${run.name}${suffix}`,
        value: median((samples.get(run) ?? []).map((sample) => sample[part])),
        unit,
      }));
    return [...rows(", p50", "us", "p50Us"), ...rows(", p99", "us", "p99Us"), ...rows(`, ${inFlight} in flight`, "/s", "perSecond")];
  },
};

async function measureOnce({ sender, message }: Run, { warmUpMs, measureMs }: Effort): Promise<Sample> {
  await sender.send(message, 1, warmUpMs);
  const one = await sender.send(message, 1, measureMs);
  const many = await sender.send(message, inFlight, measureMs);
  const timesUs = one.timesUs.sort((left, right) => left - right);
  const at = (part: number): number => timesUs[Math.floor(timesUs.length * part)] ?? Number.NaN;
  return { p50Us: at(0.5), p99Us: at(0.99), perSecond: many.perSecond };
}

async function startNode(workspace: Workspace, form: Form): Promise<{ form: Form; node: LocalNode; sender: Sender }> {
  const project = await workspace.work();
  const installations = await prepareInstallations(project, form, ["peer"]);
  const node = await createNode({ name: "bench.os", home: join(project.folder, `home of ${form.replace(" ", "-")}`), port: 0, print: () => {} });
  const peer = node.kernel.addModule(
    readProcessId("peer:work:bench.os"),
    (message) => {
      if (message.message.tag === "request") peer.respond(message, peerAnswer);
    },
    { isPublic: true },
  );
  await node.install(installations.map((each) => ({ ...each, manifest: { ...each.manifest, public: true } })));
  return { form, node, sender: createSender(node) };
}

interface Sender {
  /** Sends for so long, keeping `count` on the way, and resolves when all are answered. */
  send(message: WorkMessage, count: number, forMs: number): Promise<{ readonly timesUs: number[]; readonly perSecond: number }>;
}

function createSender({ kernel }: LocalNode): Sender {
  let take = (_id: bigint, _body: Uint8Array): void => {};
  const port = kernel.addModule(
    readProcessId("sender:work:bench.os"),
    ({ id, message }) => {
      if (message.tag === "response") take(id, message.val[0].body);
    },
    { isPublic: true },
  );
  const target = { node: kernel.node, process: readProcessId("work:work:bench.os") };
  const decoder = new TextDecoder();
  return {
    send: ({ name, body, isAnswer }, count, forMs) =>
      new Promise((resolve, reject) => {
        const startMs = performance.now();
        const timesUs: number[] = [];
        const sentMs = new Map<bigint, number>();
        const sendOne = (): void => {
          // Bytes belong to their receiver, which may move them to its thread.
          const id = port.request(target, body.slice(), { expectsResponse: 30n, rsvp: port.address });
          sentMs.set(id, performance.now());
        };
        take = (id, answer) => {
          const nowMs = performance.now();
          timesUs.push((nowMs - (sentMs.get(id) ?? Number.NaN)) * 1000);
          sentMs.delete(id);
          const elapsedMs = nowMs - startMs;
          if (elapsedMs < forMs) return sendOne();
          const text = decoder.decode(answer);
          if (!isAnswer(text)) reject(new Error(`${name} was answered with ${text.slice(0, 200)}`));
          else if (sentMs.size === 0) resolve({ timesUs, perSecond: (timesUs.length * 1000) / elapsedMs });
        };
        for (let sent = 0; sent < count; sent++) sendOne();
      }),
  };
}
