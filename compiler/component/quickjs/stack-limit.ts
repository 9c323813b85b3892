/** Makes the engine throw a RangeError where it would run out of stack, which ends the process without a word. */

import { modulePreamble, readModuleSections, type Section } from "../component-binary.js";
import { signed, unsigned } from "../leb128.js";
import { InternalError } from "../../text/internal-error.js";
import { madeFor } from "./runtime-module.js";

/**
 * QuickJS compares the stack with a limit in each of its functions that may call themselves, and throws when it is
 * passed. For WASI that limit is 0, for none. It is read in 38 places, which get a constant instead.
 *
 * WebAssembly has two stacks. What the engine measures is the one in its memory, of 1 MiB, down from `stackTop`; what
 * Hyperdrive's wasmtime limits, to 512 KiB, is that of the machine, which no program can see. A call of a JavaScript
 * function takes from the first between 0.26 and 0.4 bytes for each of the second, whatever native function is between
 * it and the next. So 104 KiB of the first are at most 400 KiB of the second; a quarter is left for what a native
 * function needs that calls no other, and for machines whose code has larger frames. What stays without a limit are iterators of which each
 * gives what another one gives, as `map` of `Iterator.prototype` makes them, if there are a thousand and more.
 *
 * A few native functions call themselves without taking much of the first stack: parsing JSON takes 16 bytes a level,
 * and 180 of the other. Each of them gets another around it, which takes what is missing.
 *
 * @throws InternalError where the engine does not look as expected.
 */
export function limitStack(engine: Uint8Array): Uint8Array {
  return weighFunctions(limitChecks(engine));
}

/** Where the stack in memory begins: components have it below all else, and it grows downwards. */
const stackTop = 2 ** 20;
const stackLimit = stackTop - 104 * 2 ** 10;

/** i32.const 636, i32.add, i32.load: the field `stack_limit` of a `JSRuntime`. */
const readsLimit = [0x41, 0xfc, 0x04, 0x6a, 0x28, 0x02, 0x00];
const readsLimitCount = 38;

function limitChecks(engine: Uint8Array): Uint8Array {
  const limited = Buffer.from(engine);
  // drop, i32.const, and nothing twice: as long as what was there.
  const constant = Uint8Array.from([0x1a, 0x41, ...signed(stackLimit), 0x01, 0x01]);
  let count = 0;
  for (let at = limited.indexOf(Uint8Array.from(readsLimit)); at >= 0; at = limited.indexOf(Uint8Array.from(readsLimit), at)) {
    limited.set(constant, at);
    count++;
  }
  if (count !== readsLimitCount) throw unknownEngine(`reads the limit of its stack in ${count} places, not in ${readsLimitCount}`);
  return limited;
}

/** A native function that calls itself. */
interface Recursive {
  readonly name: string;
  /** How its code begins, and its length: in bytes. */
  readonly start: string;
  readonly length: number;
  /** Bytes of the stack in memory that it is to take besides its own; a multiple of 16. */
  readonly weight: number;
}

/** With 0.3 bytes and more for each byte of the machine's stack that a level takes, with what is between two of them. */
const recursive: readonly Recursive[] = [
  { name: "json_parse_value", start: "02067f037e230041106b220524000240", length: 1868, weight: 64 },
  { name: "js_json_to_str", start: "02057f097e230041106b220724002007", length: 3257, weight: 80 },
  { name: "js_parse_assign_expr2", start: "010c7f230041206b2206240002400240", length: 3326, weight: 80 },
  // Between two of them are up to thirteen others, one for each level of operators.
  { name: "js_parse_unary", start: "02077f017e230041106b220424000240", length: 1477, weight: 512 },
  { name: "js_proxy_has", start: "02057f027e230041206b220321052003", length: 590, weight: 96 },
  { name: "js_proxy_delete_property", start: "02057f027e230041206b220321052003", length: 672, weight: 96 },
  { name: "js_proxy_define_own_property", start: "02097f037e230041406a220824000240", length: 1461, weight: 192 },
  { name: "JS_FlattenIntoArray", start: "02067e047f230041306b220e24000240", length: 778, weight: 48 },
];

const sectionIds = { type: 1, import: 2, function: 3, code: 10 } as const;

/**
 * The code of each goes behind that of all others, and what calls it takes its place:
 *
 *     function 904: …      function 904: take 64 bytes of the stack, call function 1620, give them back
 *                      ->  …
 *                          function 1620: …
 */
function weighFunctions(engine: Uint8Array): Uint8Array {
  const sections = new Map([...readModuleSections(engine)].map((section) => [section.id, section]));
  const at = (id: number): Section => {
    const section = sections.get(id);
    if (!section) throw unknownEngine(`has no section ${id}`);
    return section;
  };
  const importCount = countImports(at(sectionIds.import));
  const parameterCounts = readParameterCounts(at(sectionIds.type));
  const types = readTypes(at(sectionIds.function));
  const bodies = readBodies(engine, at(sectionIds.code));
  for (const each of recursive) {
    const index = findFunction(bodies, each);
    const [body, type] = [bodies[index], types[index]];
    const parameterCount = parameterCounts[type ?? -1];
    if (!body || type === undefined || parameterCount === undefined) throw unknownEngine(`has no type for ${each.name}`);
    bodies[index] = callWithWeight(importCount + bodies.length, parameterCount, each.weight);
    types.push(type);
    bodies.push(body);
  }
  const contents = new Map([
    [sectionIds.function, vector(types.map((type) => Uint8Array.from(unsigned(type))))],
    [sectionIds.code, vector(bodies.flatMap((body) => [Uint8Array.from(unsigned(body.length)), body]), bodies.length)],
  ] as [number, Uint8Array][]);
  const parts = [...readModuleSections(engine)].map(({ id, start, end }) => {
    const content = contents.get(id);
    return content ? Buffer.concat([Uint8Array.from([id, ...unsigned(content.length)]), content]) : engine.subarray(start, end);
  });
  return Buffer.concat([Uint8Array.from(modulePreamble), ...parts]);
}

function findFunction(bodies: readonly Uint8Array[], { name, start, length }: Recursive): number {
  const fits = (body: Uint8Array): boolean => body.length === length && Buffer.from(body.subarray(0, start.length / 2)).toString("hex") === start;
  const index = bodies.findIndex(fits);
  if (index < 0 || bodies.some((body, other) => other > index && fits(body))) throw unknownEngine(`does not have ${name} exactly once`);
  return index;
}

/** The stack in memory is global 0, which its user moves down and back. */
function callWithWeight(callee: number, parameterCount: number, weight: number): Uint8Array {
  const moveStack = (operator: number): number[] => [0x23, 0x00, 0x41, ...signed(weight), operator, 0x24, 0x00];
  const parameters = Array.from({ length: parameterCount }, (_, index) => [0x20, ...unsigned(index)]).flat();
  const [subtract, add] = [0x6b, 0x6a];
  return Uint8Array.from([0x00, ...moveStack(subtract), ...parameters, 0x10, ...unsigned(callee), ...moveStack(add), 0x0b]);
}

/** Functions alone, whose indices come before those that the module defines. */
function countImports({ reader }: Section): number {
  let count = 0;
  for (let left = reader.unsigned(); left > 0; left--) {
    reader.text(reader.unsigned());
    reader.text(reader.unsigned());
    const kind = reader.byte();
    if (kind === 0x00) {
      reader.unsigned();
      count++;
    } else if (kind === 0x01 || kind === 0x02) {
      // Of a table the type of its elements, and of both the limits.
      if (kind === 0x01) reader.byte();
      const hasMaximum = (reader.byte() & 1) !== 0;
      reader.unsigned();
      if (hasMaximum) reader.unsigned();
    } else if (kind === 0x03) {
      reader.skip(2);
    } else {
      throw unknownEngine(`imports something of kind ${kind}`);
    }
  }
  return count;
}

function readParameterCounts({ reader }: Section): readonly number[] {
  return Array.from({ length: reader.unsigned() }, () => {
    if (reader.byte() !== 0x60) throw unknownEngine("has types other than of functions");
    const count = reader.unsigned();
    reader.skip(count);
    reader.skip(reader.unsigned());
    return count;
  });
}

function readTypes({ reader }: Section): number[] {
  return Array.from({ length: reader.unsigned() }, () => reader.unsigned());
}

function readBodies(engine: Uint8Array, { reader }: Section): Uint8Array[] {
  return Array.from({ length: reader.unsigned() }, () => {
    const length = reader.unsigned();
    const start = reader.position();
    reader.skip(length);
    return engine.subarray(start, start + length);
  });
}

/** `parts` are those of `count` items, one after the other. */
function vector(parts: readonly Uint8Array[], count = parts.length): Uint8Array {
  return Buffer.concat([Uint8Array.from(unsigned(count)), ...parts]);
}

function unknownEngine(problem: string): InternalError {
  return new InternalError(`the engine ${problem}, so its stack could not be limited; the repair is written for ${madeFor}`);
}
