/** MessagePack as far as `net:distro:sys` speaks it (https://github.com/msgpack/msgpack/blob/master/spec.md): no floats, no extensions. */

export type Packed = null | boolean | number | string | readonly Packed[] | Map<Packed, Packed>;

/** A case of an enum of Rust with its content. */
export function packedCase(name: string, content: Packed): Packed {
  return new Map<Packed, Packed>([[name, content]]);
}

/** Whole numbers from 0 to 2^32 - 1 only; throws `RangeError` for others. */
export function pack(value: Packed): Uint8Array {
  const bytes: number[] = [];
  write(value, bytes);
  return Uint8Array.from(bytes);
}

function write(value: Packed, bytes: number[]): void {
  if (value === null) bytes.push(0xc0);
  else if (typeof value === "boolean") bytes.push(value ? 0xc3 : 0xc2);
  else if (typeof value === "number") writeNumber(value, bytes);
  else if (typeof value === "string") {
    const text = new TextEncoder().encode(value);
    writeLength(text.length, { few: 0xa0, fewest: 32, sizes: [0xd9, 0xda, 0xdb] }, bytes);
    for (const byte of text) bytes.push(byte);
  } else if (value instanceof Map) {
    writeLength(value.size, { few: 0x80, fewest: 16, sizes: [undefined, 0xde, 0xdf] }, bytes);
    for (const entry of value) for (const part of entry) write(part, bytes);
  } else {
    writeLength(value.length, { few: 0x90, fewest: 16, sizes: [undefined, 0xdc, 0xdd] }, bytes);
    for (const element of value) write(element, bytes);
  }
}

function writeNumber(value: number, bytes: number[]): void {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32) throw new RangeError(`${value} is not packed`);
  if (value < 128) bytes.push(value);
  else writeSized(value, [0xcc, 0xcd, 0xce], bytes);
}

interface LengthForms {
  /** The byte that has the length within, for less than `fewest`. */
  readonly few: number;
  readonly fewest: number;
  /** The byte in front of a length of 1, 2 and 4 bytes. */
  readonly sizes: readonly [one: number | undefined, two: number, four: number];
}

function writeLength(length: number, { few, fewest, sizes }: LengthForms, bytes: number[]): void {
  if (length < fewest) bytes.push(few | length);
  else writeSized(length, sizes, bytes);
}

function writeSized(value: number, [one, two, four]: LengthForms["sizes"], bytes: number[]): void {
  if (one !== undefined && value < 2 ** 8) bytes.push(one, value);
  else if (value < 2 ** 16) bytes.push(two, value >> 8, value & 0xff);
  else bytes.push(four, value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
}

/** How deep values are read: an attacker's may be deeper than a stack. */
const maxDepth = 16;

/** Undefined for what is not the bytes of one value, or has what is not read here. */
export function unpack(bytes: Uint8Array): Packed | undefined {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
  try {
    const value = read(reader, 0);
    return reader.at === bytes.length ? value : undefined;
  } catch (error) {
    // Beyond its end, or what is thrown below.
    if (error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

interface Reader {
  readonly view: DataView;
  at: number;
}

function read(reader: Reader, depth: number): Packed {
  if (depth > maxDepth) throw new RangeError("too deep");
  const first = readUnsigned(reader, 1);
  if (first < 0x80) return first;
  if (first < 0x90) return readMap(reader, first & 0x0f, depth);
  if (first < 0xa0) return readList(reader, first & 0x0f, depth);
  if (first < 0xc0) return readText(reader, first & 0x1f);
  switch (first) {
    case 0xc0:
      return null;
    case 0xc2:
    case 0xc3:
      return first === 0xc3;
    case 0xc4:
    case 0xc5:
    case 0xc6:
      return [...readBytes(reader, readUnsigned(reader, 2 ** (first - 0xc4)))];
    case 0xcc:
    case 0xcd:
    case 0xce:
      return readUnsigned(reader, 2 ** (first - 0xcc));
    case 0xd9:
    case 0xda:
    case 0xdb:
      return readText(reader, readUnsigned(reader, 2 ** (first - 0xd9)));
    case 0xdc:
    case 0xdd:
      return readList(reader, readUnsigned(reader, 2 ** (first - 0xdb)), depth);
    case 0xde:
    case 0xdf:
      return readMap(reader, readUnsigned(reader, 2 ** (first - 0xdd)), depth);
    default:
      throw new RangeError("not read here");
  }
}

function readUnsigned(reader: Reader, byteCount: number): number {
  let value = 0;
  for (let index = 0; index < byteCount; index++) value = value * 256 + reader.view.getUint8(reader.at++);
  return value;
}

function readBytes(reader: Reader, length: number): Uint8Array {
  const { view, at } = reader;
  if (at + length > view.byteLength) throw new RangeError("cut off");
  reader.at += length;
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

function readText(reader: Reader, length: number): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readBytes(reader, length));
}

function readList(reader: Reader, length: number, depth: number): readonly Packed[] {
  const list: Packed[] = [];
  // One by one: a length is claimed, and the elements are there or not.
  for (let index = 0; index < length; index++) list.push(read(reader, depth + 1));
  return list;
}

function readMap(reader: Reader, length: number, depth: number): Packed {
  const map = new Map<Packed, Packed>();
  for (let index = 0; index < length; index++) {
    const key = read(reader, depth + 1);
    map.set(key, read(reader, depth + 1));
  }
  return map;
}
