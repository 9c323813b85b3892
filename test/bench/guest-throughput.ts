/** Messages a second of the guest against the hand-written loop in the same engine: in a component, and without one. */

import { join } from "node:path";
import type { Standard } from "../../runtime/contract/index.js";
import { transpileComponent } from "../../runtime/node/component.js";
import { connectHost } from "../../runtime/node/direct-host.js";
import { prepareDirectModule } from "../../runtime/node/direct-module.js";
import { instantiateComponent } from "../../runtime/node/transpiled-component.js";
import { interleave, median } from "./bench.js";
import type { Bench } from "./bench.js";
import { guestProgram, handWrittenProgram } from "./programs.js";
import type { Program } from "./programs.js";
import { createScriptedHost, httpPost, localCall, ScriptEnded } from "./scripted-host.js";
import type { Script, ScriptedRequest } from "./scripted-host.js";
import { compare } from "./table.js";
import type { Workspace } from "./workspace.js";

type Init = (our: string) => unknown;
/** Loads a program for one run on a host. */
type Load = (host: Standard) => Promise<Init>;

interface Run {
  readonly load: Load;
  readonly request: ScriptedRequest;
}

/** Node takes more than a second to optimize the engine in a component, which is one very large function. */
const longWarmUpMs = (warmUpMs: number): number => warmUpMs * 8;

export const guestThroughput: Bench = {
  name: "guest",
  async measure(workspace, { roundCount, warmUpMs, measureMs }) {
    const guest = await loaders(await guestProgram(workspace), workspace);
    const byHand = await loaders(await handWrittenProgram(workspace), workspace);
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

async function loaders(
  { bundlePath, wasmPath }: Program,
  { folder }: Workspace,
): Promise<{ readonly direct: Load; readonly component: Load }> {
  const module = await prepareDirectModule(bundlePath, join(folder, "direct"));
  const code = { kind: "component", ...(await transpileComponent(wasmPath, join(folder, "transpiled"))) } as const;
  const instances: Init[] = [];
  return {
    async direct(host) {
      connectHost(host);
      const { init } = (await import(module)) as { readonly init: Init };
      return init;
    },
    async component(host) {
      const init = await instantiateComponent(code, host, (bytes) => process.stderr.write(bytes));
      // As long as there is one instance, Node keeps the optimized code for all that follow.
      if (instances.length === 0) instances.push(init);
      return init;
    },
  };
}

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
