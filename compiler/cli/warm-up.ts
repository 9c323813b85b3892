/** Makes the first saves as fast as later ones: code is slow until V8 has seen it run a few times. */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { OutputFile } from "../emit/emitter.js";
import { emit } from "../emit/index.js";
import { formatOutputs } from "../emit/format.js";
import type { Model } from "../model/model.js";

/** Emits and formats for nothing, in turns that are short enough not to be in anybody's way, until `isOver`. */
export async function warmUp(model: Model, outputs: readonly OutputFile[], isOver: () => boolean): Promise<void> {
  const sample = outputs.filter(({ path, text }) => path.endsWith(".ts") && text.length < longestSample);
  const startMs = performance.now();
  for (let round = 0; round < roundCount; round++) {
    for (const work of [() => void emit(model), ...sample.map((file) => () => formatOutputs([file]))]) {
      await nextTurn();
      if (isOver() || performance.now() - startMs > patienceMs) return;
      await work();
    }
  }
}

/** It halves the time of the first saves; twice as many rounds gain little more. */
const roundCount = 20;

const longestSample = 5000;

/** Nobody saves sooner. A large schema has less need of it: its first build has run everything often. */
const patienceMs = 1500;
