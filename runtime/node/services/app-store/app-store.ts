/**
 * `main:app-store:sys`: takes packages from developers' tools and runs their processes (hyperdrive
 * `packages/app-store/app-store/src/lib.rs`). There is no store behind it: neither a chain nor other nodes.
 */

import type { ProcessId } from "../../../contract/address.js";
import type { Clock } from "../../clock.js";
import { encodeJson } from "../../json-body.js";
import type { Kernel } from "../../kernel.js";
import type { KernelMessage } from "../../kernel-message.js";
import type { ResponseExtra } from "../../module-port.js";
import { appStoreProcess } from "../../system-processes.js";
import { readApiArchive } from "./api-archive.js";
import { formatPackageId, packageIdJson, parseAppStoreRequest } from "./messages.js";
import type { AppStoreRequest, PackageId } from "./messages.js";
import type { PackageStore } from "./package-store.js";

export interface AppStoreSurroundings {
  readonly store: PackageStore;
  readonly clock: Clock;
  /**
   * Starts the processes of an installed package, each in place of one with the same id. `ready` when they receive;
   * it may never be.
   */
  readonly start: (id: PackageId) => Promise<{ readonly ready: Promise<void> }>;
  readonly stop: (process: ProcessId) => Promise<void>;
  /** The folders of all packages that have had a process on the node, also of those that are not from the store. */
  readonly packages: () => Iterable<{ readonly id: PackageId; readonly folder: string }>;
}

/**
 * The share of the time in which an answer is expected that an installation waits for its processes, so that whoever
 * asked hears of one that fails. Hyperdrive does not wait for them at all.
 */
const patience = 2 / 3;

export function addAppStoreService(
  kernel: Kernel,
  { store, clock, start, stop, packages }: AppStoreSurroundings,
): void {
  /** One request at a time, as a process would take them. */
  let last: Promise<void> = Promise.resolve();
  /** What goes on of an installation that has been answered; never rejects. */
  let unfinished: Promise<unknown> = Promise.resolve();
  const port = kernel.addModule(appStoreProcess, (message) => {
    // What fails without an answer of its own must not be the end of those behind it.
    const failed = (error: unknown): void => port.print(0, `app-store: a request has failed: ${describe(error)}`);
    last = last
      .then(() => unfinished)
      .then(() => handle(message))
      .catch(failed);
  });

  async function handle(message: KernelMessage): Promise<void> {
    // Only processes of this node may ask; like there, what it cannot read is dropped without an answer.
    if (message.message.tag !== "request" || message.source.node !== kernel.node) return;
    const request = parseAppStoreRequest(message.message.val.body);
    if (!request) return port.print(1, "app-store: got a request that it cannot read");
    const { answer, blob } = await perform(request, message);
    if (message.rsvp || message.message.val.expectsResponse !== undefined) {
      port.respond(message, encodeJson(answer), { blob });
    }
  }

  async function perform(
    request: AppStoreRequest,
    message: KernelMessage,
  ): Promise<{ readonly answer: unknown; readonly blob?: ResponseExtra["blob"] }> {
    switch (request.kind) {
      case "new-package":
        return { answer: { NewPackageResponse: await upload(request.packageId, message.blob?.bytes) } };
      case "install":
        return {
          answer: { InstallResponse: await attempt("install", request.packageId, () => install(request, message)) },
        };
      case "uninstall": {
        const { packageId } = request;
        return { answer: { UninstallResponse: await attempt("uninstall", packageId, () => uninstall(packageId)) } };
      }
      case "apis":
        return { answer: { ApisResponse: { apis: await listApis() } } };
      case "get-api": {
        const bytes = await findApi(request.packageId);
        if (!bytes) return { answer: { GetApiResponse: "Failure" } };
        return { answer: { GetApiResponse: "Success" }, blob: { mime: "application/json", bytes } };
      }
    }
  }

  async function upload(id: PackageId, zip: Uint8Array | undefined): Promise<"Success" | "NoBlob" | "InstallFailed"> {
    if (!zip) return "NoBlob";
    const outcome = await attempt("take", id, () => store.addDownload(id, zip));
    return outcome === "Success" ? outcome : "InstallFailed";
  }

  async function install(
    { packageId, versionHash, hasMetadata }: AppStoreRequest & { kind: "install" },
    { message }: KernelMessage,
  ): Promise<void> {
    if (!hasMetadata) throw new Error("the request has no metadata, and this node has no chain to ask for it");
    const name = formatPackageId(packageId);
    await store.install(packageId, versionHash);
    const starting = start(packageId);
    unfinished = starting.catch(() => {});
    const work = starting.then(({ ready }) => ready);
    const seconds = message.tag === "request" ? Number(message.val.expectsResponse ?? 15n) : 0;
    const isInTime = await within(seconds * 1000 * patience, work);
    port.print(0, `app-store: installed ${name}${isInTime ? "" : ", whose processes are still starting"}`);
    if (!isInTime) work.catch((error: unknown) => port.print(0, `app-store: cannot start ${name}: ${describe(error)}`));
  }

  /** Whether it has ended by then. */
  async function within(delayMs: number, work: Promise<void>): Promise<boolean> {
    let cancel = (): void => {};
    const late = new Promise<boolean>((resolve) => {
      cancel = clock.after(delayMs, () => resolve(false));
    });
    try {
      return await Promise.race([work.then(() => true), late]);
    } finally {
      cancel();
    }
  }

  async function uninstall(id: PackageId): Promise<void> {
    if (!(await store.isInstalled(id))) throw new Error("it is not installed");
    for (const { process_name: processName } of await store.manifest(id)) await stop({ processName, ...id });
    await store.remove(id);
    port.print(0, `app-store: uninstalled ${formatPackageId(id)}`);
  }

  /** Whoever asked learns only that it failed. */
  async function attempt(verb: string, id: PackageId, work: () => Promise<void>): Promise<"Success" | "Failure"> {
    try {
      await work();
      return "Success";
    } catch (error) {
      port.print(0, `app-store: cannot ${verb} ${formatPackageId(id)}: ${describe(error)}`);
      return "Failure";
    }
  }

  async function listApis(): Promise<readonly unknown[]> {
    const found = await Promise.all(
      [...packages()].map(async ({ id, folder }) => ((await readApiArchive(folder)) ? [packageIdJson(id)] : [])),
    );
    return found.flat();
  }

  async function findApi(id: PackageId): Promise<Uint8Array | undefined> {
    const known = [...packages()].find((each) => formatPackageId(each.id) === formatPackageId(id));
    return known && (await readApiArchive(known.folder));
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
