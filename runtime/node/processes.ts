/** The processes that run on a node: how they come in place of each other, and with which rights. */

import { join } from "node:path";
import { formatProcessId, sameProcess } from "../contract/address.js";
import type { Address, ProcessId } from "../contract/address.js";
import { transpileComponent } from "./component.js";
import { prepareDirectModule } from "./direct-module.js";
import type { Kernel } from "./kernel.js";
import { readOnExit, readRights } from "./manifest.js";
import type { ManifestEntry } from "./manifest.js";
import { NodeProcess } from "./process.js";
import type { ProcessStatus, ProcessSurroundings } from "./process.js";
import type { PackageId } from "./services/app-store/messages.js";
import { driveCapability } from "./services/vfs/rights.js";
import type { ProcessCode } from "./worker-protocol.js";

export interface Installation {
  readonly id: ProcessId;
  readonly manifest: ManifestEntry;
  readonly code:
    | { readonly kind: "component"; readonly wasmPath: string }
    | { readonly kind: "direct"; readonly bundlePath: string };
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
}

/** Everything that can fail before a process is touched. */
export interface PreparedProcess extends Installation {
  readonly prepared: ProcessCode;
  readonly rights: ReturnType<typeof readRights>;
  readonly onExit: ReturnType<typeof readOnExit>;
  readonly drive: string;
}

export class Processes {
  readonly #surroundings: ProcessesSurroundings;
  readonly #kernel: Kernel;
  readonly #running = new Map<string, NodeProcess>();
  /** Of those in `#running`, for another start. */
  readonly #prepared = new Map<string, PreparedProcess>();
  readonly #packages = new Map<string, { readonly id: PackageId; readonly folder: string }>();
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
    const { node } = this.#kernel;
    for (const each of prepared) this.#prepared.set(formatProcessId(each.id), each);
    const starting = prepared.map(({ id, manifest, rights, onExit, drive, packageFolder, prepared: code }) => {
      this.#surroundings.mount(drive, join(packageFolder, "pkg"));
      const { packageName, publisherNode } = id;
      this.#packages.set(drive, { id: { packageName, publisherNode }, folder: packageFolder });
      const capabilities = [
        ...rights.requested,
        ...grants.filter(({ to }) => sameProcess(to, id)).map(({ capability }) => capability),
        driveCapability(node, "read", drive),
        driveCapability(node, "write", drive),
      ];
      const wasmPath = `${drive}/${manifest.process_wasm_path.replace(/^\//, "")}`;
      const definition = { id, wasmPath, isPublic: manifest.public, onExit, capabilities, code };
      const process = new NodeProcess(definition, this.#surroundings);
      this.#running.set(formatProcessId(id), process);
      return { id, process };
    });
    // All of them are known to the kernel before the first one runs.
    return starting.map(({ id, process }) => ({ id, ready: process.start() }));
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
    await process?.stop();
    this.#surroundings.forget(id);
  }

  /** All that were started and not removed, also those that have ended. */
  list(): readonly ProcessStatus[] {
    return [...this.#running.values()].map((process) => process.status());
  }

  /**
   * Starts a process anew, as its installation did; one that runs is ended first. Resolves when it receives for the first
   * time; rejects with `ProcessStartError`, and with `RangeError` for one that `list` does not have.
   */
  async restart(id: ProcessId): Promise<void> {
    const prepared = this.#prepared.get(formatProcessId(id));
    if (!prepared) throw new RangeError(`there is no process ${formatProcessId(id)}`);
    for (const { ready } of await this.start([prepared])) await ready;
  }

  /** Ends a process, by its id as text. Its paths stay, and answer 408. */
  async halt(id: string): Promise<void> {
    await this.#running.get(id)?.stop();
  }

  async stop(): Promise<void> {
    this.#ending.abort(new Error("the node has stopped"));
    await Promise.all([...this.#running.values()].map((process) => process.stop()));
  }
}

async function prepareCode(code: Installation["code"], cacheFolder: string, signal: AbortSignal): Promise<ProcessCode> {
  if (code.kind === "direct") {
    return { kind: "direct", module: await prepareDirectModule(code.bundlePath, join(cacheFolder, "bundles")) };
  }
  return { kind: "component", ...(await transpileComponent(code.wasmPath, join(cacheFolder, "components"), signal)) };
}
