/** Codecs of `map`. */

import type { Codec } from "../codec.js";
import { isJsonObject } from "./records.js";
import { encodeWithin, unfit } from "./parts.js";
import { listOf, tupleOf } from "./lists.js";
import type { ScalarCodec } from "./scalar-codec.js";
import { refused } from "./unchecked.js";

/** A map whose keys are text in JSON: an object. */
export function mapOf<K, V>(key: ScalarCodec<K>, value: Codec<V>): Codec<Map<K, V>> {
  const expected = expectedMap(key, value);
  return {
    expected,
    decode(object, problems, step) {
      if (!isJsonObject(object)) {
        problems.add(expected, object, step);
        return refused();
      }
      const map = new Map<K, V>();
      const mark = problems.count;
      for (const name of Object.keys(object)) {
        const entryMark = problems.count;
        map.set(key.decodeText(name, problems), value.decode(object[name], problems));
        if (problems.count === entryMark) continue;
        problems.within(entryMark, shortKey(name));
        if (problems.isFull) break;
      }
      if (problems.count !== mark) problems.within(mark, step);
      return map;
    },
    encode(map, step) {
      if (!(map instanceof Map)) throw unfit(expected, map, step);
      return encodeWithin(step, () => {
        let text = "";
        for (const [entryKey, entryValue] of map) {
          const name = key.encodeText(entryKey);
          text += `${text === "" ? "" : ","}${JSON.stringify(name)}:${value.encode(entryValue, shortKey(name))}`;
        }
        return `{${text}}`;
      });
    },
  };
}

/** A map whose keys are no text in JSON: a list of pairs. Keys that are objects are never equal to each other. */
export function pairsOf<K, V>(key: Codec<K>, value: Codec<V>): Codec<Map<K, V>> {
  const expected = expectedMap(key, value);
  const pairs = listOf(tupleOf<readonly [K, V]>(key, value));
  return {
    expected,
    decode(list, problems, step) {
      const mark = problems.count;
      const decoded = pairs.decode(list, problems, step);
      return problems.count === mark ? new Map(decoded) : refused();
    },
    encode(map, step) {
      if (!(map instanceof Map)) throw unfit(expected, map, step);
      return pairs.encode([...map], step);
    },
  };
}

function expectedMap(key: Codec<unknown>, value: Codec<unknown>): string {
  return `map<${key.expected}, ${value.expected}>`;
}

const maxShownKeyLength = 40;

/** Keys come from outside: a path must not grow with them. */
function shortKey(key: string): string {
  return key.length <= maxShownKeyLength ? key : `${key.slice(0, maxShownKeyLength)}…`;
}
