/** A local node: the kernel, the system processes and the HTTP port around the processes that are installed. */

import { randomBytes } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatAddress, formatProcessId, sameProcess } from "../contract/address.js";
import type { Address, NodeId, ProcessId } from "../contract/address.js";
import type { Clock } from "./clock.js";
import { systemClock } from "./clock.js";
import { transpileComponent } from "./component.js";
import { prepareDirectModule } from "./direct-module.js";
import { openGateway } from "./gateway.js";
import { Kernel } from "./kernel.js";
import type { KernelOptions } from "./kernel.js";
import type { Printout } from "./kernel-message.js";
import { readOnExit, readRights } from "./manifest.js";
import type { ManifestEntry } from "./manifest.js";
import type { Network } from "./network.js";
import { NodeProcess } from "./process.js";
import type { ProcessSurroundings } from "./process.js";
import { randomId } from "./random-id.js";
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
import { driveCapability } from "./services/vfs/rights.js";
import { addVfsService } from "./services/vfs/service.js";
import { kernelProcess } from "./system-processes.js";
import { TerminalLog } from "./terminal-log.js";
import { describeWarning } from "./tick-watch.js";
import type { HostWarning } from "./tick-watch.js";
import type { ProcessCode } from "./worker-protocol.js";
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

export interface Installation {
  readonly id: ProcessId;
  readonly manifest: ManifestEntry;
  readonly code:
    | { readonly kind: "component"; readonly wasmPath: string }
    | { readonly kind: "direct"; readonly bundlePath: string };
  /** Its `pkg` folder is the drive `/<package>:<publisher>/pkg`. */
  readonly packageFolder: string;
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
  /** Ends a process and forgets its paths. What it has saved stays. */
  remove(id: ProcessId): Promise<void>;
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
  const processes = new Map<string, NodeProcess>();
  const isSynced = options.syncState ?? true;
  const store = openStateStore(join(home, "kernel"), { isSynced });
  const printLine = (level: number, text: string): void => print({ source: kernelProcess, verbosity: level, text });

  addStateService(kernel, store, (id) => {
    // Going on as if nothing had been saved would overwrite it with the next change.
    printLine(0, `process ${id} is stopped because its saved state cannot be read`);
    void processes.get(id)?.stop();
  });
  const stopTimers = addTimerService(kernel, clock);
  const vfs = addVfsService(kernel, join(home, "vfs"));
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
  const gateway = await openGateway({
    port: options.port,
    host: options.host ?? "127.0.0.1",
    handle: (request) => http.handle(request),
    acceptSocket: (request) => http.acceptSocket(request),
  }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });

  const surroundings: ProcessSurroundings = {
    kernel,
    clock,
    print: printLine,
    onWarning:
      options.onWarning ??
      ((source, warning) =>
        printLine(1, `process ${formatAddress({ node: name, process: source })} ${describeWarning(warning)}`)),
  };

  async function install(installations: readonly Installation[]): Promise<void> {
    const prepared = await Promise.all(
      installations.map(async ({ id, manifest, code, packageFolder }) => {
        const our: Address = { node: name, process: id };
        const rights = readRights(manifest, our);
        const onExit = readOnExit(manifest.on_exit);
        const drive = `/${id.packageName}:${id.publisherNode}/pkg`;
        return {
          id,
          manifest,
          rights,
          onExit,
          drive,
          packageFolder,
          code: await prepareCode(code, join(home, "cache")),
        };
      }),
    );
    for (const { id } of prepared) await remove(id);
    if (stopped) throw new Error("the node has stopped");

    // What processes that are there already may do from now on; those that come with this one get it at their start.
    const grants = prepared.flatMap(({ rights }) => rights.granted);
    for (const { to, capability } of grants) kernel.grant(to, [capability]);
    const starting = prepared.map(({ id, manifest, rights, onExit, drive, packageFolder, code }) => {
      vfs.mount(drive, join(packageFolder, "pkg"));
      const capabilities = [
        ...rights.requested,
        ...grants.filter(({ to }) => sameProcess(to, id)).map(({ capability }) => capability),
        driveCapability(name, "read", drive),
        driveCapability(name, "write", drive),
      ];
      const process = new NodeProcess({ id, isPublic: manifest.public, onExit, capabilities, code }, surroundings);
      processes.set(formatProcessId(id), process);
      return process;
    });
    // All of them are known to the kernel before the first one runs.
    await Promise.all(starting.map((process) => process.start()));
  }

  async function remove(id: ProcessId): Promise<void> {
    const key = formatProcessId(id);
    const process = processes.get(key);
    processes.delete(key);
    await process?.stop();
    http.forget(id);
    client.forget(id);
  }

  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    network?.leave(name);
    await Promise.all([...processes.values()].map((process) => process.stop()));
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
    install,
    remove,
    stop: () => (stopped ??= stop()),
    kernel,
  };
}

async function prepareCode(code: Installation["code"], cacheFolder: string): Promise<ProcessCode> {
  if (code.kind === "direct") {
    return { kind: "direct", module: await prepareDirectModule(code.bundlePath, join(cacheFolder, "bundles")) };
  }
  return { kind: "component", ...(await transpileComponent(code.wasmPath, join(cacheFolder, "components"))) };
}

/** Signs login tokens; kept, so that a login outlives a restart of the node. */
async function loadSecret(path: string): Promise<Uint8Array> {
  const existing = await readFile(path).catch(() => undefined);
  if (existing && existing.length >= 32) return existing;
  const secret = randomBytes(32);
  await writeFileAtomically(path, secret);
  return secret;
}
