/** `Array.fromAsync`, ECMA-262 23.1.2.1: the engine's own makes promises of the engine. */

export async function fromAsync(this: unknown, source: unknown, map?: unknown, self?: unknown): Promise<unknown> {
  if (map !== undefined && typeof map !== "function") throw new TypeError("Array.fromAsync takes a function for each element");
  const Constructor = typeof this === "function" ? (this as new () => { [index: number]: unknown; length: number }) : Array;
  const result = new Constructor();
  let length = 0;
  const put = async (value: unknown): Promise<void> => {
    const element: unknown = map === undefined ? value : await Reflect.apply(map, self, [value, length]);
    Object.defineProperty(result, length++, { value: element, writable: true, enumerable: true, configurable: true });
  };
  if (isIterable(source)) {
    for await (const value of source) await put(value);
  } else {
    const list = Object(source) as ArrayLike<unknown>;
    const count = Math.min(Math.max(Math.trunc(Number(list.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
    while (length < count) await put(await list[length]);
  }
  result.length = length;
  return result;
}

function isIterable(source: unknown): source is AsyncIterable<unknown> {
  const object = Object(source) as { readonly [Symbol.asyncIterator]?: unknown; readonly [Symbol.iterator]?: unknown };
  return object[Symbol.asyncIterator] !== undefined || object[Symbol.iterator] !== undefined;
}
