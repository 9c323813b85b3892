/** Random values of the model's types, as author code has them. */

import type { Constraint, Field, Model } from "../../compiler/model/model.js";
import type { ScalarName, Type } from "../../compiler/model/type.js";
import type { Random } from "../../runtime/node/random.js";

const letters = ["a", "Z", "0", " ", '"', "\\", "\n", "\u0000", "é", "\u2028", "😀", "__proto__", "${x}"] as const;

/** Fits the type; constraints are the caller's, who gives those that the type stands with. */
export function randomValue(
  model: Model,
  type: Type,
  random: Random,
  constraints: readonly Constraint[] = [],
): unknown {
  const value = (part: Type): unknown => randomValue(model, part, random);
  const list = <Item>(make: () => Item): Item[] => Array.from({ length: random.below(4) }, make);
  switch (type.kind) {
    case "scalar":
      return randomScalar(type.name, random, constraints);
    case "host":
      throw new Error("host types have tests of their own");
    case "list":
      return list(() => value(type.element));
    case "set":
      return new Set(list(() => value(type.element)));
    case "option":
      return random.below(2) === 0 ? undefined : randomValue(model, type.element, random, constraints);
    case "result":
      return random.below(2) === 0 ? { tag: "ok", val: value(type.ok) } : { tag: "err", val: value(type.err) };
    case "tuple":
      return type.elements.map(value);
    case "map":
      return new Map(list(() => [value(type.key), value(type.value)] as const));
    case "named":
      return randomDeclared(model, type.name, random);
  }
}

export function randomFields(model: Model, fields: readonly Field[], random: Random): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, type, constraints }) => [name, randomValue(model, type, random, constraints)]),
  );
}

function randomDeclared(model: Model, name: string, random: Random): unknown {
  const declaration = model.types.find((type) => type.name === name);
  switch (declaration?.kind) {
    case "record":
      return randomFields(model, declaration.fields, random);
    case "enum":
      return random.pick(declaration.cases).name;
    case "variant": {
      const { name: tag, payload } = random.pick(declaration.cases);
      return payload ? { tag, val: randomValue(model, payload, random) } : { tag };
    }
    case "alias":
      return randomValue(model, declaration.type, random, declaration.constraints);
    case undefined:
      throw new Error(`no type is named ${name}`);
  }
}

function randomScalar(name: ScalarName, random: Random, constraints: readonly Constraint[]): unknown {
  const [constraint] = constraints;
  if (constraint?.kind === "range")
    return name === "u64" || name === "s64" ? BigInt(constraint.maximum) : Number(constraint.maximum);
  const length = constraint?.kind === "length" ? constraint.minimum : random.below(6);
  switch (name) {
    case "bool":
      return random.below(2) === 0;
    case "u8":
      return random.below(2 ** 8);
    case "u16":
      return random.below(2 ** 16);
    case "u32":
      return random.below(2 ** 32);
    case "u64":
      return random.id();
    case "s8":
      return random.below(2 ** 8) - 2 ** 7;
    case "s16":
      return random.below(2 ** 16) - 2 ** 15;
    case "s32":
      return random.below(2 ** 32) - 2 ** 31;
    case "s64":
      return random.id() - 2n ** 63n;
    case "int":
      return random.below(2 ** 53) - 2 ** 52;
    case "f32":
      return Math.fround((random.below(2 ** 24) - 2 ** 23) * 2 ** (random.below(60) - 30));
    case "f64":
      return (random.below(2 ** 53) - 2 ** 52) * 10 ** (random.below(80) - 40);
    case "char":
      return random.pick(["a", "é", "😀", "\u0000"]);
    case "string":
      return constraint ? "x".repeat(length) : Array.from({ length }, () => random.pick(letters)).join("");
    case "bytes":
      return Uint8Array.from({ length }, () => random.below(256));
    case "json":
      return random.pick([null, true, 1, -0.5, "x", [1, { a: [] }], { b: 18446744073709551615n }]);
    case "unit":
      return undefined;
  }
}
