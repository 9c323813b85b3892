/** A local node: the kernel, the system processes and the HTTP port around the processes that are installed. */

import { join } from "node:path";
import { formatProcessId } from "../contract/address.js";
import { Chaos } from "./chaos.js";
import { systemClock } from "./clock.js";
import { homeEntries } from "./home-entries.js";
import { defaultHost, reachableName } from "./host-names.js";
import { Kernel } from "./kernel.js";
import type { Printout } from "./kernel-message.js";
import type { LocalNode, NodeOptions } from "./local-node.js";
import type { Installation } from "./processes.js";
import { randomId } from "./random-id.js";
import { RecentLines } from "./recent-lines.js";
import { loadIdentity } from "./services/net/identity.js";
import { addNetService } from "./services/net/service.js";
import { hasBegun, startNode } from "./start-node.js";
import type { Begun, StartedNode } from "./start-node.js";
import { kernelProcess } from "./system-processes.js";
import { TerminalLog } from "./terminal-log.js";

/** Rejects with `PortInUseError`, `AddressError` or `StateStoreError`, and with `Error` for a name that the network has already. */
export async function createNode(options: NodeOptions): Promise<LocalNode> {
  const { name, home, network, clock = systemClock, trace } = options;
  const terminalLog = new TerminalLog({
    folder: join(home, homeEntries.terminalLogs),
    now: () => clock.now(),
    onStopped: (reason) =>
      print({ source: kernelProcess, verbosity: 0, text: `what is printed is not kept any more: ${reason}` }),
  });
  const recent = new RecentLines();
  let { verbosity = 0 } = options;
  const print = (line: Printout): void => {
    terminalLog.write(line.text);
    recent.add(clock.now(), line);
    if (line.verbosity <= verbosity) options.print(line.text, line);
  };
  const identity = await loadIdentity(join(home, homeEntries.netKey));
  let kernel: Kernel | undefined;
  const joinNetwork = () => network?.join(name, (message) => kernel?.post(message), identity.networkingKey);
  const transport = joinNetwork();
  const start = (port: number | undefined): Promise<StartedNode> => {
    const chaos = options.chaos && new Chaos({ clock, chance: options.chaos });
    kernel = new Kernel({ node: name, clock, print, nextId: randomId, trace, transport, chaos, isLenient: options.isLenient });
    addNetService(kernel, { identity, peers: () => network?.peersOf(name) ?? [] });
    return startNode(kernel, print, { ...options, port, chaos });
  };
  let current: StartedNode;
  try {
    current = await start(options.port);
  } catch (error) {
    network?.leave(name);
    await terminalLog.close();
    throw error;
  }

  /** What the next start begins with. */
  const installed = new Map<string, Installation>();
  const remember = (installations: readonly Installation[]): void => {
    for (const installation of installations) installed.set(formatProcessId(installation.id), installation);
  };
  let restarting: Promise<void> = Promise.resolve();
  let changing: Promise<void> = Promise.resolve();
  /** Of the thread for the next replacement; undefined while none is expected. */
  let preload: readonly string[] | undefined;
  /** It could not be started again. */
  let isDown = false;
  let stopped: Promise<void> | undefined;

  /** A restart and what replaces code wait for each other: what runs afterwards is what was installed last. */
  async function inTurn(change: () => Promise<Begun>): Promise<void> {
    const begun = changing.then(change);
    changing = begun.then(
      () => {},
      () => {},
    );
    await (await begun).ready;
  }

  async function replace(installation: Installation): Promise<Begun> {
    // One that is down takes it at its next start.
    const begun = isDown ? hasBegun : await current.replace(installation);
    remember([installation]);
    return begun;
  }

  async function restart(): Promise<Begun> {
    if (stopped) throw new Error("the node has stopped");
    network?.suspend(name);
    await current.stop();
    if (stopped) return hasBegun;
    joinNetwork();
    try {
      current = await start(current.port);
      isDown = false;
    } catch (error) {
      // Until it is tried again.
      isDown = true;
      network?.suspend(name);
      throw error;
    }
    const begun = await current.boot([...installed.values()]);
    if (preload) current.expectReplacement(preload);
    return begun;
  }

  async function stop(): Promise<void> {
    network?.leave(name);
    await current.stop();
    // One that was in the middle of it has started once more.
    await changing;
    network?.leave(name);
    await current.stop();
    await terminalLog.close();
  }

  return {
    get url() {
      return `http://${reachableName(options.host ?? defaultHost)}:${current.port}`;
    },
    get kernel() {
      return current.kernel;
    },
    get verbosity() {
      return verbosity;
    },
    set verbosity(next) {
      verbosity = next;
    },
    async install(installations) {
      await changing;
      remember(installations);
      await (await current.install(installations)).ready;
    },
    async boot(installations) {
      remember(installations);
      await (await current.boot(installations)).ready;
    },
    async remove(id) {
      await changing;
      installed.delete(formatProcessId(id));
      return current.remove(id);
    },
    linearMemoryBytes: (id) => current.processes.linearMemoryBytes(id),
    processes: () => current.processes.list(),
    kill: (id) => current.processes.halt(formatProcessId(id)),
    restartProcess: (id) => current.processes.restart(id),
    ask: (target, body, seconds) => current.terminal.ask(target, body, seconds),
    recentLines: (query) => recent.find(query),
    replace: (installation) => inTurn(() => replace(installation)),
    expectReplacement(urls) {
      preload = urls;
      current.expectReplacement(urls);
    },
    restart: () => (restarting = restarting.catch(() => {}).then(() => inTurn(restart))),
    stop: () => (stopped ??= stop()),
  };
}
