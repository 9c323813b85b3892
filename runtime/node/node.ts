/** A local node: the kernel, the system processes and the HTTP port around the processes that are installed. */

import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatAddress } from "../contract/address.js";
import type { NodeId, ProcessId } from "../contract/address.js";
import type { Clock } from "./clock.js";
import { systemClock } from "./clock.js";
import { openGateway } from "./gateway.js";
import { preparePackages, startPackage } from "./installed-packages.js";
import { Kernel } from "./kernel.js";
import type { KernelOptions } from "./kernel.js";
import type { Printout } from "./kernel-message.js";
import type { Network } from "./network.js";
import { Processes } from "./processes.js";
import type { Installation, PreparedProcess } from "./processes.js";
import { randomId } from "./random-id.js";
import { addAppStoreService } from "./services/app-store/app-store.js";
import { PackageStore } from "./services/app-store/package-store.js";
import { addHomePageService } from "./services/home-page.js";
import { HttpClient } from "./services/http-client/client.js";
import { exchangeHttp } from "./services/http-client/http-exchange.js";
import { openSocket } from "./services/http-client/open-socket.js";
import { HttpServer } from "./services/http-server/server.js";
import { openDiskStores } from "./services/kv/disk-stores.js";
import { addKvService } from "./services/kv/service.js";
import { SqliteDatabases } from "./services/sqlite/databases.js";
import { addSqliteService } from "./services/sqlite/service.js";
import { openStateStore } from "./services/state-store.js";
import { addStateService } from "./services/state.js";
import { addTimerService } from "./services/timer.js";
import { addVfsService } from "./services/vfs/service.js";
import { kernelProcess } from "./system-processes.js";
import { TerminalLog } from "./terminal-log.js";
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
  /** Called with each line up to `verbosity`. */
  readonly print: (line: string, printout: Printout) => void;
  /** 0 (default) what everybody should see, 1 debug, 2 runtime detail, 3 every event. */
  readonly verbosity?: number;
  /** Answers that miss their request. Printed at verbosity 1 when undefined. */
  readonly onWarning?: (process: ProcessId, warning: HostWarning) => void;
  readonly trace?: KernelOptions["trace"];
  /** Default true: paths bound with `local_only` answer to this machine. Hyperdrive needs `--expose-local` for it. */
  readonly exposeLocal?: boolean;
  /** How long a process may take for an HTTP request. Default 15, as on a node that is not simulated. */
  readonly httpTimeoutSeconds?: number;
  /** Default true: a saved state, and what is written to a database of `kv`, is on the disk, not only safe from the end of this program. Costs 0.25 ms and more. */
  readonly syncState?: boolean;
  readonly clock?: Clock;
  /** The nodes of this program that it reaches, and is reached by, from its start to its end. Default none. */
  readonly network?: Network;
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
  /** Ends a process and forgets its paths. What it has saved stays. */
  remove(id: ProcessId): Promise<void>;
  /** What the memory of a process's component has grown to, in bytes; 0 for one that has none. Looked at now and then. */
  linearMemoryBytes(id: ProcessId): number;
  /** Ends everything. Safe to call twice. */
  stop(): Promise<void>;
  /** For modules and messages of tests. */
  readonly kernel: Kernel;
}

/** Rejects with `PortInUseError` or `StateStoreError`, and with `Error` for a name that the network has already. */
export async function createNode(options: NodeOptions): Promise<LocalNode> {
  const { name, home, network, clock = systemClock, verbosity = 0, trace } = options;
  const terminalLog = new TerminalLog({
    folder: join(home, ".terminal_logs"),
    now: () => clock.now(),
    onStopped: (reason) =>
      print({ source: kernelProcess, verbosity: 0, text: `what is printed is not kept any more: ${reason}` }),
  });
  const print = (line: Printout): void => {
    terminalLog.write(line.text);
    if (line.verbosity <= verbosity) options.print(line.text, line);
  };
  const transport = network?.join(name, (message) => kernel.post(message));
  const kernel: Kernel = new Kernel({ node: name, clock, print, nextId: randomId, trace, transport });
  try {
    const node = await startNode(kernel, print, options);
    return { ...node, stop: () => node.stop().then(() => terminalLog.close()) };
  } catch (error) {
    network?.leave(name);
    await terminalLog.close();
    throw error;
  }
}

async function startNode(kernel: Kernel, print: (line: Printout) => void, options: NodeOptions): Promise<LocalNode> {
  const { name, home, clock = systemClock, network } = options;
  await mkdir(home, { recursive: true });
  const secret = await loadSecret(join(home, "session-key"));
  const isSynced = options.syncState ?? true;
  const store = openStateStore(join(home, "kernel"), { isSynced });
  const printLine = (level: number, text: string): void => print({ source: kernelProcess, verbosity: level, text });

  addStateService(kernel, store, (id) => {
    // Going on as if nothing had been saved would overwrite it with the next change.
    printLine(0, `process ${id} is stopped because its saved state cannot be read`);
    void processes.halt(id);
  });
  const stopTimers = addTimerService(kernel, clock);
  const vfsFolder = join(home, "vfs");
  const vfs = addVfsService(kernel, vfsFolder);
  const kv = openDiskStores(join(home, "kv"), { isSynced });
  addKvService(kernel, kv);
  const sqlite = new SqliteDatabases(join(home, "sqlite"));
  addSqliteService(kernel, sqlite);
  addHomePageService(kernel);
  const http = new HttpServer(kernel, clock, {
    secret,
    exposeLocal: options.exposeLocal ?? true,
    timeoutSeconds: options.httpTimeoutSeconds ?? 15,
  });
  const client = new HttpClient(kernel, { openSocket, exchange: exchangeHttp });
  const processes = new Processes({
    kernel,
    clock,
    print: printLine,
    onWarning:
      options.onWarning ??
      ((source, warning) =>
        printLine(1, `process ${formatAddress({ node: name, process: source })} ${describeWarning(warning)}`)),
    cacheFolder: join(home, "cache"),
    mount: (drive, folder) => vfs.mount(drive, folder),
    forget(id) {
      http.forget(id);
      client.forget(id);
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
    host: options.host ?? "127.0.0.1",
    handle: (request) => http.handle(request),
    acceptSocket: (request) => http.acceptSocket(request),
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });

  /** Waits for those that are asked for, and not for those that are kept from earlier. */
  async function start(installations: readonly Installation[], kept: readonly PreparedProcess[] = []): Promise<void> {
    const prepared = await Promise.all(installations.map((installation) => processes.prepare(installation)));
    const started = await processes.start([...kept, ...prepared]);
    for (const { ready } of started.slice(0, kept.length)) ready.catch(() => {});
    await Promise.all(started.slice(kept.length).map(({ ready }) => ready));
  }

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    network?.leave(name);
    await processes.stop();
    http.close();
    client.close();
    stopTimers();
    await vfs.settled();
    kernel.close();
    await gateway.close();
    sqlite.close();
    await kv.close();
    await store.close();
  }

  return {
    url: `http://localhost:${gateway.port}`,
    install: (installations) => start(installations),
    boot: async (installations) => start(installations, await preparePackages(installations, packages)),
    remove: (id) => processes.remove(id),
    linearMemoryBytes: (id) => processes.linearMemoryBytes(id),
    stop: () => (stopped ??= stop()),
    kernel,
  };
}

/** Signs login tokens; kept, so that a login outlives a restart of the node. */
async function loadSecret(path: string): Promise<Uint8Array> {
  const existing = await readFile(path).catch(() => undefined);
  if (existing && existing.length >= 32) return existing;
  const secret = randomBytes(32);
  await writeFileAtomically(path, secret);
  return secret;
}
