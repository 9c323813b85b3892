/** Messages a second of the guest against the hand-written loop in the same engine: in components, and without one. */

import { interleave, median } from "./bench.js";
import type { Bench } from "./bench.js";
import { awaitsMessage, echo100KB, echo2KB, relayMessage, smallMessage } from "./messages.js";
import { guestProgram, handWrittenProgram, loadProgram, type Load } from "./programs.js";
import { createScriptedHost, httpPost, localCall, ScriptEnded } from "./scripted-host.js";
import type { Script, ScriptedRequest } from "./scripted-host.js";
import { compare } from "./table.js";

interface Run {
  readonly load: Load;
  readonly request: ScriptedRequest;
}

const requests: readonly { readonly name: string; readonly request: ScriptedRequest }[] = [
  ...[smallMessage, relayMessage, echo2KB, echo100KB, awaitsMessage].map((message) => ({
    name: message.name,
    request: localCall(message),
  })),
  { name: "http POST", request: httpPost },
];

/** Node takes more than a second to optimize the engine in a component, which is one very large function. */
const longWarmUpMs = (warmUpMs: number): number => warmUpMs * 8;

export const guestThroughput: Bench = {
  name: "guest",
  async measure(workspace, { roundCount, warmUpMs, measureMs }) {
    const guest = await loadProgram(await guestProgram(workspace), workspace);
    const byHand = await loadProgram(await handWrittenProgram(workspace), workspace);
    const pairs = guest.flatMap(({ mode, load }, index) => {
      const other = byHand[index]?.load;
      if (!other) throw new Error(`the hand-written program has no ${mode}`);
      return requests.map(({ name, request }) => ({
        name: `guest: ${name}, ${mode}`,
        guest: { load, request },
        byHand: { load: other, request },
      }));
    });
    const runs = pairs.flatMap((pair) => [pair.guest, pair.byHand]);
    for (const run of runs) await runToEnd(run, { warmUpMs: longWarmUpMs(warmUpMs), measureMs: 0 });
    const samples = await interleave(runs, roundCount, (run) => runToEnd(run, { warmUpMs, measureMs }));
    return pairs.map((pair) => {
      const value = median(samples.get(pair.guest) ?? []);
      const other = median(samples.get(pair.byHand) ?? []);
      return { name: pair.name, value, unit: "/s", comparison: compare(value, "hand-written", other) };
    });
  },
};

/** Returns the messages a second. A process never returns: it ends with what its host throws. */
async function runToEnd({ load, request }: Run, times: Pick<Script, "warmUpMs" | "measureMs">): Promise<number> {
  const host = createScriptedHost({ request, ...times });
  const init = await load(host.standard);
  try {
    await init("work:work:bench.os");
  } catch (thrown) {
    if (thrown instanceof ScriptEnded) return host.messagesPerSecond();
    throw thrown;
  }
  throw new Error("the process has returned");
}
