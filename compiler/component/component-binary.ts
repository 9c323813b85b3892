/** Reads what a component asks for and offers from the outermost level of its binary form. */

/** One entry of an import or export section. */
export interface ExternName {
  /** `wasi:io/poll@0.2.12`, `init`. */
  readonly name: string;
  readonly sort: ExternSort;
}

export type ExternSort = "core module" | "function" | "value" | "type" | "component" | "instance";

export interface ComponentSurface {
  readonly imports: readonly ExternName[];
  readonly exports: readonly ExternName[];
}

/**
 * Takes a millisecond for a component of 12 MB, since all but two kinds of section are skipped; jco takes half a
 * second for the same answer. The format: https://github.com/WebAssembly/component-model, `design/mvp/Binary.md`.
 *
 * @throws Error where the bytes are not a component, or one with constructs that this reader does not know.
 */
export function readSurface(component: Uint8Array): ComponentSurface {
  if (!preamble.every((byte, index) => component[index] === byte)) throw new Error("not a WebAssembly component");
  const imports: ExternName[] = [];
  const exports: ExternName[] = [];
  const reader = createReader(component, preamble.length);
  while (reader.position() < component.length) {
    const section = reader.byte();
    const size = reader.unsigned();
    const end = reader.position() + size;
    if (section === importSection) readList(reader, imports, readImport);
    else if (section === exportSection) readList(reader, exports, readExport);
    else reader.skip(size);
    if (reader.position() !== end || end > component.length) throw new Error(`section ${section} has a wrong length`);
  }
  return { imports, exports };
}

/** `\0asm`, version 13, layer 1 (a core module has layer 0). */
const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
const importSection = 10;
const exportSection = 11;

function readList(reader: Reader, into: ExternName[], read: (reader: Reader) => ExternName): void {
  for (let count = reader.unsigned(); count > 0; count--) into.push(read(reader));
}

/** import ::= name externdesc */
function readImport(reader: Reader): ExternName {
  return { name: readName(reader), sort: readDescription(reader) };
}

/** export ::= name sort index externdesc? */
function readExport(reader: Reader): ExternName {
  const name = readName(reader);
  const sort = readSort(reader);
  reader.unsigned();
  if (reader.byte() === 0x01) readDescription(reader);
  return { name, sort };
}

/** Both forms in use, a plain name and an interface name, are written alike. */
function readName(reader: Reader): string {
  const form = reader.byte();
  if (form > 0x01) throw new Error(`names of form ${form} are not known`);
  return reader.text(reader.unsigned());
}

/** externdesc ::= sort index, or for values and types: sort bound. */
function readDescription(reader: Reader): ExternSort {
  const sort = readSort(reader);
  if (sort === "value") throw new Error("values are not known");
  if (sort !== "type" || reader.byte() === 0x00) reader.unsigned();
  return sort;
}

function readSort(reader: Reader): ExternSort {
  const code = reader.byte();
  const sort = sorts[code];
  if (sort === undefined) throw new Error(`sort ${code} is not known`);
  // Of the core sorts only modules can cross a component's border.
  if (sort === "core module" && reader.byte() !== 0x11) throw new Error("expected a core module");
  return sort;
}

const sorts: readonly ExternSort[] = ["core module", "function", "value", "type", "component", "instance"];

interface Reader {
  position(): number;
  byte(): number;
  /** A LEB128 number of up to 32 bits. */
  unsigned(): number;
  text(length: number): string;
  skip(length: number): void;
}

function createReader(bytes: Uint8Array, start: number): Reader {
  let position = start;
  const byte = (): number => {
    const value = bytes[position++];
    if (value === undefined) throw new Error("the component is cut off");
    return value;
  };
  return {
    position: () => position,
    byte,
    unsigned() {
      let value = 0;
      for (let shift = 0; shift < 35; shift += 7) {
        const part = byte();
        value += (part & 0x7f) * 2 ** shift;
        if (part < 0x80) return value;
      }
      throw new Error("a number is too long");
    },
    text: (length) => new TextDecoder().decode(bytes.subarray(position, (position += length))),
    skip: (length) => void (position += length),
  };
}
