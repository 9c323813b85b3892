/** Whether a file looks like an LMDB database. LMDB itself maps whatever it is given, and the program dies on what it reads. */

import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Where lmdb 3.5 keeps what is checked, in each of the first two pages. */
const layout = { magic: 24, pageBytes: 48, freeRoot: 88, mainRoot: 136, transaction: 152, length: 160 } as const;
const magic = 0xbeefc0de;
/** The root of an empty tree. */
const noPage = 2n ** 64n - 1n;

interface Meta {
  readonly pageBytes: number;
  readonly transaction: bigint;
  readonly roots: readonly bigint[];
}

/** Undefined if all is well or there is no such file yet, else what is wrong. */
export function findDatabaseProblem(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    if (size === 0) return undefined;
    const first = readMeta(file, 0);
    const second = first && readMeta(file, first.pageBytes);
    if (!first || !second) return "it is not an LMDB database";
    const current = second.transaction > first.transaction ? second : first;
    const isCut = current.roots.some(
      (root) => root !== noPage && (root + 1n) * BigInt(current.pageBytes) > BigInt(size),
    );
    return isCut ? "its end is missing" : undefined;
  } finally {
    closeSync(file);
  }
}

function readMeta(file: number, position: number): Meta | undefined {
  const page = Buffer.alloc(layout.length);
  if (readSync(file, page, 0, layout.length, position) < layout.length) return undefined;
  if (page.readUInt32LE(layout.magic) !== magic) return undefined;
  return {
    pageBytes: page.readUInt32LE(layout.pageBytes),
    transaction: page.readBigUInt64LE(layout.transaction),
    roots: [page.readBigUInt64LE(layout.freeRoot), page.readBigUInt64LE(layout.mainRoot)],
  };
}
