/** Codecs of `list`, `set` and `tuple`. */

import type { Codec } from "../codec.js";
import type { Problems } from "../problems.js";
import { addStep, encodePart, unfit } from "./parts.js";
import { refused, trustTuple } from "./unchecked.js";

export function listOf<T>(element: Codec<T>): Codec<T[]> {
  const expected = `list<${element.expected}>`;
  return {
    expected,
    decode: (value, problems) => decodeElements(element, expected, value, problems),
    encode(value) {
      if (!Array.isArray(value)) throw unfit(expected, value);
      return encodeElements(element, value);
    },
  };
}

/** Equal elements of a message become one; objects are never equal to each other. */
export function setOf<T>(element: Codec<T>): Codec<Set<T>> {
  const expected = `set<${element.expected}>`;
  return {
    expected,
    decode: (value, problems) => new Set(decodeElements(element, expected, value, problems)),
    encode(value) {
      if (!(value instanceof Set)) throw unfit(expected, value);
      return encodeElements(element, value);
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
    decode(value, problems) {
      if (!Array.isArray(value) || value.length !== elements.length) {
        problems.add(expected, value);
        return refused();
      }
      return trustTuple(elements.map((element, index) => decodeElement(element, value[index], index, problems)));
    },
    encode(value) {
      if (!Array.isArray(value) || value.length !== elements.length) throw unfit(expected, value);
      return `[${elements.map((element, index) => encodePart(index, element, value[index])).join(",")}]`;
    },
  };
}

function decodeElements<T>(element: Codec<T>, expected: string, value: unknown, problems: Problems): T[] {
  if (!Array.isArray(value)) {
    problems.add(expected, value);
    return [];
  }
  const list: readonly unknown[] = value;
  const decoded: T[] = [];
  for (let index = 0; index < list.length; index++) {
    const mark = problems.count;
    decoded.push(element.decode(list[index], problems));
    if (problems.count === mark) continue;
    problems.within(mark, index);
    if (problems.isFull) break;
  }
  return decoded;
}

function decodeElement<T>(element: Codec<T>, value: unknown, index: number, problems: Problems): T {
  const mark = problems.count;
  const decoded = element.decode(value, problems);
  problems.within(mark, index);
  return decoded;
}

function encodeElements<T>(element: Codec<T>, values: Iterable<T>): string {
  let text = "";
  let index = 0;
  try {
    for (const value of values) {
      text += index === 0 ? element.encode(value) : `,${element.encode(value)}`;
      index++;
    }
  } catch (error) {
    throw addStep(index, error);
  }
  return `[${text}]`;
}
