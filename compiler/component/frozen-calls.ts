/** Exchanges calls in an engine's code for constants while it runs to be a component's memory, and puts them back. */

import { InternalError } from "../text/internal-error.js";

/** One call in the code of an engine, found by the instructions around it. */
export interface CallPlace {
  /** What is called there, for the message when it is not to be found. */
  readonly subject: string;
  /** The instructions before and after the index of the import, which depends on what else is imported. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Not longer than what it stands for, index included; the rest becomes `nop`, in front of it. */
  readonly frozen: readonly number[];
}

export interface FrozenEngine {
  readonly engine: Uint8Array;
  /**
   * The module with the calls put back, or a component that holds it. To be called on what running the engine has made.
   *
   * @throws InternalError where one of the places is not to be found any more.
   */
  thaw(made: Uint8Array): Uint8Array;
}

/** The opcode that a place's `before` ends with. */
export const call = 0x10;

const nop = 0x01;

/**
 * @param madeFor the package and version whose engine the places were found in, for messages
 * @throws InternalError where one of the places is not there exactly once.
 */
export function freezeCalls(engine: Uint8Array, places: readonly CallPlace[], madeFor: string): FrozenEngine {
  const frozen = new Uint8Array(engine);
  const changes = places.map((place) => {
    const { start, end } = findPlace(engine, place, madeFor);
    const bytes = new Uint8Array(end - start).fill(nop);
    // Behind the rest, since the end of a function stays where it is.
    bytes.set(place.frozen, bytes.length - place.frozen.length);
    frozen.set(bytes, start);
    return { start, bytes, original: engine.slice(start, end) };
  });
  return { engine: frozen, thaw: (made) => thaw(made, changes, madeFor) };
}

interface Change {
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly original: Uint8Array;
}

/** Functions are taken over as they are, so all of them have moved by as much as what stands before them has grown. */
function thaw(made: Uint8Array, changes: readonly Change[], madeFor: string): Uint8Array {
  const [first] = changes;
  const found = first ? findAll(made, first.bytes) : [];
  const [position] = found;
  if (!first || position === undefined || found.length > 1) throw unknownEngine("in its snapshot what was put there", madeFor);
  const thawed = new Uint8Array(made);
  for (const { start, bytes, original } of changes) {
    const moved = start - first.start + position;
    if (!bytes.every((byte, index) => made[moved + index] === byte)) {
      throw unknownEngine("in its snapshot what was put there", madeFor);
    }
    thawed.set(original, moved);
  }
  return thawed;
}

function findPlace(engine: Uint8Array, place: CallPlace, madeFor: string): { start: number; end: number } {
  const { subject, before, after } = place;
  const found = findAll(engine, Uint8Array.from(before)).flatMap((start) => {
    const index = start + before.length;
    // The index is a LEB128 number of 32 bits.
    let end = index + 1;
    while (end < index + 5 && ((engine[end - 1] ?? 0) & 0x80) !== 0) end++;
    const fits = after.every((byte, offset) => engine[end + offset] === byte);
    return fits ? [{ start, end: end + after.length }] : [];
  });
  const [only, ...others] = found;
  if (!only || others.length > 0) throw unknownEngine(subject, madeFor);
  return only;
}

function findAll(bytes: Uint8Array, wanted: Uint8Array): readonly number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: number[] = [];
  for (let at = buffer.indexOf(wanted); at >= 0; at = buffer.indexOf(wanted, at + 1)) found.push(at);
  return found;
}

function unknownEngine(subject: string, madeFor: string): InternalError {
  return new InternalError(
    `the engine does not contain ${subject} exactly once, so a component would differ with every build; ` +
      `the repair is written for ${madeFor}`,
  );
}
