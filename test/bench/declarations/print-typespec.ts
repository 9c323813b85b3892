/** Declarations as TypeSpec: models, enums, unions, aliases, and interfaces with operations. */

import type { Declarations, FieldShape, PartShape, ScalarShape, ServiceShape, TypeShape } from "./declarations.js";

export function printTypeSpec({ types, services }: Declarations): string {
  return `${["namespace Bench;", ...types.map(printType), ...services.map(printInterface)].join("\n\n")}\n`;
}

const scalars: Readonly<Record<ScalarShape, string>> = {
  bool: "boolean",
  u32: "uint32",
  u64: "uint64",
  s64: "int64",
  f64: "float64",
  string: "string",
  bytes: "bytes",
};

function printType(type: TypeShape): string {
  switch (type.kind) {
    case "record": {
      const fields = type.fields.map((field) => `  ${printField(field)};`);
      return `/** ${type.documentation} */\nmodel ${type.name} {\n${fields.join("\n")}\n}`;
    }
    case "enum":
      return `enum ${type.name} { ${type.cases.join(", ")} }`;
    case "variant": {
      const cases = type.cases.map(({ name, payload }) => `  ${name}: ${payload ? printPart(payload) : "{}"},`);
      return `union ${type.name} {\n${cases.join("\n")}\n}`;
    }
    case "alias":
      return `alias ${type.name} = ${printPart(type.part)};`;
  }
}

function printInterface({ name, operations }: ServiceShape): string {
  const list = operations.map(({ documentation, name: operation, parameters, returns }) => {
    const fields = parameters.map(printField).join(", ");
    return `  /** ${documentation} */\n  ${operation}(${fields}): ${printPart(returns)};`;
  });
  return `interface ${name} {\n${list.join("\n")}\n}`;
}

function printField({ name, part }: FieldShape): string {
  return part.kind === "option" ? `${name}?: ${printPart(part.element)}` : `${name}: ${printPart(part)}`;
}

function printPart(part: PartShape): string {
  switch (part.kind) {
    case "scalar":
      return scalars[part.name];
    case "named":
      return part.name;
    case "list":
      return `${printPart(part.element)}[]`;
    case "option":
      return `${printPart(part.element)} | null`;
  }
}
