/** The memory that a component starts with, taken out of its binary form and put back. */

import {
  modulePreamble,
  preamble,
  readItems,
  readModuleSections,
  readSections,
  type Reader,
  type Section,
} from "../component-binary.js";
import { signed, unsigned } from "../leb128.js";

/** `memory` begins at address 0 and ends with the last byte that is not 0; `heapBase` is the address where the heap begins. */
export type ChangeMemory = (memory: Uint8Array, heapBase: number) => void;

/**
 * Returns the component with the memory changed that it has when it starts; what is 0 afterwards takes no room. Where it
 * is not in the form that componentize-qjs gives it, it stays as it is.
 */
export function changeMemory(component: Uint8Array, change: ChangeMemory): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.from(preamble)];
  for (const { id, start, end, reader } of readSections(component)) {
    const content = component.subarray(reader.position(), end);
    if (id === componentId && hasMagic(content)) parts.push(...section(id, changeMemory(content, change)));
    else if (id === moduleId && hasMagic(content)) parts.push(...section(id, changeModule(content, change)));
    else parts.push(component.subarray(start, end));
  }
  return Buffer.concat(parts);
}

/** Sections of a component. */
const moduleId = 1;
const componentId = 4;

/** Sections of a core module. */
const globalId = 6;
const exportId = 7;
const dataId = 11;
const dataCountId = 12;

function hasMagic(content: Uint8Array): boolean {
  return preamble.slice(0, 4).every((byte, index) => content[index] === byte);
}

/** The module that has the memory says where the heap begins, by an exported global. */
function changeModule(module: Uint8Array, change: ChangeMemory): Uint8Array {
  const sections = [...readModuleSections(module)];
  const heapBase = findHeapBase(sections);
  const data = sections.find(({ id }) => id === dataId);
  const memory = data && heapBase !== undefined ? readMemory(module, data) : undefined;
  if (!memory || heapBase === undefined) return module;
  change(memory, heapBase);
  const segments = findSegments(memory);
  const parts: Uint8Array[] = [Uint8Array.from(modulePreamble)];
  for (const { id, start, end } of sections) {
    if (id === dataId) parts.push(...section(id, Buffer.concat([Uint8Array.from(unsigned(segments.length)), ...printSegments(memory, segments)])));
    else if (id === dataCountId) parts.push(...section(id, Uint8Array.from(unsigned(segments.length))));
    else parts.push(module.subarray(start, end));
  }
  return Buffer.concat(parts);
}

function findHeapBase(sections: readonly Section[]): number | undefined {
  const exports = sections.find(({ id }) => id === exportId);
  const globals = sections.find(({ id }) => id === globalId);
  if (!exports || !globals) return undefined;
  const base = readItems(exports, readExport).find(({ name, kind }) => name === "__heap_base" && kind === globalKind);
  return base && readGlobals(globals)?.[base.index];
}

const globalKind = 3;

/** export ::= name kind index */
function readExport(reader: Reader): { readonly name: string; readonly kind: number; readonly index: number } {
  return { name: reader.text(reader.unsigned()), kind: reader.byte(), index: reader.unsigned() };
}

/** Undefined where one is not a constant of 32 bits: global ::= 0x7f mutability 0x41 value 0x0b. */
function readGlobals({ reader }: Section): readonly number[] | undefined {
  const values: number[] = [];
  for (let count = reader.unsigned(); count > 0; count--) {
    if (reader.byte() !== 0x7f || reader.byte() > 1 || reader.byte() !== 0x41) return undefined;
    values.push(readSigned(reader));
    if (reader.byte() !== 0x0b) return undefined;
  }
  return values;
}

/** Undefined where a segment is not one that lies at a fixed place of the first memory. */
function readMemory(module: Uint8Array, { reader }: Section): Uint8Array | undefined {
  const segments: { readonly address: number; readonly start: number; readonly length: number }[] = [];
  for (let count = reader.unsigned(); count > 0; count--) {
    // data ::= 0x00 i32.const address end length byte*
    if (reader.byte() !== 0x00 || reader.byte() !== 0x41) return undefined;
    const address = readSigned(reader);
    if (reader.byte() !== 0x0b) return undefined;
    const length = reader.unsigned();
    segments.push({ address, start: reader.position(), length });
    reader.skip(length);
  }
  const memory = new Uint8Array(Math.max(0, ...segments.map(({ address, length }) => address + length)));
  for (const { address, start, length } of segments) memory.set(module.subarray(start, start + length), address);
  return memory;
}

/** An address; below 2 GiB, so that it is no negative number. */
function readSigned(reader: Reader): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const part = reader.byte();
    value += (part & 0x7f) * 2 ** shift;
    if (part < 0x80) return value;
  }
}

interface Segment {
  readonly start: number;
  readonly end: number;
}

/** What is between runs of zeros that are longer than what a segment costs. */
function findSegments(memory: Uint8Array): readonly Segment[] {
  const segments: Segment[] = [];
  let start = memory.findIndex((byte) => byte !== 0);
  while (start >= 0 && start < memory.length) {
    let end = start;
    for (let at = start; at < memory.length && at - end <= longestGap; at++) if (memory[at] !== 0) end = at + 1;
    segments.push({ start, end });
    start = end;
    while (start < memory.length && memory[start] === 0) start++;
  }
  return segments;
}

/** A segment takes eight bytes; but engines start faster with few, and 1,400 of them take 1 % more room than 9,000. */
const longestGap = 24;

function printSegments(memory: Uint8Array, segments: readonly Segment[]): readonly Uint8Array[] {
  return segments.flatMap(({ start, end }) => [
    Uint8Array.from([0x00, 0x41, ...signed(start), 0x0b, ...unsigned(end - start)]),
    memory.subarray(start, end),
  ]);
}

function section(id: number, content: Uint8Array): readonly Uint8Array[] {
  return [Uint8Array.from([id, ...unsigned(content.length)]), content];
}
