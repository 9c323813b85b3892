/** Random numbers: the engine's own are part of its memory, and so the same in each instance of a component. */

import { getRandomBytes as readRandomBytes } from "wasi:random/random@0.2.0";

let isStarted = false;

/** Four words of 32 bits: the state of sfc32, https://pracrand.sourceforge.net/RNG_engines.txt. */
let a = 0x9e3779b9;
let b = 0x243f6a88;
let c = 0xb7e15162;
let counter = 1;

function nextWord(): number {
  const word = (a + b + counter++) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = ((c << 21) | (c >>> 11)) + word;
  return word >>> 0;
}

/** For `Math.random`: the 53 bits of a number from 0 to below 1. */
export function random(): number {
  return (nextWord() * 0x200000 + (nextWord() >>> 11)) / 2 ** 53;
}

/** Call when the process starts, and not before: what is read then is not part of the component. */
export function seedRandom(): void {
  isStarted = true;
  const words = new Uint32Array(randomBytes(16).buffer);
  [a, b, c, counter] = [words[0] ?? 0, words[1] ?? 0, words[2] ?? 0, (words[3] ?? 0) | 0];
  for (let round = 0; round < 12; round++) nextWord();
}

/**
 * From the node's own source, in an array of their own.
 *
 * @throws Error while the modules load: that is when the component is made, and they would be the same at every start.
 */
export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  if (!isStarted) {
    throw new Error(
      "random values are read while the program loads, which is when its component is made: they would be the same at every start; read them in `init` or in a handler",
    );
  }
  return new Uint8Array(readRandomBytes(length));
}
