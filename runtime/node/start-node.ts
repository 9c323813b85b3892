/** One start of a node, to its end: the system processes around its kernel, the HTTP port and the processes. */

import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatAddress } from "../contract/address.js";
import { messagingCapability } from "./capabilities.js";
import { settleMs } from "./chaos.js";
import type { Chaos } from "./chaos.js";
import { systemClock } from "./clock.js";
import { exitRequests } from "./exit-requests.js";
import { openGateway } from "./gateway.js";
import { homeEntries } from "./home-entries.js";
import { defaultHost, ownNames } from "./host-names.js";
import { preparePackages, startPackage } from "./installed-packages.js";
import type { Kernel } from "./kernel.js";
import type { Printout } from "./kernel-message.js";
import type { LocalNode, NodeOptions } from "./local-node.js";
import { Processes } from "./processes.js";
import type { Installation, PreparedProcess, StartedProcess } from "./processes.js";
import { addAppStoreService } from "./services/app-store/app-store.js";
import { PackageStore } from "./services/app-store/package-store.js";
import { addHomePageService } from "./services/home-page/service.js";
import { HttpClient, withChaos } from "./services/http-client/client.js";
import { exchangeHttp } from "./services/http-client/http-exchange.js";
import { openSocket } from "./services/http-client/open-socket.js";
import { HttpServer } from "./services/http-server/server.js";
import { isLoopback } from "./services/http-server/visitors.js";
import { openDiskStores } from "./services/kv/disk-stores.js";
import { addKvService } from "./services/kv/service.js";
import { SqliteDatabases } from "./services/sqlite/databases.js";
import { addSqliteService } from "./services/sqlite/service.js";
import { openStateStore } from "./services/state-store.js";
import { addStateService } from "./services/state.js";
import { addTimerService } from "./services/timer.js";
import { addVfsService } from "./services/vfs/service.js";
import { kernelProcess } from "./system-processes.js";
import { Terminal } from "./terminal.js";
import { Threads } from "./threads.js";
import { describeWarning } from "./tick-watch.js";
import { writeFileAtomically } from "./write-file.js";

/** Processes run, and may not have received yet: one that never does must not keep its repair out. */
export interface Begun {
  /** Rejects with `ProcessStartError` if one ends before it receives. */
  readonly ready: Promise<void>;
}

export const hasBegun: Begun = { ready: Promise.resolve() };

/** From one start of a node to its end. */
export interface StartedNode extends Pick<LocalNode, "expectReplacement" | "remove" | "stop" | "kernel"> {
  readonly install: (installations: readonly Installation[]) => Promise<Begun>;
  readonly boot: (installations: readonly Installation[]) => Promise<Begun>;
  readonly replace: (installation: Installation) => Promise<Begun>;
  readonly port: number;
  readonly processes: Processes;
  readonly terminal: Terminal;
}

export interface StartOptions extends Omit<NodeOptions, "chaos" | "port"> {
  readonly port: number | undefined;
  readonly chaos: Chaos | undefined;
}

export async function startNode(kernel: Kernel, print: (line: Printout) => void, options: StartOptions): Promise<StartedNode> {
  const { name, home, clock = systemClock, chaos } = options;
  await mkdir(home, { recursive: true });
  const secret = await loadSecret(join(home, homeEntries.sessionKey));
  const isSynced = options.syncState ?? true;
  const store = openStateStore(join(home, homeEntries.state), { isSynced });
  const printLine = (level: number, text: string): void => print({ source: kernelProcess, verbosity: level, text });

  addStateService(kernel, store, (id, what) => {
    // Going on as if nothing had been saved would overwrite it with the next change, or promise what is not kept.
    printLine(0, `process ${id} is stopped because its ${what === "read" ? "saved state cannot be read" : "state cannot be stored"}`);
    void processes.halt(id);
  });
  const timers = addTimerService(kernel, clock);
  const vfsFolder = join(home, homeEntries.vfs);
  const vfs = addVfsService(kernel, vfsFolder);
  const kv = openDiskStores(join(home, homeEntries.kv), { isSynced });
  addKvService(kernel, kv);
  const sqlite = new SqliteDatabases(join(home, homeEntries.sqlite));
  addSqliteService(kernel, sqlite);
  const host = options.host ?? defaultHost;
  const http = new HttpServer(kernel, clock, {
    secret,
    names: ownNames(host, options.allowedHosts ?? []),
    exposeLocal: options.exposeLocal ?? true,
    timeoutSeconds: options.httpTimeoutSeconds ?? 15,
    unrouted: options.unrouted,
  });
  const threads = new Threads();
  const homePage = addHomePageService(kernel, store);
  const outside = { openSocket, exchange: exchangeHttp };
  const client = new HttpClient(kernel, chaos ? withChaos(outside, chaos) : outside);
  const terminal = new Terminal(kernel);
  const processes = new Processes({
    kernel,
    clock,
    print: printLine,
    onWarning:
      options.onWarning ??
      ((source, warning) =>
        printLine(1, `process ${formatAddress({ node: name, process: source })} ${describeWarning(warning)}`)),
    restarts: new Map(),
    cacheFolder: join(home, homeEntries.cache),
    mount: (drive, folder) => vfs.mount(drive, folder),
    dropTimers: timers.drop,
    takeThread: (threadName) => threads.take(threadName),
    forget(id) {
      http.forget(id);
      client.forget(id);
      homePage.forget(id);
    },
    replacing(id) {
      const parts = [http.replacing(id), client.replacing(id)];
      return {
        done: (handover) => parts.forEach((part) => part.done(handover)),
        undo: () => parts.forEach((part) => part.undo()),
      };
    },
  });
  const packages = { store: new PackageStore(vfsFolder), processes, print: printLine };
  addAppStoreService(kernel, {
    store: packages.store,
    clock,
    start: (id) => startPackage(id, packages),
    stop: (id) => processes.remove(id),
    packages: () => processes.packages(),
  });

  const gateway = await openGateway({
    port: options.port,
    host,
    handle: (request) => http.handle(request),
    acceptSocket: (request) => http.acceptSocket(request),
    onTooMany: (count) => printLine(0, `http-server: too many open connections (${count})! rejecting incoming`),
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });

  if (!isLoopback(host) && host !== "localhost") {
    printLine(0, `the node listens at ${host}: whoever reaches this machine reaches it, and any password is right`);
  }

  /** Waits for those that are asked for, and not for those that are kept from earlier. */
  async function start(installations: readonly Installation[], kept: readonly PreparedProcess[] = []): Promise<Begun> {
    const prepared = await Promise.all(installations.map((installation) => processes.prepare(installation)));
    const started = await processes.start([...kept, ...prepared]);
    for (const { ready } of started.slice(0, kept.length)) ready.catch(() => {});
    for (const each of kept) sendExitRequests(each);
    return begin(started.slice(kept.length));
  }

  function begin(started: readonly StartedProcess[]): Begun {
    const ready = untilReady(started);
    // Nobody may be waiting any more.
    ready.catch(() => {});
    return { ready };
  }

  async function untilReady(started: readonly StartedProcess[]): Promise<void> {
    await Promise.all(started.map(({ ready }) => ready));
    // Their paths are on the way to the http-server.
    if (chaos) await new Promise<void>((resolve) => clock.after(settleMs, resolve));
  }

  /** As at the boot of Hyperdrive: the last end of the process may not have come to it. */
  function sendExitRequests({ id, onExit }: PreparedProcess): void {
    for (const message of exitRequests({ node: name, process: id }, onExit)) {
      const { node, process } = message.target;
      if (kernel.holds(id, messagingCapability({ node: node === "our" ? name : node, process }))) kernel.post(message);
    }
  }

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    terminal.close();
    await processes.stop();
    await threads.close();
    // What they have still answered leaves once it is stored.
    await store.stored?.()?.catch(() => {});
    http.close();
    client.close();
    timers.stop();
    await vfs.settled();
    kernel.close();
    await gateway.close();
    sqlite.close();
    await kv.close();
    await store.close();
  }

  return {
    port: gateway.port,
    processes,
    terminal,
    install: (installations) => start(installations),
    boot: async (installations) => start(installations, await preparePackages(installations, packages)),
    replace: async (installation) => begin(await processes.replace(await processes.prepare(installation))),
    expectReplacement: (preload) => threads.prepare(preload),
    remove: (id) => processes.remove(id),
    stop: () => (stopped ??= stop()),
    kernel,
  };
}

/** Signs login tokens; kept, so that a login outlives a restart of the node. */
async function loadSecret(path: string): Promise<Uint8Array> {
  const existing = await readFile(path).catch(() => undefined);
  if (existing && existing.length >= 32) return existing;
  const secret = randomBytes(32);
  await writeFileAtomically(path, secret, 0o600);
  return secret;
}
