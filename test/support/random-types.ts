/** Schemas of random types: whatever types are made of, with the constraints that each may have. */

import type { Random } from "../../runtime/node/random.js";

const scalars = [
  "bool", "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "int", "f32", "f64", "char", "string", "bytes", "json",
] as const;
const keys = ["string", "char", "bool", "u32", "s16", "Kind"] as const;

/** The text of a schema with twelve records and variants. */
export function randomTypes(random: Random): string {
  const names = ["Kind"];
  const declarations = ["enum Kind { One, Two }"];
  for (let index = 0; index < 12; index++) {
    const name = `T${"abcdefghijkl"[index]}`;
    const parts = Array.from({ length: 1 + random.below(4) }, (_, at) => at);
    declarations.push(
      random.below(3) === 0
        ? `variant ${name} { Bare, ${parts.map((at) => `C${"abcd"[at]}(${randomType(random, names, 2)})`).join(", ")} }`
        : `record ${name} {\n${parts.map((at) => `  f${"abcd"[at]}: ${randomField(random, names)}`).join("\n")}\n}`,
    );
    names.push(name);
  }
  // One process that needs all of them, so that none is unused.
  const parameters = names.map((name, index) => `p${"abcdefghijklm"[index]}: ${name}`).join(", ");
  return `package random:x.os@0.1.0\n\n${declarations.join("\n")}\n\nprocess P { local all(${parameters}) }\n`;
}

function randomField(random: Random, names: readonly string[]): string {
  switch (random.below(8)) {
    case 0:
      return "string @length(1, 4)";
    case 1:
      return "u8 @range(3, 9) = 4";
    case 2:
      return "option<string> @length(0, 3)";
    case 3:
      return "bytes @length(2, 2)";
    default:
      return randomType(random, names, 2);
  }
}

function randomType(random: Random, names: readonly string[], depth: number): string {
  const inner = (): string => randomType(random, names, depth - 1);
  if (depth === 0) return random.pick(scalars);
  switch (random.below(9)) {
    case 0:
      return `list<${inner()}>`;
    case 1:
      return `option<${random.pick(scalars.filter((name) => name !== "json"))}>`;
    case 2:
      return `tuple<${inner()}, ${inner()}>`;
    case 3:
      return `map<${random.pick(keys)}, ${inner()}>`;
    case 4:
      return `set<${random.pick(keys)}>`;
    case 5:
      return `result<${inner()}, ${inner()}>`;
    case 6:
      return random.pick(names);
    default:
      return random.pick(scalars);
  }
}
