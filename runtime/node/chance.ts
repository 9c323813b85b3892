/** Chance that can be repeated: one seed, and for each purpose random numbers of its own. */

import { seedLimit } from "../contract/seed.js";
import { createRandom, type Random } from "./random.js";

export class Chance {
  #seed: number;
  readonly #streams = new Map<string, Random>();

  /** Throws `RangeError` for a seed that is no whole number from 0 to below 2^32. */
  constructor(seed: number = Math.floor(Math.random() * seedLimit)) {
    this.#seed = checkSeed(seed);
  }

  get seed(): number {
    return this.#seed;
  }

  /** From now on all purposes begin anew, as in a run with this seed. Throws as the constructor. */
  reseed(seed: number): void {
    this.#seed = checkSeed(seed);
    this.#streams.clear();
  }

  /**
   * The next number from 0 to below 1. What happens for one purpose does not change the numbers of another: the third
   * message from alice to bob has the same fate however many others carol has sent meanwhile.
   */
  next(purpose: string): number {
    let stream = this.#streams.get(purpose);
    if (!stream) {
      stream = createRandom(hash(purpose, this.#seed));
      this.#streams.set(purpose, stream);
    }
    return stream.below(seedLimit) / seedLimit;
  }
}

function checkSeed(seed: number): number {
  if (Number.isInteger(seed) && seed >= 0 && seed < seedLimit) return seed;
  throw new RangeError(`a seed is a whole number from 0 to ${seedLimit - 1}, not ${seed}`);
}

/** FNV-1a over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/), begun with the seed. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index++) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}
