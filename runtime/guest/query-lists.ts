/**
 * Lists in a query. The http-server makes a map of the query, in which a repeated key keeps its last value only
 * (hyperdrive/src/http/server.rs, `http_handler`), so `?tags=a&tags=b` cannot be a list.
 */

import type { Problems, ScalarCodec } from "../contract/index.js";
import { parseJson } from "../contract/index.js";

/**
 *     ?tags=a,b                two elements
 *     ?tags=                   none
 *     ?tags[0]=a,b&tags[1]=c   two, the first with a comma in it
 *
 * The elements as parsed JSON, undefined when the query says nothing about them. Violations go to `problems`.
 */
export function readQueryList(
  query: ReadonlyMap<string, string>,
  key: string,
  element: ScalarCodec<unknown>,
  problems: Problems,
): readonly unknown[] | undefined {
  const plain = query.get(key);
  const indexed = findIndexed(query, key, problems);
  if (plain === undefined && indexed.length === 0) return undefined;
  const texts = [...(plain === undefined || plain === "" ? [] : plain.split(",")), ...indexed];
  return texts.map((text, index) => {
    const mark = problems.count;
    const value = element.decodeText(text, problems);
    if (problems.count === mark) return toJson(element.encode(value));
    problems.within(mark, index);
    return undefined;
  });
}

/** Values of `key[0]`, `key[1]`, … by index. A key such as `key[]` would lose all but one of its values. */
function findIndexed(query: ReadonlyMap<string, string>, key: string, problems: Problems): readonly string[] {
  const found: { readonly index: number; readonly text: string }[] = [];
  query.forEach((text, name) => {
    if (!name.startsWith(`${key}[`)) return;
    const index = /^(0|[1-9][0-9]{0,5})\]$/.exec(name.slice(key.length + 1))?.[1];
    if (index === undefined) problems.add(`${key}[0], ${key}[1], …`, name);
    else found.push({ index: Number(index), text });
  });
  return found.sort((left, right) => left.index - right.index).map(({ text }) => text);
}

/** A scalar's own JSON, with every digit. */
function toJson(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.kind === "value" ? parsed.value : undefined;
}
