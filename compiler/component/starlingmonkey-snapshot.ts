/** Takes time and chance out of the making of a component, so that one source gives one component, byte for byte. */

import { InternalError } from "../text/internal-error.js";
import { componentizeVersion } from "./starlingmonkey-bindings.js";

/**
 * The engine runs once when a component is made, and its memory as it is then becomes part of the component: with seeds
 * of hash tables, the guard of its stack, and times. It gets them from two imports, `random_get` and `clock_time_get` of
 * WASI preview 1, which the program that runs it does not let anyone provide. So the five places that call them are
 * exchanged for instructions of equal length while it runs, and put back afterwards: on the node, chance is chance.
 */
export interface FrozenEngine {
  readonly engine: Uint8Array;
  /**
   * The component's module with the calls put back. To be called on what running the engine has made of it.
   *
   * @throws InternalError where one of the places is not to be found any more.
   */
  thaw(module: Uint8Array): Uint8Array;
}

interface Place {
  /** What is called there, for the message when it is not to be found. */
  readonly subject: string;
  /** The instructions before and after the index of the import, which depends on what else is imported. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Not longer than what it stands for; the rest becomes `nop`. */
  readonly frozen: readonly number[];
}

const call = 0x10;
const nop = 0x01;

const places: readonly Place[] = [
  {
    // random_get(buffer, length): every byte becomes 42, not 0, since generators are seeded until they are not 0.
    subject: "the engine's source of random numbers",
    before: [0x20, 0x00, 0x20, 0x01, call],
    after: [0x41, 0xff, 0xff, 0x03, 0x71, 0x04, 0x40, 0x00, 0x0b, 0x0b],
    // local.get 0, i32.const 42, local.get 1, memory.fill, i32.const 0, and the test for failure as it was
    frozen: [0x20, 0x00, 0x41, 0x2a, 0x20, 0x01, 0xfc, 0x0b, 0x00, 0x41, 0x00, 0x04, 0x40, 0x00, 0x0b, 0x0b],
  },
  {
    // random_get(stack pointer + 12, 4): it fails, for which the engine has a constant.
    subject: "the guard of the engine's stack",
    before: [0x20, 0x01, 0x41, 0x0c, 0x6a, 0x41, 0x04, call],
    after: [0x21, 0x00],
    // i32.const 1, local.set 0
    frozen: [0x41, 0x01, 0x21, 0x00],
  },
  {
    // clock_time_get(clock, 1, buffer), of any clock: one millisecond. No time at all means none to the engine.
    subject: "the engine's clocks",
    before: [0x20, 0x00, 0x42, 0x01, 0x20, 0x01, call],
    after: [0x41, 0xff, 0xff, 0x03, 0x71, 0x0b],
    // local.get 1, i64.const 1 000 000, i64.store, i32.const 0, end
    frozen: [0x20, 0x01, 0x42, 0xc0, 0x84, 0x3d, 0x37, 0x03, 0x00, 0x41, 0x00, 0x0b],
  },
  {
    // clock_time_get(0, 1000, stack pointer + 8), dropped: the 0 that is there already stays.
    subject: "the engine's time in microseconds",
    before: [0x41, 0x00, 0x42, 0xe8, 0x07, 0x20, 0x01, 0x41, 0x08, 0x6a, call],
    after: [0x1a],
    frozen: [],
  },
  {
    // clock_time_get(0, 1 000 000 000, stack pointer + 8), dropped: likewise.
    subject: "the engine's time in seconds",
    before: [0x41, 0x00, 0x42, 0x80, 0x94, 0xeb, 0xdc, 0x03, 0x20, 0x00, 0x41, 0x08, 0x6a, call],
    after: [0x1a],
    frozen: [],
  },
];

/** @throws InternalError where one of the places is not there exactly once. */
export function freezeEngine(engine: Uint8Array): FrozenEngine {
  const frozen = new Uint8Array(engine);
  const changes = places.map((place) => {
    const { start, end } = findPlace(engine, place);
    const bytes = new Uint8Array(end - start).fill(nop);
    // Behind the rest, since the end of a function stays where it is.
    bytes.set(place.frozen, bytes.length - place.frozen.length);
    frozen.set(bytes, start);
    return { start, bytes, original: engine.slice(start, end) };
  });
  return { engine: frozen, thaw: (module) => thaw(module, changes) };
}

interface Change {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly original: Uint8Array;
}

/** Functions are taken over as they are, so all of them have moved by as much as what stands before them has grown. */
function thaw(module: Uint8Array, changes: readonly Change[]): Uint8Array {
  const [first] = changes;
  const found = first ? findAll(module, first.bytes) : [];
  const [position] = found;
  if (!first || position === undefined || found.length > 1) throw unknownEngine("in its snapshot what was put there");
  const thawed = new Uint8Array(module);
  for (const { start, bytes, original } of changes) {
    const moved = start - first.start + position;
    if (!bytes.every((byte, index) => module[moved + index] === byte)) {
      throw unknownEngine("in its snapshot what was put there");
    }
    thawed.set(original, moved);
  }
  return thawed;
}

function findPlace(engine: Uint8Array, { subject, before, after }: Place): { start: number; end: number } {
  const found = findAll(engine, Uint8Array.from(before)).flatMap((start) => {
    const index = start + before.length;
    // The index is a LEB128 number of 32 bits.
    let end = index + 1;
    while (end < index + 5 && ((engine[end - 1] ?? 0) & 0x80) !== 0) end++;
    const fits = after.every((byte, offset) => engine[end + offset] === byte);
    return fits ? [{ start, end: end + after.length }] : [];
  });
  const [only, ...others] = found;
  if (!only || others.length > 0) throw unknownEngine(subject);
  return only;
}

function findAll(bytes: Uint8Array, wanted: Uint8Array): readonly number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: number[] = [];
  for (let at = buffer.indexOf(wanted); at >= 0; at = buffer.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

function unknownEngine(subject: string): InternalError {
  return new InternalError(
    `the engine does not contain ${subject} exactly once, so a component would differ with every build; ` +
      `the repair is written for @bytecodealliance/componentize-js ${componentizeVersion}`,
  );
}
