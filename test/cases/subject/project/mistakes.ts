/** Mistakes of an author's that are an exception in every engine, and must be no more than that in a component. */

/** Each calls itself until the stack is used up. */
const endless: Readonly<Record<string, () => unknown>> = {
  function: () => [deeper(endless["function"])],
  callback: () => [0].forEach(() => deeper(endless["callback"])),
  sort: () => [2, 1].sort(() => Number(deeper(endless["sort"]))),
  replace: () => "a".replace(/a/, () => String(deeper(endless["replace"]))),
  generator: () => [...generate()],
  getter: () => Reflect.get(ownGetter, "deep"),
  proxy: () => Reflect.get(ownProxy, "deep"),
  constructor: () => new Endless(),
  text: () => `${Object(ownText)}`,
  json: () => JSON.stringify(ownJson),
  reviver: () => JSON.parse("[1]", () => deeper(endless["reviver"])),
};

function deeper(step: (() => unknown) | undefined): unknown {
  return step?.();
}

function* generate(): Generator<unknown> {
  yield* generate();
}

const ownGetter = {
  get deep(): unknown {
    return Reflect.get(this, "deep");
  },
};
const ownProxy: object = new Proxy({}, { get: (_target, key) => Reflect.get(ownProxy, key) });
const ownText = { toString: (): string => `${Object(ownText)}` };
const ownJson = { toJSON: (): string => JSON.stringify(ownJson) };
class Endless {
  readonly inner: unknown = new Endless();
}

/** Lists inside each other, as text and as a value. */
const nestedText = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
function nested(levels: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < levels; level++) value = [value];
  return value;
}

const other: Readonly<Record<string, () => unknown>> = {
  "deep text": () => typeof JSON.parse(nestedText(100_000)),
  "deep value": () => JSON.stringify(nested(100_000)).length,
  "deep list": () => (nested(100_000) as unknown[]).flat(Infinity).length,
  "deep clone": () => typeof structuredClone(nested(100_000)),
  "deep pattern": () => new RegExp("(?:".repeat(50_000) + ")".repeat(50_000)).source.length,
  "text of 200 levels": () => JSON.stringify(JSON.parse(nestedText(200))).length,
};

/** `threw`, or what it gives. */
export function make(mistake: string): string {
  try {
    const result = (endless[mistake] ?? other[mistake])?.();
    return `gave ${String(result)}`;
  } catch (error) {
    return error instanceof Error ? "threw" : String(error);
  }
}

/** Awaits so many functions, each of which awaits the next at once. */
export async function awaitNested(levels: number): Promise<number> {
  return levels === 0 ? 0 : (await awaitNested(levels - 1)) + 1;
}
