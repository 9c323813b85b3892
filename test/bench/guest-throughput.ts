/** Messages a second of the guest against the hand-written loop in the same engine: in a component, and without one. */

import { interleave, median } from "./bench.js";
import type { Bench } from "./bench.js";
import { guestProgram, handWrittenProgram, loadProgram, type Load } from "./programs.js";
import { createScriptedHost, httpPost, localCall, ScriptEnded } from "./scripted-host.js";
import type { Script, ScriptedRequest } from "./scripted-host.js";
import { compare } from "./table.js";

interface Run {
  readonly load: Load;
  readonly request: ScriptedRequest;
}

/** Node takes more than a second to optimize the engine in a component, which is one very large function. */
const longWarmUpMs = (warmUpMs: number): number => warmUpMs * 8;

export const guestThroughput: Bench = {
  name: "guest",
  async measure(workspace, { roundCount, warmUpMs, measureMs }) {
    const guest = await loadProgram(await guestProgram(workspace), workspace);
    const byHand = await loadProgram(await handWrittenProgram(workspace), workspace);
    const pairs = (["direct", "component"] as const).flatMap((mode) =>
      [
        { name: "local call", request: localCall },
        { name: "http POST", request: httpPost },
      ].map(({ name, request }) => ({
        name: `guest: ${name}, ${mode}`,
        guest: { load: guest[mode], request },
        byHand: { load: byHand[mode], request },
      })),
    );
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
    await init("counter:counter:template.os");
  } catch (thrown) {
    if (thrown instanceof ScriptEnded) return host.messagesPerSecond();
    throw thrown;
  }
  throw new Error("the process has returned");
}
