/** Commands about the network between the nodes: what is late, lost and cut off. */

import { seedLimit } from "../../../runtime/contract/seed.js";
import type { Faults, NetworkLink } from "../../../runtime/node/index.js";
import { CommandError } from "./command-error.js";
import { readNode, readPair, readShare, readTime, readWholeWord } from "./operands.js";
import type { ConsoleCommand, Reply, Session } from "./session.js";

export const faultCommands: Readonly<Record<string, ConsoleCommand>> = {
  latency: {
    operands: "<node> <node> <time> [jitter]",
    summary: "makes messages between two nodes late, in both directions; by chance up to the jitter later",
    run: ([one = "", other = "", time = "", jitter], session) =>
      change(session, one, other, { latencyMs: readTime(time), jitterMs: jitter === undefined ? 0 : readTime(jitter) }),
  },
  loss: {
    operands: "<node> <node> <share>",
    summary: "loses a share of the messages between two nodes, such as 10%",
    run: ([one = "", other = "", share = ""], session) => change(session, one, other, { loss: readShare(share) }),
  },
  partition: {
    operands: "<node> <node>",
    summary: "lets nothing through between two nodes",
    run([one = "", other = ""], session) {
      session.network.partition(...readPair(one, other, session));
      return showFaults(session);
    },
  },
  heal: {
    operands: "[node] [node]",
    summary: "takes all faults away: between two nodes, or everywhere",
    run([one, other], session) {
      const { network } = session;
      if (one !== undefined && other === undefined) {
        throw new CommandError(`\`heal\` takes two nodes or none; \`online ${one}\` brings a node back that is offline`);
      }
      if (one !== undefined && other !== undefined) {
        const pair = readPair(one, other, session);
        network.heal(...pair);
        network.setFaults({}, pair);
      } else {
        for (const pair of pairsOf(session)) network.heal(...pair);
        network.setFaults({});
        for (const { name } of network.nodes()) network.setReachable(name, true);
      }
      return showFaults(session);
    },
  },
  offline: {
    operands: "<node>",
    summary: "takes a node off the network; it goes on running",
    run: ([node = ""], session) => setReachable(session, node, false),
  },
  online: { operands: "<node>", summary: "brings it back", run: ([node = ""], session) => setReachable(session, node, true) },
  faults: { operands: "", summary: "shows what is wrong with the network", run: (_words, session) => showFaults(session) },
  seed: {
    operands: "[number]",
    summary: "shows what chance begins with, or begins anew: the same seed loses and delays the same messages",
    run([word], { chance }) {
      if (word !== undefined) chance.reseed(readWholeWord(word, { name: "seed", maximum: seedLimit - 1 }));
      return { text: `the seed is ${chance.seed}`, result: { seed: chance.seed } };
    },
  },
};

function change(session: Session, one: string, other: string, faults: Faults): Reply {
  const pair = readPair(one, other, session);
  const { latencyMs, jitterMs, loss } = session.network.link(...pair);
  session.network.setFaults({ latencyMs, jitterMs, loss, ...faults }, pair);
  return showFaults(session);
}

function setReachable(session: Session, word: string, isReachable: boolean): Reply {
  session.network.setReachable(readNode(word, session).name, isReachable);
  return showFaults(session);
}

function showFaults(session: Session): Reply {
  const offline = session.network.nodes().filter(({ isReachable }) => !isReachable);
  const links = pairsOf(session)
    .map(([one, other]) => session.network.link(one, other))
    .filter(({ isPartitioned, latencyMs, jitterMs, loss }) => isPartitioned || latencyMs + jitterMs + loss > 0);
  const lines = [...offline.map(({ name }) => `${name} is offline`), ...links.map(describeLink)];
  const result = { offline: offline.map(({ name }) => name), links };
  return { text: lines.length === 0 ? "the network has no faults" : lines.join("\n"), result };
}

function describeLink({ between, isPartitioned, latencyMs, jitterMs, loss }: NetworkLink): string {
  const faults = [
    ...(isPartitioned ? ["partitioned"] : []),
    ...(latencyMs > 0 ? [`${latencyMs} ms late`] : []),
    ...(jitterMs > 0 ? [`up to ${jitterMs} ms more`] : []),
    ...(loss > 0 ? [`loses ${Number((loss * 100).toFixed(3))}%`] : []),
  ];
  return `${between.join(" and ")}: ${faults.join(", ")}`;
}

function pairsOf({ nodes }: Session): readonly (readonly [string, string])[] {
  const names = [...nodes.keys()];
  return names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
}
