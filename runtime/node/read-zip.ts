/** Reads a zip that anybody may have made, for nodes and for builds: what is dangerous or damaged is said, and not unpacked. */

import { crc32, inflateRawSync } from "node:zlib";

export interface ZippedFile {
  /** With `/`: `ui/index.html`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** With `/` at its end. */
export interface ZippedFolder {
  readonly path: string;
  readonly bytes: undefined;
}

export interface ReadZip {
  /** Those that are whole and have a safe path, in the order of the zip; folders are none. */
  readonly files: readonly ZippedFile[];
  /** The same with the folders. */
  readonly entries: readonly (ZippedFile | ZippedFolder)[];
  /** False for what is no zip, or a part of one. */
  readonly isZip: boolean;
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];
}

/**
 * More than any package needs, and less than a machine has: a zip of a megabyte may claim to hold a terabyte.
 * In bytes, of all files together.
 */
const maxUnpackedBytes = 512 * 1024 * 1024;

/** Reads the format of https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT without Zip64 and encryption. */
export function readZip(bytes: Uint8Array): ReadZip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: (ZippedFile | ZippedFolder)[] = [];
  const problems: string[] = [];
  let isZip = true;
  try {
    const seen = new Set<string>();
    let unpackedBytes = 0;
    for (const entry of readDirectory(view)) {
      unpackedBytes += entry.size;
      const problem = findProblem(entry, seen) ?? (unpackedBytes > maxUnpackedBytes ? tooLarge : undefined);
      if (problem !== undefined) {
        problems.push(`\`${entry.path}\` ${problem}`);
        if (problem === tooLarge) break;
      } else if (entry.path.endsWith("/")) {
        entries.push({ path: entry.path, bytes: undefined });
      } else {
        const content = unpack(view, entry);
        if (content) entries.push({ path: entry.path, bytes: content });
        else problems.push(`\`${entry.path}\` is damaged: its content does not have the checksum that the zip says`);
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    problems.push(`it is no zip, or a part of one: ${error.message}`);
    isZip = false;
  }
  return { files: entries.filter(isFile), entries, isZip, problems };
}

function isFile(entry: ZippedFile | ZippedFolder): entry is ZippedFile {
  return entry.bytes !== undefined;
}

const tooLarge = `would bring what is unpacked to more than ${maxUnpackedBytes / 2 ** 20} MiB`;

interface Entry {
  readonly path: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** The mode of Unix; 0 when the zip was made elsewhere. */
  readonly mode: number;
  readonly start: number;
}

function findProblem({ path, flags, method, mode }: Entry, seen: Set<string>): string | undefined {
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.includes("\\")) return "is not relative to the package";
  const parts = path.replace(/\/$/, "").split("/");
  if (parts.includes("..") || parts.includes(".") || parts.includes("")) return "leads out of the package or in circles";
  if (/[\0-\x1f\x7f]/.test(path)) return "has a character in its name that cannot be printed";
  // Systems that do not tell capital from small letters would put one over the other.
  const key = parts.join("/").toLowerCase();
  if (seen.has(key)) return "is there twice, or differs from another only in capital letters";
  seen.add(key);
  if ((mode & 0o170000) === 0o120000) return "is a link";
  if ((flags & 1) !== 0) return "is encrypted";
  return method === stored || method === deflated ? undefined : `is compressed by method ${method}, which nodes do not know`;
}

const stored = 0;
const deflated = 8;

/** The entries of the central directory, which is the truth about a zip. Throws `RangeError` when it is none. */
function* readDirectory(view: DataView): Iterable<Entry> {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const decoder = new TextDecoder();
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (view.getUint32(at, true) !== 0x02014b50) throw new RangeError("its directory is damaged");
    const nameLength = view.getUint16(at + 28, true);
    const restLength = view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    const isUnix = view.getUint8(at + 5) === 3;
    yield {
      path: decoder.decode(sliceOf(view, at + 46, nameLength)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      mode: isUnix ? view.getUint16(at + 40, true) : 0,
      start: view.getUint32(at + 42, true),
    };
    at += 46 + nameLength + restLength;
  }
}

/** Where the end record begins, before a comment of up to 65 535 bytes. */
function findEnd(view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  throw new RangeError("it has no directory");
}

/** Undefined when it is not what the zip says of it. */
function unpack(view: DataView, { start, packedSize, size, method, crc }: Entry): Uint8Array | undefined {
  if (view.getUint32(start, true) !== 0x04034b50) return undefined;
  const dataStart = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  const packed = sliceOf(view, dataStart, packedSize);
  try {
    // No more than it says, which has been looked at: what is larger is not unpacked.
    const content = method === stored ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
    return content.length === size && crc32(content) === crc ? content : undefined;
  } catch {
    return undefined;
  }
}

function sliceOf({ buffer, byteOffset, byteLength }: DataView, start: number, length: number): Uint8Array {
  if (start + length > byteLength) throw new RangeError("it is cut off");
  return new Uint8Array(buffer, byteOffset + start, length);
}
