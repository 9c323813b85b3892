/** The memory that a component starts with, taken out of its binary form and put back. */

import { modulePreamble, preamble, readModuleSections, readSections, type Section } from "../component-binary.js";
import { signed, unsigned } from "../leb128.js";

/**
 * Returns the component with the memory of its largest module changed: `change` gets it as it is when the component starts,
 * from address 0 to the last byte that is not 0. What is 0 afterwards takes no room.
 */
export function changeMemory(component: Uint8Array, change: (memory: Uint8Array) => void): Uint8Array {
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
const dataId = 11;
const dataCountId = 12;

function hasMagic(content: Uint8Array): boolean {
  return preamble.slice(0, 4).every((byte, index) => content[index] === byte);
}

function changeModule(module: Uint8Array, change: (memory: Uint8Array) => void): Uint8Array {
  const sections = [...readModuleSections(module)];
  const data = sections.find(({ id }) => id === dataId);
  // The others are a few kilobytes of constants.
  if (!data || data.end - data.start < smallestImage) return module;
  const memory = readMemory(module, data);
  if (!memory) return module;
  change(memory);
  const segments = findSegments(memory);
  const parts: Uint8Array[] = [Uint8Array.from(modulePreamble)];
  for (const { id, start, end } of sections) {
    if (id === dataId) parts.push(...section(id, Buffer.concat([Uint8Array.from(unsigned(segments.length)), ...printSegments(memory, segments)])));
    else if (id === dataCountId) parts.push(...section(id, Uint8Array.from(unsigned(segments.length))));
    else parts.push(module.subarray(start, end));
  }
  return Buffer.concat(parts);
}

const smallestImage = 100_000;

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
function readSigned(reader: Section["reader"]): number {
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
