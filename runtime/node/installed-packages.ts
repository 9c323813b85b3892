/** The processes of packages that the app-store has installed: at their installation, and when the node starts again. */

import { join } from "node:path";
import type { ManifestEntry } from "./manifest.js";
import { ProcessStartError } from "./process.js";
import type { Installation, PreparedProcess, Processes } from "./processes.js";
import { formatPackageId } from "./services/app-store/messages.js";
import type { PackageId } from "./services/app-store/messages.js";
import { withoutFirstSlash } from "./services/app-store/package-archive.js";
import type { PackageStore } from "./services/app-store/package-store.js";

export interface InstalledPackagesSurroundings {
  readonly store: PackageStore;
  readonly processes: Processes;
  readonly print: (verbosity: number, text: string) => void;
}

/**
 * Rejects when its processes cannot be started at all. `ready` resolves when all of them receive, and rejects when one
 * has ended before.
 */
export async function startPackage(
  id: PackageId,
  surroundings: InstalledPackagesSurroundings,
): Promise<{ readonly ready: Promise<void> }> {
  const { store, processes } = surroundings;
  const prepared = await prepareEntries(id, await store.manifest(id), surroundings);
  const started = await processes.start(prepared);
  const ready = Promise.all(started.map((each) => each.ready)).then(
    () => {},
    (error: unknown) => {
      // Why has been printed.
      throw error instanceof ProcessStartError ? new Error("a process did not start") : error;
    },
  );
  // Nobody may be waiting any more.
  ready.catch(() => {});
  return { ready };
}

/** What the node starts with, but for packages that are run from elsewhere. One that cannot be started is said so. */
export async function preparePackages(
  others: readonly Installation[],
  surroundings: InstalledPackagesSurroundings,
): Promise<readonly PreparedProcess[]> {
  const { store, print } = surroundings;
  const isElsewhere = (id: PackageId): boolean =>
    others.some((other) => formatPackageId(other.id) === formatPackageId(id));
  const prepared: PreparedProcess[] = [];
  for (const id of await store.list()) {
    if (isElsewhere(id)) {
      print(1, `package ${formatPackageId(id)} is run from its project, in place of what is installed`);
      continue;
    }
    try {
      // As in Hyperdrive, what has no on-exit is forgotten with the node.
      const entries = (await store.manifest(id)).filter(({ on_exit: onExit }) => onExit !== "None");
      prepared.push(...(await prepareEntries(id, entries, surroundings)));
      print(1, `package ${formatPackageId(id)} is installed, and starts with the node`);
    } catch (error) {
      print(
        0,
        `package ${formatPackageId(id)} is not started: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  return prepared;
}

async function prepareEntries(
  id: PackageId,
  entries: readonly ManifestEntry[],
  { store, processes }: InstalledPackagesSurroundings,
): Promise<readonly PreparedProcess[]> {
  const packageFolder = store.folder(id);
  return await Promise.all(
    entries.map((manifest) => {
      const wasmPath = join(packageFolder, "pkg", withoutFirstSlash(manifest.process_wasm_path));
      return processes.prepare({
        id: { processName: manifest.process_name, ...id },
        manifest,
        code: { kind: "component", wasmPath },
        packageFolder,
      });
    }),
  );
}
