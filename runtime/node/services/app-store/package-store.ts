/**
 * Packages on the disk of a node, where Hyperdrive has them too: what was uploaded in the drive
 * `/app-store:sys/downloads`, what is installed in the drive `/<package>:<publisher>/pkg` (hyperdrive
 * `packages/app-store/app-store/src/utils.rs`).
 */

import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readManifest } from "../../manifest-file.js";
import type { ManifestEntry } from "../../manifest.js";
import { writeFileAtomically } from "../../write-file.js";
import { formatPackageId, isSafePackageId } from "./messages.js";
import type { PackageId } from "./messages.js";
import { PackageError, readArchive, readPackage } from "./package-archive.js";

export class PackageStore {
  readonly #root: string;

  /** `root` is the folder of the vfs. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Its folder `pkg` is the drive of the package. */
  folder(id: PackageId): string {
    return join(this.#root, formatPackageId(id));
  }

  /** Keeps an uploaded zip, by its hash. Throws `PackageError` or `ManifestError` for one that could not be installed. */
  async addDownload(id: PackageId, zip: Uint8Array): Promise<void> {
    if (!isSafePackageId(id)) throw new PackageError(`a package cannot be called ${formatPackageId(id)}`);
    const { files } = readPackage(zip);
    const hash = createHash("sha256").update(zip).digest("hex");
    await writeFileAtomically(this.#download(id, `${hash}.json`), files.get("manifest.json") ?? "");
    await writeFileAtomically(this.#download(id, `${hash}.zip`), zip);
  }

  /** Replaces what is installed of a package by an upload. Throws `PackageError` and `ManifestError` before it begins. */
  async install(id: PackageId, versionHash: string): Promise<void> {
    const zip =
      isSafePackageId(id) && /^[0-9a-f]{64}$/.test(versionHash) && (await this.#readDownload(id, versionHash));
    if (!zip)
      throw new PackageError(`no zip with the hash ${versionHash} has been uploaded for ${formatPackageId(id)}`);
    const { files } = readPackage(zip);
    const api = files.get("api.zip");
    const apiFiles = api ? [...readArchive(api)].map(([path, bytes]) => [`api/${path}`, bytes] as const) : [];
    const drive = join(this.folder(id), "pkg");
    const draft = `${drive}.${randomUUID()}.tmp`;
    try {
      for (const [path, bytes] of [...files, ...apiFiles, [installedName(id), zip] as const]) {
        await mkdir(dirname(join(draft, path)), { recursive: true });
        await writeFile(join(draft, path), bytes);
      }
      await rm(drive, { recursive: true, force: true });
      await rename(draft, drive);
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  async isInstalled(id: PackageId): Promise<boolean> {
    return isSafePackageId(id) && (await isFile(join(this.folder(id), "pkg", installedName(id))));
  }

  /** The processes of an installed package. Throws `ManifestError`. */
  async manifest(id: PackageId): Promise<readonly ManifestEntry[]> {
    return readManifest(await readFile(join(this.folder(id), "pkg/manifest.json")));
  }

  /** All that are installed, by name. */
  async list(): Promise<readonly PackageId[]> {
    const names = await readdir(this.#root).catch(() => []);
    const ids = names.sort().map((name) => {
      const [packageName = "", publisherNode = ""] = name.split(":");
      return { packageName, publisherNode };
    });
    const installed = await Promise.all(ids.map((id) => this.isInstalled(id)));
    return ids.filter((_, index) => installed[index]);
  }

  /** Deletes what is installed; the uploaded zips stay. */
  async remove(id: PackageId): Promise<void> {
    await rm(join(this.folder(id), "pkg"), { recursive: true, force: true });
  }

  #download(id: PackageId, name: string): string {
    return join(this.#root, "app-store:sys/downloads", formatPackageId(id), name);
  }

  async #readDownload(id: PackageId, hash: string): Promise<Uint8Array | undefined> {
    return await readFile(this.#download(id, `${hash}.zip`)).catch(() => undefined);
  }
}

/** The app-store keeps a copy of the zip in the drive; here it says that the drive is of an installed package. */
function installedName(id: PackageId): string {
  return `${formatPackageId(id)}.zip`;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
