/** A local node: the kernel, the system processes and the HTTP port around the processes that are installed. */

import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatAddress, formatProcessId } from "../contract/address.js";
import type { Address, NodeId, ProcessId } from "../contract/address.js";
import { messagingCapability } from "./capabilities.js";
import type { Chance } from "./chance.js";
import { Chaos, settleMs } from "./chaos.js";
import type { Clock } from "./clock.js";
import { systemClock } from "./clock.js";
import { exitRequests } from "./exit-requests.js";
import { openGateway } from "./gateway.js";
import { homeEntries } from "./home-entries.js";
import { defaultHost, ownNames, reachableName } from "./host-names.js";
import { preparePackages, startPackage } from "./installed-packages.js";
import { Kernel } from "./kernel.js";
import type { KernelOptions } from "./kernel.js";
import type { Printout } from "./kernel-message.js";
import type { Network } from "./network.js";
import type { ProcessStatus } from "./process.js";
import { Processes } from "./processes.js";
import type { Installation, PreparedProcess, StartedProcess } from "./processes.js";
import { randomId } from "./random-id.js";
import { RecentLines } from "./recent-lines.js";
import type { RecentLine, RecentLinesQuery } from "./recent-lines.js";
import { addAppStoreService } from "./services/app-store/app-store.js";
import { PackageStore } from "./services/app-store/package-store.js";
import { addHomePageService } from "./services/home-page/service.js";
import { HttpClient, withChaos } from "./services/http-client/client.js";
import { exchangeHttp } from "./services/http-client/http-exchange.js";
import { openSocket } from "./services/http-client/open-socket.js";
import type { HttpAnswer, HttpRequest } from "./services/http-server/exchange.js";
import { HttpServer } from "./services/http-server/server.js";
import { isLoopback } from "./services/http-server/visitors.js";
import { openDiskStores } from "./services/kv/disk-stores.js";
import { addKvService } from "./services/kv/service.js";
import { SqliteDatabases } from "./services/sqlite/databases.js";
import { addSqliteService } from "./services/sqlite/service.js";
import { loadIdentity } from "./services/net/identity.js";
import { addNetService } from "./services/net/service.js";
import { openStateStore } from "./services/state-store.js";
import { addStateService } from "./services/state.js";
import { addTimerService } from "./services/timer.js";
import { addVfsService } from "./services/vfs/service.js";
import { kernelProcess } from "./system-processes.js";
import { Terminal } from "./terminal.js";
import type { TerminalAnswer } from "./terminal.js";
import { TerminalLog } from "./terminal-log.js";
import { Threads } from "./threads.js";
import { describeWarning } from "./tick-watch.js";
import type { HostWarning } from "./tick-watch.js";
import { writeFileAtomically } from "./write-file.js";

export interface NodeOptions {
  readonly name: NodeId;
  /** Folder that keeps saved states and caches between runs; made if it is missing. One node at a time. */
  readonly home: string;
  /** The first free one from 8080 when undefined; any free one when 0. */
  readonly port?: number;
  /** Default 127.0.0.1: nobody else on the network reaches a node on which any password works. */
  readonly host?: string;
  /** Further names by which pages and programs may reach it, such as that of a tunnel. Others are refused: see `visitors.ts`. */
  readonly allowedHosts?: readonly string[];
  /** Called with each line up to `verbosity`. */
  readonly print: (line: string, printout: Printout) => void;
  /** 0 (default) what everybody should see, 1 debug, 2 runtime detail, 3 every event. */
  readonly verbosity?: number;
  /** Answers that miss their request. Printed at verbosity 1 when undefined. */
  readonly onWarning?: (process: ProcessId, warning: HostWarning) => void;
  /** Of all messages, as the kernel tells them. */
  readonly trace?: KernelOptions["trace"];
  /** Default false. True: processes need no right to message each other; what they would need on Hyperdrive is printed. */
  readonly isLenient?: boolean;
  /** Default true: paths bound with `local_only` answer to this machine. Hyperdrive needs `--expose-local` for it. */
  readonly exposeLocal?: boolean;
  /** How long a process may take for an HTTP request. Default 15, as on a node that is not simulated. */
  readonly httpTimeoutSeconds?: number;
  /** Answers requests for paths that nobody has bound. They get 404 where it gives nothing, as on Hyperdrive. */
  readonly unrouted?: (request: HttpRequest) => HttpAnswer | undefined;
  /**
   * Default true: a saved state, and what is written to a database of `kv`, is on the disk, not only safe from the end of
   * this program. Costs 0.25 ms and more.
   */
  readonly syncState?: boolean;
  readonly clock?: Clock;
  /** The nodes of this program that it reaches, and is reached by, from its start to its end. Default none. */
  readonly network?: Network;
  /** Messages come as unordered as Hyperdrive allows, by this chance. Default: in order, and at once. */
  readonly chaos?: Chance | undefined;
}

export interface LocalNode {
  /** Where the paths of processes lie, such as `http://localhost:8080`. */
  readonly url: string;
  /**
   * Starts the processes of a package, each in place of one with the same id. Resolves when all of them receive for the
   * first time; rejects with `ProcessStartError` if one ends before, with `ComponentError` or `ManifestError` if one
   * cannot be started at all.
   */
  install(installations: readonly Installation[]): Promise<void>;
  /**
   * `install` for the start of the node: beside these processes, those of the packages that the app-store has installed
   * start too. What is wrong with one of them is printed, and nothing else.
   */
  boot(installations: readonly Installation[]): Promise<void>;
  /**
   * Puts newer code into the place of a process that runs, with its state; as `install` where none runs. Rejects with
   * `ProcessStartError` if the newer one ends before it receives, for instance since it cannot read the state, with
   * `ComponentError` or `ManifestError` if it cannot be started at all: the old one serves on then. Waits for a `restart`
   * that has begun; on a node that could not be restarted it is for the next one.
   */
  replace(installation: Installation): Promise<void>;
  /** Makes the next `replace` faster, at the cost of a thread that waits for it with these modules, given by their URLs. */
  expectReplacement(preload: readonly string[]): void;
  /** Ends a process and forgets its paths. What it has saved stays. */
  remove(id: ProcessId): Promise<void>;
  /** What the memory of a process's component has grown to, in bytes; 0 for one that has none. Looked at now and then. */
  linearMemoryBytes(id: ProcessId): number;
  /** Ends everything. Safe to call twice. */
  stop(): Promise<void>;
  /**
   * Stops the node and starts it again at the same port, with the processes that it had. Other nodes cannot reach it
   * meanwhile. Waits for a `replace` that has begun. Rejects as `boot`, the node running then, and with what keeps it from
   * starting.
   */
  restart(): Promise<void>;
  /** All processes that were installed and not removed, also those that have ended. */
  processes(): readonly ProcessStatus[];
  /** Ends a process without its on-exit, also one that waits for its next start. Its paths stay, and answer 408. */
  kill(id: ProcessId): Promise<void>;
  /** Starts one of `processes()` anew, whether it runs or not. Rejects as `install`. */
  restartProcess(id: ProcessId): Promise<void>;
  /** Sends a request from the node's terminal and waits for the answer for so many whole seconds. */
  ask(target: Address, body: Uint8Array, seconds: number): Promise<TerminalAnswer>;
  /** What `print` gets from now on: lines up to this verbosity. */
  verbosity: number;
  /** The last lines that were printed, of every verbosity. */
  recentLines(query: RecentLinesQuery): readonly RecentLine[];
  /** For modules and messages of tests. The node has another one after `restart`. */
  readonly kernel: Kernel;
}

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

/** Processes run, and may not have received yet: one that never does must not keep its repair out. */
interface Begun {
  /** Rejects with `ProcessStartError` if one ends before it receives. */
  readonly ready: Promise<void>;
}

const hasBegun: Begun = { ready: Promise.resolve() };

/** From one start of a node to its end. */
interface StartedNode extends Pick<LocalNode, "expectReplacement" | "remove" | "stop" | "kernel"> {
  readonly install: (installations: readonly Installation[]) => Promise<Begun>;
  readonly boot: (installations: readonly Installation[]) => Promise<Begun>;
  readonly replace: (installation: Installation) => Promise<Begun>;
  readonly port: number;
  readonly processes: Processes;
  readonly terminal: Terminal;
}

interface StartOptions extends Omit<NodeOptions, "chaos" | "port"> {
  readonly port: number | undefined;
  readonly chaos: Chaos | undefined;
}

async function startNode(kernel: Kernel, print: (line: Printout) => void, options: StartOptions): Promise<StartedNode> {
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
    waitingCount: (id) => processes.waitingCount(id),
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
