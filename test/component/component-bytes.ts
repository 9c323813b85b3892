/** Components by hand: only the sections that say what a component imports and exports. */

const sorts = ["core module", "function", "value", "type", "component", "instance"] as const;
type Sort = (typeof sorts)[number];

const preamble = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];

export function component(...sections: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from([...preamble, ...sections.flat()]);
}

export function section(id: number, body: readonly number[]): readonly number[] {
  return [id, ...leb(body.length), ...body];
}

export function importSection(...entries: readonly (readonly [name: string, sort: Sort])[]): readonly number[] {
  return section(10, [...leb(entries.length), ...entries.flatMap(([name, sort]) => [...text(name), ...description(sort)])]);
}

export function exportSection(...entries: readonly (readonly [name: string, sort: Sort])[]): readonly number[] {
  const entry = ([name, sort]: readonly [string, Sort]): number[] => [...text(name), ...sortBytes(sort), ...leb(300), 0x00];
  return section(11, [...leb(entries.length), ...entries.flatMap(entry)]);
}

/** What a component of ours looks like from outside. */
export const plainProcess = component(
  section(0, [...leb(4), 0x6e, 0x61, 0x6d, 0x65, 1, 2, 3]),
  importSection(["hyperware:process/standard@1.0.0", "instance"], ["wasi:io/poll@0.2.12", "instance"]),
  section(1, Array.from({ length: 300 }, () => 0xff)),
  exportSection(["init", "function"]),
);

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [0x00, ...leb(bytes.length), ...bytes];
}

function description(sort: Sort): number[] {
  return sort === "type" ? [...sortBytes(sort), 0x01] : [...sortBytes(sort), ...leb(200)];
}

function sortBytes(sort: Sort): number[] {
  return sort === "core module" ? [0x00, 0x11] : [sorts.indexOf(sort)];
}

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
