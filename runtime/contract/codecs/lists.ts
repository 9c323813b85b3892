/** Codecs of `list`, `set` and `tuple`. */

import type { Codec, Step } from "../codec.js";
import type { Problems } from "../problems.js";
import { addStep, decodeWithin, encodeWithin, unfit } from "./parts.js";
import { refused, trustTuple } from "./unchecked.js";

export function listOf<T>(element: Codec<T>): Codec<T[]> {
  const expected = `list<${element.expected}>`;
  return {
    expected,
    decode: (value, problems, step) => decodeElements(element, expected, value, problems, step),
    encode(value, step) {
      if (!Array.isArray(value)) throw unfit(expected, value, step);
      return encodeElements(element, value, step);
    },
  };
}

/** Equal elements of a message become one; objects are never equal to each other. */
export function setOf<T>(element: Codec<T>): Codec<Set<T>> {
  const expected = `set<${element.expected}>`;
  return {
    expected,
    decode: (value, problems, step) => new Set(decodeElements(element, expected, value, problems, step)),
    encode(value, step) {
      if (!(value instanceof Set)) throw unfit(expected, value, step);
      return encodeElements(element, [...value], step);
    },
  };
}

/** One codec for each element. */
export function tupleOf<T extends readonly unknown[]>(
  ...elements: { readonly [Index in keyof T]: Codec<T[Index]> }
): Codec<Readonly<T>> {
  const expected = `tuple<${elements.map((element) => element.expected).join(", ")}>`;
  return {
    expected,
    decode(value, problems, step) {
      if (!Array.isArray(value) || value.length !== elements.length) {
        problems.add(expected, value, step);
        return refused();
      }
      const list: readonly unknown[] = value;
      return decodeWithin(problems, step, () =>
        trustTuple(elements.map((element, index) => element.decode(list[index], problems, index))),
      );
    },
    encode(value, step) {
      if (!Array.isArray(value) || value.length !== elements.length) throw unfit(expected, value, step);
      return encodeWithin(step, () => `[${elements.map((element, index) => element.encode(value[index], index)).join(",")}]`);
    },
  };
}

function decodeElements<T>(
  element: Codec<T>,
  expected: string,
  value: unknown,
  problems: Problems,
  step: Step | undefined,
): T[] {
  if (!Array.isArray(value)) {
    problems.add(expected, value, step);
    return [];
  }
  const list: readonly unknown[] = value;
  const decoded: T[] = [];
  const mark = problems.count;
  for (let index = 0; index < list.length; index++) {
    decoded.push(element.decode(list[index], problems, index));
    if (problems.count !== mark && problems.isFull) break;
  }
  if (problems.count !== mark) problems.within(mark, step);
  return decoded;
}

/** By index: StarlingMonkey takes as long to iterate over an element as to write it. */
function encodeElements<T>(element: Codec<T>, values: readonly T[], step: Step | undefined): string {
  let text = "";
  try {
    for (let index = 0; index < values.length; index++) {
      const value = values[index] as T;
      text += index === 0 ? element.encode(value, index) : `,${element.encode(value, index)}`;
    }
  } catch (error) {
    throw addStep(step, error);
  }
  return `[${text}]`;
}
