/** The processes that run on a node: how they come in place of each other, and with which rights. */

import { join } from "node:path";
import { formatProcessId, sameProcess } from "../contract/address.js";
import type { Address, ProcessId } from "../contract/address.js";
import { transpileComponent } from "./component.js";
import { prepareDirectModule, readBundle, removeDirectModule, type BundleText } from "./direct-module.js";
import type { Kernel } from "./kernel.js";
import { readOnExit, readRights } from "./manifest.js";
import type { ManifestEntry } from "./manifest.js";
import { NodeProcess, ProcessStartError } from "./process.js";
import type { ProcessStatus, ProcessSurroundings } from "./process.js";
import type { Replacing } from "./services/replacing.js";
import type { PackageId } from "./services/app-store/messages.js";
import { driveCapability } from "./services/vfs/rights.js";
import type { ProcessCode } from "./worker-protocol.js";

export interface Installation {
  readonly id: ProcessId;
  readonly manifest: ManifestEntry;
  readonly code:
    | { readonly kind: "component"; readonly wasmPath: string }
    | { readonly kind: "direct"; readonly bundlePath: string }
    | { readonly kind: "bundle"; readonly bundle: BundleText };
  /** Its `pkg` folder is the drive `/<package>:<publisher>/pkg`. */
  readonly packageFolder: string;
}

/** A process that has begun to run. */
export interface StartedProcess {
  readonly id: ProcessId;
  /** Resolves when it receives for the first time; rejects with `ProcessStartError` if it ends before. */
  readonly ready: Promise<void>;
}

export interface ProcessesSurroundings extends ProcessSurroundings {
  /** Keeps what is made of components and bundles. */
  readonly cacheFolder: string;
  /** Shows a folder as a drive. */
  readonly mount: (drive: string, folder: string) => void;
  /** Forgets the paths of a process. */
  readonly forget: (id: ProcessId) => void;
  /** Called when a process is about to be replaced. */
  readonly replacing: (id: ProcessId) => Replacing;
}

/** Everything that can fail before a process is touched. */
export interface PreparedProcess extends Installation {
  readonly prepared: ProcessCode;
  readonly rights: ReturnType<typeof readRights>;
  readonly onExit: ReturnType<typeof readOnExit>;
  readonly drive: string;
}

/** How long handlers of a process that is replaced may take to end. */
const finishMs = 5_000;
/** How long its successor may take to be loaded, and then until it receives. */
const startMs = 10_000;
/** How long it may then take until its paths are bound. */
const boundMs = 2_000;

export class Processes {
  readonly #surroundings: ProcessesSurroundings;
  readonly #kernel: Kernel;
  readonly #running = new Map<string, NodeProcess>();
  /** Of those in `#running`, for another start. */
  readonly #prepared = new Map<string, PreparedProcess>();
  readonly #packages = new Map<string, { readonly id: PackageId; readonly folder: string }>();
  /** Those that are about to take the place of one that runs, by the same ids. */
  readonly #successors = new Map<string, NodeProcess>();
  /** By process id: settles when what was last to be replaced or restarted is. */
  readonly #turns = new Map<string, Promise<void>>();
  readonly #ending = new AbortController();

  constructor(surroundings: ProcessesSurroundings) {
    this.#surroundings = surroundings;
    this.#kernel = surroundings.kernel;
  }

  /** Rejects with `ComponentError` or `ManifestError` for what cannot be started at all. Changes nothing. */
  async prepare(installation: Installation): Promise<PreparedProcess> {
    const { id, manifest, code } = installation;
    const our: Address = { node: this.#kernel.node, process: id };
    const rights = readRights(manifest, our);
    const onExit = readOnExit(manifest.on_exit);
    const drive = `/${id.packageName}:${id.publisherNode}/pkg`;
    return {
      ...installation,
      rights,
      onExit,
      drive,
      prepared: await prepareCode(code, this.#surroundings.cacheFolder, this.#ending.signal),
    };
  }

  /** Starts processes that come together, each in place of one with the same id. */
  async start(prepared: readonly PreparedProcess[]): Promise<readonly StartedProcess[]> {
    for (const { id } of prepared) await this.remove(id);
    this.#ending.signal.throwIfAborted();

    // What processes that are there already may do from now on; those that come with this one get it at their start.
    const grants = prepared.flatMap(({ rights }) => rights.granted);
    for (const { to, capability } of grants) this.#kernel.grant(to, [capability]);
    for (const each of prepared) this.#prepared.set(formatProcessId(each.id), each);
    const starting = prepared.map((each) => {
      const { id } = each;
      const process = this.#create(each, grants.filter(({ to }) => sameProcess(to, id)));
      this.#running.set(formatProcessId(id), process);
      return { id, process };
    });
    // All of them are known to the kernel before the first one runs.
    return starting.map(({ id, process }) => ({ id, ready: process.start() }));
  }

  /**
   * Puts newer code into the place of a process that runs. Handlers that run end on the old one, for at most `finishMs`;
   * requests that come meanwhile wait for the new one, which goes on with the WebSockets that are open. Resolves when the new one receives for
   * the first time; if it ends before, the old one serves again, and this rejects with `ProcessStartError`. Where none
   * runs, as `start`, to what that returns. Waits for a `restart` of it that has begun. Who ends the process meanwhile
   * ends both.
   */
  replace(prepared: PreparedProcess): Promise<readonly StartedProcess[]> {
    const key = formatProcessId(prepared.id);
    return this.#inTurn(key, async () => {
      this.#ending.signal.throwIfAborted();
      const old = this.#running.get(key);
      if (!old) return this.start([prepared]);
      await this.#replace(prepared, old);
      return [];
    });
  }

  async #replace(prepared: PreparedProcess, old: NodeProcess): Promise<void> {
    const { id, rights } = prepared;
    const key = formatProcessId(id);
    const next = this.#create(prepared, rights.granted.filter(({ to }) => sameProcess(to, id)));
    this.#successors.set(key, next);
    try {
      await next.load(old, startMs);
      // Before requests are kept back: a WebSocket that opens from then on is the successor's.
      const replacing = this.#surroundings.replacing(id);
      const handover = await old.finish(finishMs);
      // Its `init` is answered already by those who get them; the end of the one before may have taken them away.
      for (const { to, capability } of rights.granted) this.#kernel.grant(to, [capability]);
      try {
        await next.takeOver(handover, { limitMs: startMs, boundMs });
        if (this.#running.get(key) !== old) throw new ProcessStartError(`process ${key} was removed`);
      } catch (error) {
        // Who has removed it has had its paths forgotten.
        if (this.#running.get(key) === old) replacing.undo();
        throw error;
      }
      replacing.done(handover);
      this.#running.set(key, next);
      this.#prepared.set(key, prepared);
    } catch (error) {
      await removeDirectModule(next.code, old.code);
      throw error;
    } finally {
      this.#successors.delete(key);
    }
    await removeDirectModule(old.code, next.code);
  }

  #create(prepared: PreparedProcess, grants: PreparedProcess["rights"]["granted"]): NodeProcess {
    const { id, manifest, rights, onExit, drive, packageFolder, prepared: code } = prepared;
    const { node } = this.#kernel;
    this.#surroundings.mount(drive, join(packageFolder, "pkg"));
    const { packageName, publisherNode } = id;
    this.#packages.set(drive, { id: { packageName, publisherNode }, folder: packageFolder });
    const capabilities = [
      ...rights.requested,
      ...grants.map(({ capability }) => capability),
      driveCapability(node, "read", drive),
      driveCapability(node, "write", drive),
    ];
    const wasmPath = `${drive}/${manifest.process_wasm_path.replace(/^\//, "")}`;
    const definition = { id, wasmPath, isPublic: manifest.public, onExit, capabilities, code };
    return new NodeProcess(definition, this.#surroundings);
  }

  /** The packages of all processes that have been started, with their folders. */
  packages(): IterableIterator<{ readonly id: PackageId; readonly folder: string }> {
    return this.#packages.values();
  }

  /** What the memory of a process's component has grown to, in bytes; 0 for one that has none. */
  linearMemoryBytes(id: ProcessId): number {
    return this.#running.get(formatProcessId(id))?.linearMemoryBytes() ?? 0;
  }

  /** Ends a process and forgets its paths. What it has saved stays. */
  async remove(id: ProcessId): Promise<void> {
    const key = formatProcessId(id);
    const process = this.#running.get(key);
    this.#running.delete(key);
    this.#prepared.delete(key);
    await Promise.all([process?.stop(), this.#successors.get(key)?.stop()]);
    this.#surroundings.forget(id);
  }

  /** All that were started and not removed, also those that have ended. */
  list(): readonly ProcessStatus[] {
    return [...this.#running.values()].map((process) => process.status());
  }

  /**
   * Starts a process anew with the code that it runs, as its installation did; one that runs is ended first. Waits for a
   * `replace` of it that has begun. Resolves when it receives for the first time; rejects with `ProcessStartError`, and
   * with `RangeError` for one that `list` does not have.
   */
  async restart(id: ProcessId): Promise<void> {
    const key = formatProcessId(id);
    const started = await this.#inTurn(key, async () => {
      const prepared = this.#prepared.get(key);
      if (!prepared) throw new RangeError(`there is no process ${key}`);
      return this.start([prepared]);
    });
    for (const { ready } of started) await ready;
  }

  /** Not until it is ready: code that does not come so far must not keep its repair out. */
  #inTurn(key: string, change: () => Promise<readonly StartedProcess[]>): Promise<readonly StartedProcess[]> {
    const started = (this.#turns.get(key) ?? Promise.resolve()).then(change);
    const over = started.then(
      () => {},
      () => {},
    );
    this.#turns.set(key, over);
    return started;
  }

  /** Ends a process, by its id as text. Its paths stay, and answer 408. */
  async halt(id: string): Promise<void> {
    await Promise.all([this.#running.get(id)?.stop(), this.#successors.get(id)?.stop()]);
  }

  async stop(): Promise<void> {
    this.#ending.abort(new ProcessStartError("the node has stopped"));
    await Promise.all([...this.#running.values(), ...this.#successors.values()].map((process) => process.stop()));
  }
}

async function prepareCode(code: Installation["code"], cacheFolder: string, signal: AbortSignal): Promise<ProcessCode> {
  if (code.kind !== "component") {
    const bundle = code.kind === "bundle" ? code.bundle : await readBundle(code.bundlePath);
    return { kind: "direct", module: await prepareDirectModule(bundle, join(cacheFolder, "bundles")) };
  }
  return { kind: "component", ...(await transpileComponent(code.wasmPath, join(cacheFolder, "components"), signal)) };
}
