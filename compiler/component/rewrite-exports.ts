/** Renames and drops what a component exports, in its binary form: for engines that cannot export what a world asks for. */

import {
  preamble,
  readExport,
  readImport,
  readItems,
  readSections,
  sectionIds,
  sorts,
  type Export,
  type Reader,
} from "./component-binary.js";
import { unsigned } from "./leb128.js";

/**
 * Returns the component with the exported functions of `names` renamed, or dropped where the new name is undefined.
 * Everything else stays as it is but for the indices that change: an export adds to the functions that later items may
 * refer to, so that without it those behind it move up.
 *
 *     names: init -> undefined, run-process -> init
 *     alias init, export init, alias run-process, export run-process 2  ->  alias init, alias run-process, export init 1
 *
 * The format: https://github.com/WebAssembly/component-model, `design/mvp/Binary.md`.
 *
 * @throws Error where the bytes are no component, lack one of the exports, or have a construct that could refer to a
 *   function by its index and is not known here.
 */
export function rewriteExports(component: Uint8Array, names: ReadonlyMap<string, string | undefined>): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.from(preamble)];
  const functions = countFunctions();
  const met = new Set<string>();
  const taken = new Set<string>();
  for (const part of readSections(component)) {
    const { id, start, end, reader } = part;
    if (id === sectionIds.export) {
      const entries = readItems(part, readExport).flatMap((entry) => rewrite(entry));
      if (entries.length > 0) parts.push(section(id, [...unsigned(entries.length), ...entries.flat()]));
      continue;
    }
    if (id === sectionIds.canon || id === sectionIds.start || id > sectionIds.export) {
      throw new Error(`section ${id} stands outside of its inner components`);
    }
    if (id === sectionIds.instance && functions.hasDropped()) throw new Error("an instance stands behind a dropped export");
    if (id === sectionIds.alias) for (const isFunction of readItems(part, readAlias)) functions.add(isFunction);
    if (id === sectionIds.import) for (const { sort } of readItems(part, readImport)) functions.add(sort === "function");
    // It names functions by their indices, for debuggers alone.
    if (id === sectionIds.custom && reader.text(reader.unsigned()) === "component-name") continue;
    parts.push(component.subarray(start, end));
  }
  const missing = [...names.keys()].find((name) => !met.has(name));
  if (missing !== undefined) throw new Error(`it does not export \`${missing}\``);
  return Buffer.concat(parts);

  function rewrite(entry: Export): readonly number[][] {
    const { name, sort, index, description } = entry;
    const isListed = names.has(name);
    if (isListed && sort !== "function") throw new Error(`its export \`${name}\` is no function`);
    met.add(name);
    const newName = isListed ? names.get(name) : name;
    // Looked up before the export itself becomes an item.
    const newIndex = sort === "function" && newName !== undefined ? functions.newIndexOf(index) : index;
    if (sort === "function") functions.add(true, newName === undefined);
    if (newName === undefined) return [];
    if (taken.has(newName)) throw new Error(`it would export \`${newName}\` twice`);
    taken.add(newName);
    return [
      [...text(newName), ...sortBytes(sort), ...unsigned(newIndex), ...component.subarray(description.start, description.end)],
    ];
  }
}

/** The functions of the outermost level, in the order in which they become known. */
function countFunctions() {
  let count = 0;
  const dropped: number[] = [];
  return {
    add(isFunction: boolean, isDropped = false): void {
      if (!isFunction) return;
      if (isDropped) dropped.push(count);
      count++;
    },
    hasDropped: (): boolean => dropped.length > 0,
    newIndexOf(index: number): number {
      if (index >= count) throw new Error(`it exports function ${index} and has ${count}`);
      if (dropped.includes(index)) throw new Error("something refers to a dropped export");
      return index - dropped.filter((each) => each < index).length;
    },
  };
}

/** alias ::= sort target; whether it is of a function. */
function readAlias(reader: Reader): boolean {
  const sort = reader.byte();
  if (sort >= sorts.length) throw new Error(`sort ${sort} is not known`);
  // A sort of core modules has a second byte.
  if (sort === 0x00) reader.byte();
  const target = reader.byte();
  if (target > 0x02) throw new Error(`aliases of form ${target} are not known`);
  reader.unsigned();
  // Of an instance's export by its name, or of an outer component's item by its index.
  if (target === 0x02) reader.unsigned();
  else reader.text(reader.unsigned());
  return sorts[sort] === "function";
}

function section(id: number, content: readonly number[]): Uint8Array {
  return Uint8Array.from([id, ...unsigned(content.length), ...content]);
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [0x00, ...unsigned(bytes.length), ...bytes];
}

function sortBytes(sort: Export["sort"]): number[] {
  return sort === "core module" ? [0x00, 0x11] : [sorts.indexOf(sort)];
}
